"""What lies in a database, by the keys of its rows."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connections

from inglenook.cli.backups.copies import opened
from inglenook.vault.columns import all_models
from inglenook.vault.models import Session, Throttle, Tombstone
from inglenook.vault.tombstones import keys_of

Keys = dict[str, set[Any]]
# What no backup brings back, and the marks of what is gone.
PASSING = (Session, Throttle, Tombstone)


def keys(alias: str = "default") -> Keys:
    """Return the keys of all rows, table by table."""
    there: Keys = {}
    for model in all_models():
        if model not in PASSING:
            there[model.__name__] = set(keys_of(model._base_manager.using(alias)))
    return there


def keys_in(file: Path) -> Keys:
    """Return the keys of all rows in a SQLite file."""
    with opened(file, "looked_at") as alias:
        return keys(alias)


def values(alias: str = "default") -> dict[str, list[str]]:
    """Return everything in all rows, in an order that does not depend on the kind of database."""
    told: dict[str, list[str]] = {}
    for model in all_models():
        if model not in PASSING:
            names = [f.attname for f in model._meta.concrete_fields]
            rows: Any = model._base_manager.using(alias)
            told[model.__name__] = sorted(map(_told, rows.values_list(*names)))
    return told


def _told(row: tuple[Any, ...]) -> str:
    return repr([bytes(v).hex() if isinstance(v, bytes | memoryview) else str(v) for v in row])


def values_in(file: Path) -> dict[str, list[str]]:
    """Return everything in all rows of a SQLite file."""
    with opened(file, "looked_at") as alias:
        return values(alias)


def ask(file: Path, sql: str) -> list[Any]:
    """Ask a SQLite file."""
    with closing(sqlite3.connect(file)) as database:
        return database.execute(sql).fetchall()


def is_sqlite() -> bool:
    """Tell whether the tests run on SQLite."""
    return connections["default"].vendor == "sqlite"
