"""One process on SQLite at a time: whoever serves, restores or upgrades a data directory holds its lock."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inglenook.cli.saying import Problem

NAME = "serving.lock"


class Running(Problem):
    """Somebody else serves, restores or upgrades this data directory."""


@contextmanager
def held(data: Path, *, shared: bool = False) -> Iterator[None]:
    """Hold the lock of a data directory; `shared` is for several that serve one PostgreSQL together."""
    handle = os.open(data / NAME, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Running(
                f"Inglenook is running in {data}, or is being restored or upgraded there. Stop it first,"
                " or choose another data directory with INGLENOOK_DATA."
            ) from None
        yield
    finally:
        os.close(handle)


def is_held(data: Path) -> bool:
    """Tell whether somebody serves, restores or upgrades this data directory now; changes nothing."""
    if not (data / NAME).exists():
        return False
    handle = os.open(data / NAME, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
