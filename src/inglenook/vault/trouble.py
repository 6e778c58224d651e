"""When the database cannot be written or reached: a full disk, a read-only folder, a server that is gone."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import DatabaseError, InterfaceError, InternalError, OperationalError

DISK_FULL = "53100"  # PostgreSQL's own number for it


def is_trouble(error: BaseException | None) -> bool:
    """Tell whether an error is the machine's doing, not a mistake of ours: trying again later may help."""
    # SQLite raises the plain kind, and only that, where a file is damaged.
    return (
        isinstance(error, OperationalError | InterfaceError | InternalError) or type(error) is DatabaseError
    )


def is_full(error: BaseException | None) -> bool:
    """Tell whether an error says that there is no room left."""
    cause = error.__cause__ if error else None
    full = getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return full or getattr(cause, "sqlstate", None) == DISK_FULL


@contextmanager
def by_the_way(otherwise: Callable[[], object] = lambda: None) -> Iterator[None]:
    """Write something while somebody reads: where it fails they read on, and the next visit tries again."""
    try:
        yield
    except Exception as error:
        if not is_trouble(error):
            raise
        otherwise()
