"""Where an Inglenook of the benchmark lives: a folder, a port and a database, on SQLite or on PostgreSQL."""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from tests.postgres import HARDENED, Postgres, running
from tests.server import Server, database_name, database_of, free_port, start_server

from bench.watching import Watch


@dataclass
class Database:
    """A kind of database, how many processes serve on it, and its own server where it has one."""

    name: str
    processes: int = 1
    postgres: Postgres | None = None

    def pid(self) -> list[int]:
        """Return the process of the database's own server, if there is one."""
        return [self.postgres.process.pid] if self.postgres and self.postgres.process else []


@dataclass
class Place:
    """A folder in which one Inglenook is furnished, and then served."""

    home: Path
    database: Database
    port: int = field(default_factory=free_port)
    server: Server | None = None

    @property
    def data(self) -> Path:
        """Where its files lie."""
        return self.home / "data"

    def environment(self) -> dict[str, str]:
        """Return what its server and its furnishers find in their environment."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "inglenook.config.settings",
            "INGLENOOK_DATA": str(self.data),
            "INGLENOOK_URL": f"http://localhost:{self.port}",
            **database_of(self.home),
        }

    def furnish(self, module: str, *arguments: object) -> Any:
        """Run one of the modules that write into a place; returns what it printed as JSON."""
        command = [sys.executable, "-m", module, *map(str, arguments)]
        done = subprocess.run(command, env=self.environment(), stdout=subprocess.PIPE, check=True)
        return json.loads(done.stdout.splitlines()[-1])

    def copy(self, home: Path) -> "Place":
        """Return a place of its own in which everything is the same."""
        shutil.copytree(self.home, home)
        if self.database.postgres:
            new, old = database_name(home), database_name(self.home)
            with psycopg.connect(self.database.postgres.url, autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{new}" TEMPLATE "{old}"'.encode())
        return Place(home, self.database)

    def serve(self, processes: int | None = None) -> Watch:
        """Serve it; returns what watches the server."""
        wanted = processes or self.database.processes
        self.server = start_server(self.home, "--processes", str(wanted), port=self.port)
        return Watch(self.server.process.pid)

    def stop(self) -> None:
        """Stop serving."""
        if self.server:
            self.server.stop()
            self.server = None


@contextmanager
def somewhere(database: Database) -> Iterator[Place]:
    """Make an empty place, and clear it away afterwards."""
    with tempfile.TemporaryDirectory(prefix="inglenook-bench-") as home:
        place = Place(Path(home, "place"), database)
        place.home.mkdir()
        try:
            yield place
        finally:
            place.stop()


def each_database(wanted: str = "") -> Iterator[Database]:
    """Yield SQLite, served by one process, and a PostgreSQL that writes to the disk, served by two."""
    prepare()
    if wanted in ("", "sqlite"):
        yield Database("SQLite")
    if wanted in ("", "postgres"):
        with running(options=HARDENED) as postgres:
            os.environ["DATABASE_URL"] = postgres.url
            try:
                yield Database("PostgreSQL", 2, postgres)
            finally:
                del os.environ["DATABASE_URL"]


def asked_for() -> tuple[bool, Iterator[Place]]:
    """Return whether a short run was asked for, and an empty place on both databases or the one named."""
    wanted = [one for one in sys.argv[1:] if one != "--quick"]
    return "--quick" in sys.argv, _places(*wanted)


def _places(*wanted: str) -> Iterator[Place]:
    for database in each_database(*wanted):
        with somewhere(database) as place:
            yield place


def prepare() -> None:
    """Let this process and its servers do what a benchmark needs."""
    os.umask(0o077)  # as the command does: the server refuses files that others can read
    os.environ.pop("DATABASE_URL", None)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # a thousand streams are a thousand files
