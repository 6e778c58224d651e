"""The file `tombstones` beside the database: one mark a line, only ever added to."""

import fcntl
import hashlib
import hmac
import os
import re
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

NAME = "tombstones"
LINE = re.compile(rb"[0-9a-f]{64}")


class OfAnother(Exception):
    """The file was made with another server's secret: its marks mean nothing here."""


def place() -> Path:
    """Return where the file is."""
    return Path(settings.DATA) / NAME


def heading() -> bytes:
    """Return the first line, which tells whose secret the marks were made with."""
    key = hashlib.sha256(b"tombstones" + settings.SECRET_KEY.encode()).digest()
    return b"inglenook tombstones 1 " + hmac.digest(key, b"whose", "sha256").hex().encode()


def read(path: Path | None = None) -> set[bytes]:
    """Return the marks in a file, none if there is none; raises `OfAnother`.

    A line that was torn by a crash is no mark; the database has it, and it is added again.
    """
    path = path or place()
    if not path.exists():
        return set()
    first, *lines = path.read_bytes().split(b"\n")
    if first and first != heading():
        raise OfAnother
    return {bytes.fromhex(line.decode()) for line in lines if LINE.fullmatch(line)}


def is_of_this_server() -> bool:
    """Tell whether the file, if there is one, was made with this server's secret."""
    try:
        read()
    except OfAnother:
        return False
    return True


def append(marks: Iterable[bytes], path: Path | None = None, *, lasting: bool = False) -> None:
    """Add marks; `lasting` waits until they are on the disk."""
    handle = os.open(path or place(), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        size = file.seek(0, os.SEEK_END)
        lines = b"".join(one.hex().encode() + b"\n" for one in marks)
        # The line break in front ends a line that a crash has torn.
        file.write((heading() if not size else b"") + (b"\n" + lines if lines or not size else b""))
        file.flush()
        if lasting:
            os.fsync(file.fileno())
