"""The clock, the settings and the versions."""

import platform
import sqlite3
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from inglenook.cli.checks.finding import Finding, look, ok, wrong

ALONE = ("localhost", "127.0.0.1", "::1")
# Long after any release of this program was made, before any clock that is right.
BUILT = datetime(2026, 1, 1, tzinfo=UTC)
SLACK = timedelta(days=1, hours=14)  # somewhere it is tomorrow already


def clock(newest: datetime | None) -> Iterator[Finding]:
    """Compare the clock with what was written last."""
    now = datetime.now(UTC)
    seen = f"It is {now:%Y-%m-%d %H:%M} UTC."
    if now < BUILT:
        yield wrong("clock", seen, "Set it: this program is newer than that.")
    elif newest and newest > now + SLACK:
        days = (newest - now).days
        do = "Set the clock, or find out when it was wrong: sessions lock and invitations end by it."
        yield wrong("clock", f"{seen} Something was written {days} days later than that.", do)
    else:
        yield ok("clock", seen)
    try:
        ZoneInfo("Europe/Berlin")
        yield ok("time zones", "The data of time zones is there.")
    except ZoneInfoNotFoundError:
        yield wrong("time zones", "The data of time zones is missing.", "Install the package tzdata.")


def settings_of(environment: dict[str, str], data: Path) -> Iterator[Finding]:
    """Look at the settings that come from outside."""
    yield _address(environment.get("INGLENOOK_URL", "http://localhost:8765"))
    way_out = environment.get("INGLENOOK_EXIT_URL", "https://")
    if way_out.startswith("https://"):
        yield ok("way out", "“Leave quickly” goes to an https address.")
    else:
        do = "Set INGLENOOK_EXIT_URL to an https address that nobody wonders about."
        yield look("way out", "“Leave quickly” goes to an address without https.", do)
    if (data / "assets.stamp").exists():
        yield ok("pages", "Stylesheet, typeface and icons are made.")
    else:
        yield look("pages", "Stylesheet, typeface and icons are not made yet.", "Start it: inglenook serve")
    yield from _written_down(Path(name) for name in (".env", "/etc/inglenook.env", "/etc/default/inglenook"))


def _address(address: str) -> Finding:
    parts = urlsplit(address)
    if parts.scheme == "https":
        return ok("address", "It is https.")
    if parts.hostname in ALONE:
        return ok("address", "It serves this machine alone.")
    do = "Put a TLS proxy in front and set INGLENOOK_URL=https://your.name; docs/operate.md shows how."
    return wrong("address", "It is neither https nor this machine alone.", do)


def _written_down(files: Iterator[Path]) -> Iterator[Finding]:
    """Find a password of the database in a file that everybody may read."""
    for file in files:
        try:
            open_to_all = stat.S_IMODE(file.stat().st_mode) & 0o004
            if open_to_all and "DATABASE_URL" in file.read_text(errors="replace"):
                do = f"chmod o-rwx '{file}'"
                yield wrong("database's password", f"Everybody on this machine may read {file}.", do)
        except OSError:
            continue


def versions() -> Iterator[Finding]:
    """Say what runs, for a report of a fault."""
    told = f"Inglenook {version('inglenook')}, Python {platform.python_version()}"
    yield ok("versions", f"{told}, Django {version('django')}, SQLite {sqlite3.sqlite_version}.")
