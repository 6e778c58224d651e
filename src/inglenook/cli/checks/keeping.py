"""Is there a backup, how old is it, and is it whole?"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from inglenook.cli.backups.age import is_encrypted
from inglenook.cli.backups.archive import is_whole
from inglenook.cli.backups.folders import backups_in
from inglenook.cli.checks.finding import Finding, look, ok, wrong

FRESH, OLD = timedelta(days=2), timedelta(days=14)
LEAST_BYTES = 1024


def look_at(folder: Path, data: Path) -> Iterator[Finding]:
    """Look at the newest backup; what is in it is for `backup verify` to tell."""
    there = backups_in(folder)
    if not there:
        yield look("backup", f"There is none in {folder}.", "Make one: inglenook backup")
        return
    newest = there[-1]
    age = datetime.now(UTC) - datetime.fromtimestamp(newest.stat().st_mtime, UTC)
    seen = f"The newest is {newest.name}, {age.days} days old." if age.days else f"{newest.name} is of today."
    if age > OLD:
        yield wrong("backup", seen, "Make one now, and let a timer make one each day: docs/operate.md")
    elif age > FRESH:
        yield look("backup", seen, "Make one: inglenook backup")
    else:
        yield ok("backup", seen)
    yield _whole(newest)
    if folder.stat().st_dev == data.stat().st_dev:
        do = "Copy it to another machine or disk, or set INGLENOOK_BACKUPS to a folder there."
        yield look("backup's place", "It lies on the same disk as what it should replace.", do)


def _whole(newest: Path) -> Finding:
    if is_encrypted(newest):
        seen = "It is encrypted; only its key can tell whether it is whole."
        if newest.stat().st_size < LEAST_BYTES:
            return wrong("backup's content", "It is too short to be one.", "Make another: inglenook backup")
        return ok("backup's content", seen)
    if is_whole(newest):
        return ok("backup's content", "Every bit of it is as it was written.")
    return wrong("backup's content", "It is damaged.", "Make another: inglenook backup")
