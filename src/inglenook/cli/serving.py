"""Getting ready to serve, and serving: one process, on this machine."""

import hashlib
import logging
import os
import socket
import threading
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from rich.console import Console

from inglenook.cli.saying import Problem
from inglenook.config.paths import data_directory

PORT = 8765
TRIED_PORTS = 20
UPKEEP_SECONDS = 600
LOOPBACK = ("127.0.0.1", "::1", "localhost")


log = logging.getLogger("inglenook.upkeep")


class CannotServe(Problem):
    """Serving is not possible as asked; the message says what to do."""


def choose_port(host: str, wanted: int | None) -> int:
    """Return a port that is free: the wanted one, else the usual one or one of the next."""
    candidates = [wanted] if wanted is not None else range(PORT, PORT + TRIED_PORTS)
    for port in candidates:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise CannotServe(f"Port {wanted or PORT} is taken. Choose another: --port 9000")


def set_environment(host: str, port: int, *, sample: bool) -> str:
    """Tell the settings, which are read once, where this server lives; returns its address."""
    if sample:
        _set_sample()
    address = os.environ.setdefault("INGLENOOK_URL", f"http://localhost:{port}")
    if host not in LOOPBACK and urlsplit(address).scheme != "https":
        raise CannotServe(
            "Without encryption Inglenook serves this machine alone. Put a TLS proxy in front and set"
            " INGLENOOK_URL=https://your.name; docs/operate.md shows how."
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inglenook.config.settings")
    return address


def _set_sample() -> None:
    """Let the sample live apart: nothing of what is set for real people's Inglenook counts for it."""
    own = data_directory()
    os.environ["INGLENOOK_DATA"] = str(own.with_name(own.name + "-sample"))
    os.environ["INGLENOOK_SAMPLE"] = "1"
    for name in ("DATABASE_URL", "INGLENOOK_BACKUPS", "INGLENOOK_BACKUP_RECIPIENT"):
        os.environ.pop(name, None)
    if url := os.environ.get("INGLENOOK_SAMPLE_DATABASE_URL"):
        os.environ["DATABASE_URL"] = url


def get_ready(console: Console) -> None:
    """Bring the database and the static files up to date, saying so where it takes a while."""
    data = data_directory()
    (data / "assets").mkdir(mode=0o700, exist_ok=True)
    import django
    from django.core.management import call_command

    django.setup()
    _bring_up_to_date(console)
    check_people()
    stamp, wanted = data / "assets.stamp", _assets_stamp()
    if not stamp.exists() or stamp.read_text() != wanted:
        from inglenook.web.assets import build_assets

        with console.status("Making stylesheet, typeface and icons"):
            build_assets(data / "assets")
            call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(wanted)


def _bring_up_to_date(console: Console) -> None:
    """Make or upgrade the database; raises `CannotServe` where it does not open."""
    from django.db import Error

    from inglenook.cli.upgrading import make_or_upgrade

    with console.status("Looking at the database") as status:
        try:
            done = make_or_upgrade(lambda said: status.update(said))
        except Error:
            raise CannotServe(
                "The database cannot be opened: it is damaged, or cannot be reached, or its disk is full."
                " Nothing was changed. Restore a backup, or see that it can be reached, and start again."
            ) from None
    if done:
        console.print(f"The database was upgraded. A backup of before: {done.backup}", soft_wrap=True)


def check_people() -> None:
    """Refuse to let anybody live among the sample's people, whom one press begins anew."""
    from django.conf import settings

    from inglenook.sample.models import is_the_samples

    if is_the_samples() and not settings.SAMPLE_MODE:
        raise CannotServe(
            "The sample's made-up people live in this database, and whatever is written there can be"
            " deleted by one press. Choose another by DATABASE_URL or INGLENOOK_DATA."
        )


def _assets_stamp() -> str:
    from inglenook import web

    told = hashlib.sha256()
    for package in ("inglenook", "lucide", "fontpkg-fraunces", "whitenoise"):
        told.update(version(package).encode())
    for path in sorted(Path(web.__path__[0]).rglob("*")):
        if path.suffix in (".css", ".js", ".py", ".html", ".svg"):
            told.update(path.name.encode() + path.read_bytes())
    return told.hexdigest()


def check_processes(wanted: int) -> None:
    """Refuse several processes on SQLite: they would not hear of each other's news."""
    from django.db import connection

    if wanted > 1 and connection.vendor != "postgresql":
        raise CannotServe(
            "Several processes need PostgreSQL: set DATABASE_URL; docs/operate.md shows how."
            " On SQLite one process serves."
        )


def run(host: str, port: int, processes: int = 1) -> None:
    """Serve until stopped; the parent of several processes does the upkeep for all."""
    threading.Thread(target=_upkeep, daemon=True, name="upkeep").start()
    uvicorn.run(
        "inglenook.config.asgi:application",
        host=host,
        port=port,
        workers=processes,
        access_log=False,
        log_config=None,
        lifespan="off",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=2,
        http="inglenook.config.patience:Patient",
        ws="none",
    )


def _upkeep() -> None:
    """Put away what has run out: idle sessions' keys, old waits, forgotten drafts and invitations."""
    from django.db import close_old_connections

    from inglenook.bonds.upkeep import sweep as sweep_bonds
    from inglenook.people.upkeep import sweep_all
    from inglenook.vault.tombstones import reconcile

    pause = threading.Event()
    while True:
        for sweep in (sweep_all, sweep_bonds, reconcile):
            close_old_connections()
            attempt(sweep)
        pause.wait(UPKEEP_SECONDS)


def attempt(sweep: Callable[[], object]) -> None:
    """Sweep; a full disk or a busy database must not end all later sweeps, which lock what lies idle."""
    try:
        sweep()
    except Exception:
        log.exception("upkeep failed and is tried again later")
