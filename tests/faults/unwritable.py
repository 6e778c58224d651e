"""A database that can be read but not written, as a running server meets it."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from tests.server import Server

UNBOUND = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


@contextmanager
def no_room(server: Server, *, beyond: int = 0) -> Iterator[None]:
    """Let no file of a server grow or be written beyond so many bytes: writes fail as on a full disk."""
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (beyond, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, UNBOUND)


@contextmanager
def read_only(server: Server) -> Iterator[None]:
    """Refuse every write: SQLite's files cannot be written, or PostgreSQL takes no changes."""
    if "DATABASE_URL" not in os.environ:
        with no_room(server):
            yield
        return
    try:
        _take_changes(server, "off")
        yield
    finally:
        _take_changes(server, "on")


def _take_changes(server: Server, answer: str) -> None:
    """Say what new connections may do, and cut those that are open."""
    ((name,),) = server.ask("SELECT current_database()")
    only_read = "off" if answer == "on" else "on"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as above:
        above.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = {only_read}'.encode())
        above.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
