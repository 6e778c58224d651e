"""Carrying a restored copy into PostgreSQL: a backup of either kind of database restores into either."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections

from inglenook.cli.backups.copies import bring_up_to_date, connected, copy_rows
from inglenook.cli.saying import Problem
from inglenook.config.database import postgres
from inglenook.vault.columns import all_models

TARGET = "target"


@contextmanager
def reached(address: str) -> Iterator[str]:
    """Let Django use a PostgreSQL database beside its own; yields its alias."""
    with connected(postgres(address), TARGET):
        yield TARGET


def refuse_full_database(address: str) -> None:
    """Raise `Problem` where a database holds anything already."""
    with reached(address) as alias:
        there = set(connections[alias].introspection.table_names())
        for model in all_models():
            rows: Any = model._base_manager.using(alias)
            if model._meta.db_table in there and rows.exists():
                raise Problem(
                    "The database that DATABASE_URL names already holds something, and restoring never"
                    " overwrites. Make an empty database and name that."
                )


def carry_into(address: str) -> None:
    """Copy the default database, a restored copy, into an empty PostgreSQL: all of it or nothing."""
    refuse_full_database(address)
    with reached(address) as alias:
        bring_up_to_date(alias)
        copy_rows("default", alias)
