"""Upgrading the database to what this program needs: kept first, tried on a copy, checked, then swapped.

Whatever stops it, at any moment, leaves either the old or the new database whole and in its place.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from inglenook.cli.backups import age
from inglenook.cli.backups.archive import DATABASE
from inglenook.cli.backups.copies import (
    applied,
    bring_up_to_date,
    is_outdated,
    known_migrations,
    opened,
)
from inglenook.cli.backups.folders import backup_folder, new_file, passing_folder, sync
from inglenook.cli.backups.inspection import Inspection, count_rows, inspect
from inglenook.cli.backups.making import copy_database, make_backup
from inglenook.cli.saying import Problem
from inglenook.people.models import Person

ADVISORY = 0x696E676C  # "ingl": one upgrade of a PostgreSQL at a time

Step = Callable[[str], None]


@dataclass(frozen=True)
class Upgraded:
    """What came of an upgrade."""

    backup: Path
    former: Path | None
    rows: int


def needs_upgrade() -> bool:
    """Tell whether the database lacks migrations; raises `Problem` where it has those of a newer program."""
    if applied("default") - known_migrations():
        raise Problem("The database was last used by a newer Inglenook. Install that one or a later one.")
    return is_outdated("default")


def holds_people() -> bool:
    """Tell whether anybody has an account yet."""
    there = Person._meta.db_table in connection.introspection.table_names()
    return there and Person.objects.exists()


def upgrade(step: Step) -> Upgraded:
    """Upgrade the database; nobody else may use the data directory meanwhile. `step` is told what is done."""
    step("Making a backup and looking it through")
    backup = make_backup(backup_folder(), age.chosen()).path
    with passing_folder(Path(settings.DATA)) as passing:
        copy = passing / DATABASE
        step("Copying the database")
        copy_database(copy)
        before = _rows_of(copy)
        step("Upgrading the copy")
        with opened(copy) as alias:
            bring_up_to_date(alias)
        step("Checking the upgraded copy")
        found = _checked(copy, before)
        if connection.vendor == "sqlite":
            former = _swap(copy, step)
        else:
            former = None
            _migrate_in_one(step)
    step("Done")
    return Upgraded(backup, former, sum(found.rows.values()))


def _rows_of(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as database:
        return count_rows(database)


def _checked(copy: Path, before: dict[str, int]) -> Inspection:
    """Look the upgraded copy through; no table that is still there may have lost rows."""
    found = inspect(copy)
    fewer = [table for table, count in before.items() if found.rows.get(table, count) < count]
    if fewer:
        raise Problem(f"The upgraded copy has lost rows in {', '.join(fewer)}. The old database stays.")
    return found


def _swap(copy: Path, step: Step) -> Path:
    """Put the upgraded copy in the place of the database, which is kept beside it under another name."""
    data = Path(settings.DATA)
    live = data / DATABASE
    connection.close()
    with closing(sqlite3.connect(live)) as old:
        # What lies in the journal goes into the file, so that none is left to be taken for the new one's.
        old.execute("PRAGMA journal_mode=DELETE")
    sync(copy)
    step("Keeping the old database beside the new")
    former = _free_name(data)
    try:
        os.link(live, former)
    except OSError:  # a disk that knows no links
        with live.open("rb") as read, new_file(former) as write:
            shutil.copyfileobj(read, write)
        sync(former)
    step("Putting the new database in place")
    copy.replace(live)
    sync(data)
    return former


def _free_name(data: Path) -> Path:
    stem = f"inglenook-before-{version('inglenook')}"
    names = [stem, *(f"{stem}-{number}" for number in range(2, 1000))]
    return next(path for path in (data / f"{name}.sqlite3" for name in names) if not path.exists())


def _migrate_in_one(step: Step) -> None:
    """Migrate PostgreSQL in one transaction, while no other upgrade runs: its end is the swap."""
    step("Upgrading the database")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY])
        bring_up_to_date("default")


def make_or_upgrade(step: Step) -> Upgraded | None:
    """Bring the database up to date before serving: carefully where it holds anybody."""
    if not needs_upgrade():
        return None
    if holds_people():
        return upgrade(step)
    if connection.vendor == "sqlite":
        step("Setting up the database")
        bring_up_to_date("default")
    else:
        _migrate_in_one(step)
    return None
