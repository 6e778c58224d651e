"""Making a backup: a copy as of one moment, checked, packed, and put in place under its final name."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from inglenook.cli.backups import age, archive
from inglenook.cli.backups.copies import applied, copy_file, copy_rows, make_tables_like, opened
from inglenook.cli.backups.folders import (
    PASSING,
    forget_left_overs,
    name_for,
    new_file,
    passing_folder,
    put_in_place,
)
from inglenook.cli.backups.inspection import Inspection, count_rows, inspect
from inglenook.cli.saying import Problem
from inglenook.vault import gravestones
from inglenook.vault.models import Session, Throttle
from inglenook.vault.tombstones import all_marks


@dataclass(frozen=True)
class Made:
    """A backup that was made and checked."""

    path: Path
    inspection: Inspection
    manifest: archive.Manifest


def make_backup(folder: Path, recipients: list[Any] | None = None) -> Made:
    """Make a backup of the present database into a folder; Inglenook may run meanwhile."""
    if not gravestones.is_of_this_server():
        raise Problem("The file `tombstones` belongs to another Inglenook. Move it aside; it is made anew.")
    _make_folder(folder)
    with passing_folder(Path(settings.DATA)) as passing:
        manifest = _lay_out(passing)
        plain = passing / "backup"
        archive.pack(passing, manifest, plain)
        found = check(plain, passing / "again")
        finished = _beside(folder, plain, recipients)
        path = name_for(datetime.now(UTC), folder, encrypted=bool(recipients))
        try:
            put_in_place(finished, path)
        finally:
            finished.unlink(missing_ok=True)
    return Made(path, found, manifest)


def _make_folder(folder: Path) -> None:
    if not folder.exists():
        folder.mkdir(mode=0o700, parents=True)
    if not folder.is_dir():
        raise Problem(f"{folder} is a file. Name a folder for backups.")


def _lay_out(passing: Path) -> archive.Manifest:
    """Lay the files of a backup into a folder."""
    database = passing / archive.DATABASE
    copy_database(database)
    _write(passing / archive.SECRET, [settings.SECRET_KEY.encode()])
    with opened(database) as alias:
        # Nobody stays signed in through a backup, and nothing says when somebody was.
        for model in (Session, Throttle):
            model._base_manager.using(alias).all().delete()
        migrations: dict[str, list[str]] = {}
        for app, name in sorted(applied(alias)):
            migrations.setdefault(app, []).append(name)
        marks = all_marks(alias)
    gravestones.append(sorted(marks | gravestones.read()), passing / archive.TOMBSTONES)
    with closing(sqlite3.connect(database)) as copy:
        rows = count_rows(copy)
    return archive.Manifest(
        format=archive.FORMAT,
        version=version("inglenook"),
        made_at=f"{datetime.now(UTC):%Y-%m-%dT%H:%MZ}",
        database=connection.vendor,
        migrations=migrations,
        rows=rows,
        members={name: archive.measured(passing / name) for name in archive.MEMBERS},
    )


def copy_database(path: Path) -> None:
    """Copy the present database, of either kind, into a new SQLite file."""
    if connection.vendor == "sqlite":
        source = Path(connection.settings_dict["NAME"])
        if not source.exists():
            raise Problem(f"There is no database at {source} yet, so there is nothing to keep.")
        copy_file(source, path)
        return
    path.touch(mode=0o600)
    with opened(path) as alias:
        make_tables_like("default", alias)
        copy_rows("default", alias)


def check(plain: Path, folder: Path) -> Inspection:
    """Restore a backup into a passing folder and look everything through; raises `Problem`."""
    folder.mkdir(mode=0o700)
    manifest = archive.unpack(plain, folder)
    found = inspect(folder / archive.DATABASE)
    if found.rows != manifest.rows:
        raise Problem("This backup holds more or fewer rows than it says. Use another one.")
    return found


def _beside(folder: Path, plain: Path, recipients: list[Any] | None) -> Path:
    """Bring a finished backup onto the disk it belongs on, encrypted if it is to be; under a passing name."""
    forget_left_overs(folder)
    made = folder / f"{PASSING}{plain.parent.name.removeprefix(PASSING)}"
    try:
        if recipients:
            age.encrypt(plain, made, recipients)
        else:
            with plain.open("rb") as reader:
                _write(made, archive.pieces(reader))
    except BaseException:
        made.unlink(missing_ok=True)  # where there is no room, it would take what there is for ever
        raise
    return made


def _write(path: Path, content: Iterable[bytes]) -> None:
    with new_file(path) as file:
        file.writelines(content)
