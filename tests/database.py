"""The database under test, as somebody sees it who holds its files: on SQLite and on PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, models

from tests.server import bytes_under


def is_postgres() -> bool:
    """Tell whether the tests run on PostgreSQL."""
    return connection.vendor == "postgresql"


def as_stored(id: UUID) -> Any:
    """Return an id in the form that a plain SQL statement needs."""
    return id if is_postgres() else id.hex


def place_of_row() -> str:
    """Return the column that tells where a row lies, whatever stands in it."""
    return "ctid" if is_postgres() else "rowid"


def type_of(field: type[models.UUIDField[Any, Any]] | type[models.BinaryField[Any, Any]]) -> str:
    """Return what kind of column a kind of field is kept in."""
    return str(connection.data_types[field.__name__] % {"max_length": 32})


def files() -> dict[str, bytes]:
    """Return everything that lies in the files of the database, all of it written down first."""
    with connection.cursor() as cursor:
        if is_postgres():
            cursor.execute("CHECKPOINT")
            cursor.execute("SHOW data_directory")
            return bytes_under(Path(cursor.fetchone()[0]))
        cursor.execute("PRAGMA wal_checkpoint(FULL)")
    name = Path(str(connection.settings_dict["NAME"]))
    return {path.name: path.read_bytes() for path in name.parent.glob(f"{name.name}*")}
