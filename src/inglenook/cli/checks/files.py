"""Is the data directory closed to others, is it ours, and is there room?"""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from inglenook.cli.checks.finding import Finding, look, ok, wrong

SHORTEST_SECRET = 32
ROOM, LITTLE_ROOM = 5, 2  # times the size of the database: an upgrade needs four copies for a while


def look_at(data: Path) -> Iterator[Finding]:
    """Look at the files."""
    if not data.is_dir():
        yield wrong("data directory", f"{data} is not there.", "Start it: inglenook serve")
        return
    yield _closed(data)
    yield _owned(data)
    yield _secret(data)
    yield _room(data)


def _closed(data: Path) -> Finding:
    open_to_others = [p for p in (data, *_kept(data)) if stat.S_IMODE(os.lstat(p).st_mode) & 0o077]
    if not open_to_others:
        return ok("permissions", "Nobody else may open the data directory.")
    first, more = open_to_others[0], len(open_to_others) - 1
    seen = f"Others may open {first}" + (f" and {more} more." if more else ".")
    return wrong("permissions", seen, f"chmod -R go-rwx '{data}'")


def _kept(data: Path) -> Iterator[Path]:
    """Yield what lies in the data directory; below `static` lies only what everybody may see."""
    for path in data.iterdir():
        yield path
        if path.is_dir() and path.name not in ("static", "assets"):
            yield from path.rglob("*")


def _owned(data: Path) -> Finding:
    me = os.geteuid()
    foreign = [p for p in (data, *_kept(data)) if os.lstat(p).st_uid != me]
    if not foreign:
        return ok("owner", "All files belong to the user this runs as.")
    seen = f"{len(foreign)} files belong to another user, {foreign[0].name} among them."
    return look("owner", seen, "Run this as the user Inglenook runs as, or chown the files.")


def _secret(data: Path) -> Finding:
    try:
        size = len((data / "secret").read_text().strip())
    except (OSError, UnicodeDecodeError):
        size = 0
    if size >= SHORTEST_SECRET:
        return ok("secret", "The server's secret is there.")
    do = "Put back the one from a backup: without it nobody finds their account."
    return wrong("secret", "The server's secret is missing, or shorter than it must be.", do)


def _room(data: Path) -> Finding:
    usage = shutil.disk_usage(data)
    held = sum(p.stat().st_size for p in data.glob("inglenook.sqlite3*") if p.is_file())
    times = usage.free / max(held, 1)
    seen = f"{usage.free / 1e9:.1f} GB free ({usage.free / usage.total:.0%} of the disk)."
    if usage.free < 50_000_000 or times < LITTLE_ROOM:
        return wrong("room", seen, "Make room now: what people write could not be kept.")
    if usage.free / usage.total < 0.05 or times < ROOM:
        return look("room", seen, "Make room, or move old backups elsewhere.")
    return ok("room", seen)
