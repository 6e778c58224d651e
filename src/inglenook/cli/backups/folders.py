"""Where backups lie, and how files are put in place: whole or not at all, and never over another."""

import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from inglenook.cli.saying import Problem
from inglenook.config.paths import data_directory

NAMED = re.compile(r"inglenook-\d{4}-\d\d-\d\dT\d{4}Z(?:-\d+)?\.backup(?:\.age)?")
PASSING = ".passing-"
FORGOTTEN_AFTER = 86_400


def backup_folder() -> Path:
    """Return where backups go: `INGLENOOK_BACKUPS`, else `backups` in the data directory."""
    chosen = os.environ.get("INGLENOOK_BACKUPS")
    return Path(chosen).expanduser().resolve() if chosen else data_directory() / "backups"


def backups_in(folder: Path) -> list[Path]:
    """Return the backups in a folder, the newest last."""
    there = folder.iterdir() if folder.is_dir() else ()
    return sorted((p for p in there if NAMED.fullmatch(p.name)), key=lambda path: path.name.split(".")[0])


def name_for(moment: datetime, folder: Path, *, encrypted: bool) -> Path:
    """Return a path for a new backup that nothing lies at yet."""
    ending = ".backup.age" if encrypted else ".backup"
    stem = f"inglenook-{moment:%Y-%m-%dT%H%MZ}"
    for number in range(1, 100):
        path = folder / (stem + (f"-{number}" if number > 1 else "") + ending)
        if not path.exists():
            return path
    raise Problem("There are a hundred backups of this minute already. Wait a minute.")


@contextmanager
def passing_folder(within: Path) -> Iterator[Path]:
    """Make a folder for the work at hand, for its owner alone; it goes when the work is done."""
    within.mkdir(mode=0o700, parents=True, exist_ok=True)
    forget_left_overs(within)
    folder = Path(tempfile.mkdtemp(prefix=PASSING, dir=within))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def forget_left_overs(within: Path) -> None:
    """Remove passing folders and files that a crash has left behind."""
    for path in within.glob(PASSING + "*"):
        if time.time() - path.stat().st_mtime <= FORGOTTEN_AFTER:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def put_in_place(made: Path, path: Path) -> None:
    """Give a finished file its name, for good and never over another."""
    sync(made)
    try:
        os.link(made, path)
        made.unlink()
    except FileExistsError:
        raise Problem(f"{path} is there already, and is left as it is.") from None
    except OSError:  # a stick or a share that knows no links
        if path.exists():
            raise Problem(f"{path} is there already, and is left as it is.") from None
        made.rename(path)
    sync(path.parent)


def new_file(path: Path) -> BinaryIO:
    """Open a new file for its owner alone; what is there already is never written over."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
