"""A real server for tests: `inglenook serve` on this machine, with a data directory of its own."""

import atexit
import hashlib
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import psycopg


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def database_name(home: Path) -> str:
    """Return the name of the PostgreSQL database of a server that lives here."""
    return f"inglenook_{hashlib.sha256(str(home).encode()).hexdigest()[:16]}"


def database_of(home: Path) -> dict[str, str]:
    """Return what of the environment names the database of a server that lives here: nothing on SQLite.

    On PostgreSQL it is made when first asked for; a server that is started again finds it.
    """
    url = os.environ.get("DATABASE_URL")
    if not url:
        return {}
    name = database_name(home)
    with psycopg.connect(url, autocommit=True) as connection, suppress(psycopg.errors.DuplicateDatabase):
        connection.execute(f'CREATE DATABASE "{name}"')
    return {"DATABASE_URL": f"{url.rpartition('/')[0]}/{name}"}


def for_the_sample(database: dict[str, str]) -> dict[str, str]:
    """Return the same database by the name that the sample knows it by."""
    return {"INGLENOOK_SAMPLE_DATABASE_URL": database["DATABASE_URL"]} if database else {}


def bytes_under(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder that stays long enough to be read."""
    found = {}
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):
            if path.is_file():
                found[str(path.relative_to(folder))] = path.read_bytes()
    return found


@dataclass
class Server:
    """A running Inglenook: its address, its data directory and what it has logged."""

    address: str
    data: Path
    log: Path
    process: "subprocess.Popen[bytes]"
    exit_url: str

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask its database, as somebody with the files could."""
        url = database_of(self.data.parent).get("DATABASE_URL")
        if url:
            with psycopg.connect(url, autocommit=True) as connection:
                asked = connection.execute(sql.encode())
                return asked.fetchall() if asked.description else []
        with closing(sqlite3.connect(self.data / "inglenook.sqlite3")) as database:
            return list(database.execute(sql))

    def files(self) -> dict[str, bytes]:
        """Return all its files by name: data, log, temporary ones, and those of the database's own server."""
        held = bytes_under(self.data.parent)
        if "DATABASE_URL" in os.environ:
            self.ask("CHECKPOINT")
            ((cluster,),) = self.ask("SHOW data_directory")
            held |= bytes_under(Path(cluster))
        return held

    def stop(self) -> None:
        """Stop it as Ctrl+C does."""
        self.process.terminate()
        self.process.wait(20)


# The made part of the static files, as the first server made them.
MADE = ("assets", "static", "assets.stamp")
_made: list[Path] = []


def _lay_in(data: Path) -> None:
    """Spare a server that starts for the first time what another one of this run has made already."""
    if _made and not data.exists():
        shutil.copytree(_made[0], data)


def _keep(data: Path) -> None:
    """Keep what the first server has made, for the ones after it."""
    if not _made:
        _made.append(Path(tempfile.mkdtemp(prefix="inglenook-made-")))
        atexit.register(shutil.rmtree, _made[0], ignore_errors=True)
        for name in (one for one in MADE if (data / one).exists()):
            copy = shutil.copytree if (data / name).is_dir() else shutil.copy2
            copy(data / name, _made[0] / name)


def start_server(
    home: Path,
    *arguments: str,
    exit_url: str = "http://localhost:1/",
    port: int | None = None,
    settings: str = "inglenook.config.settings",
    url: str | None = None,
    fresh: bool = False,
) -> Server:
    """Start `inglenook serve` and wait until it answers; `url` is what people type, if not its address.

    A `fresh` one makes its static files itself, though another has made the same.
    """
    port = port or free_port()
    data, log = home / "data", home / "server.log"
    own = data.with_name("data-sample") if "--sample" in arguments else data
    if not fresh:
        _lay_in(own)
    address = f"http://localhost:{port}"
    environment = {
        **os.environ,
        "INGLENOOK_DATA": str(data),
        "INGLENOOK_URL": url or address,
        "INGLENOOK_EXIT_URL": exit_url,
        "TMPDIR": str(home),
        "DJANGO_SETTINGS_MODULE": settings,
        **(for_the_sample(database_of(home)) if "--sample" in arguments else database_of(home)),
    }
    command = [sys.executable, "-m", "inglenook", "serve", "--port", str(port), *arguments]
    with log.open("ab") as out:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        try:
            with urlopen(f"{address}/ready", timeout=2):  # noqa: S310  (our own address)
                pass
            if process.poll() is None:  # else somebody else's server has taken the port meanwhile
                _keep(own)
                return Server(address, data, log, process, exit_url)
            break
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
    process.kill()
    process.wait()
    raise AssertionError("The server did not come up: " + log.read_text())
