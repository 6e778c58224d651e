"""The form of a backup: one tar file whose every bit is covered by a hash.

First `manifest.json`, which says what is in it; then the database, the server's secret and the tombstones.
Behind the end of the tar, where its tools do not look, stands one line with the SHA-256 of all before it.
"""

import hashlib
import io
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from inglenook.cli.backups.folders import new_file
from inglenook.cli.saying import Problem

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE, SECRET, TOMBSTONES = "inglenook.sqlite3", "secret", "tombstones"
MEMBERS = (DATABASE, SECRET, TOMBSTONES)
TRAILER = b"inglenook-sha256 "
TRAILER_BYTES = len(TRAILER) + 65
PIECE = 1 << 20

DAMAGED = "{name} is damaged, or is no backup of Inglenook. Use another one; this one restores nothing."


class Member(msgspec.Struct, frozen=True):
    """One file in a backup."""

    sha256: str
    size: int


class Manifest(msgspec.Struct, frozen=True):
    """What a backup says of itself."""

    format: int
    version: str
    made_at: str
    database: str
    migrations: dict[str, list[str]]
    rows: dict[str, int]
    members: dict[str, Member]


ANYTHING = msgspec.json.Decoder()
READER = msgspec.json.Decoder(Manifest)


def pieces(file: BinaryIO, size: int = -1) -> Iterator[bytes]:
    """Read a file, or so many bytes of it, piece by piece."""
    while size and (piece := file.read(PIECE if size < 0 else min(PIECE, size))):
        size -= len(piece) if size > 0 else 0
        yield piece


def measured(path: Path) -> Member:
    """Return hash and size of a file."""
    told = hashlib.sha256()
    with path.open("rb") as file:
        for piece in pieces(file):
            told.update(piece)
    return Member(told.hexdigest(), path.stat().st_size)


def pack(folder: Path, manifest: Manifest, path: Path) -> None:
    """Write a backup of the files in a folder."""
    with new_file(path) as file:
        with tarfile.open(fileobj=file, mode="w", format=tarfile.USTAR_FORMAT) as tar:
            _add(tar, MANIFEST, io.BytesIO(said := msgspec.json.encode(manifest)), len(said))
            for name in MEMBERS:
                with (folder / name).open("rb") as member:
                    _add(tar, name, member, manifest.members[name].size)
        file.flush()
        file.write(TRAILER + measured(path).sha256.encode() + b"\n")


def _add(tar: tarfile.TarFile, name: str, content: BinaryIO, size: int) -> None:
    header = tarfile.TarInfo(name)
    header.size, header.mode = size, 0o600
    tar.addfile(header, content)


def is_whole(path: Path) -> bool:
    """Tell whether a backup is as it was written, to the last bit."""
    size = path.stat().st_size - TRAILER_BYTES
    if size <= 0:
        return False
    told = hashlib.sha256()
    with path.open("rb") as file:
        for piece in pieces(file, size):
            told.update(piece)
        return file.read() == TRAILER + told.hexdigest().encode() + b"\n"


def unpack(path: Path, folder: Path) -> Manifest:
    """Check a backup and lay its files into a folder; raises `Problem` if a bit of it is not as it was."""
    damaged = Problem(DAMAGED.format(name=path.name))
    if not is_whole(path):
        raise damaged
    try:
        with tarfile.open(path, "r:") as tar:
            manifest = _read_manifest(tar)
            for name in MEMBERS:
                _lay(tar, name, folder / name)
    except (tarfile.TarError, msgspec.MsgspecError, KeyError, UnicodeDecodeError):
        raise damaged from None
    if {name: measured(folder / name) for name in MEMBERS} != manifest.members:
        raise damaged
    return manifest


def _read_manifest(tar: tarfile.TarFile) -> Manifest:
    file = tar.extractfile(MANIFEST)
    said = file.read() if file else b""
    form = ANYTHING.decode(said).get("format")
    if form != FORMAT:
        raise Problem(
            f"This backup has the form {form}, which this Inglenook does not know. Use a newer one."
        )
    return READER.decode(said)


def _lay(tar: tarfile.TarFile, name: str, path: Path) -> None:
    file = tar.extractfile(name)
    if file is None:
        raise KeyError(name)
    with new_file(path) as out:
        for piece in iter(lambda: file.read(PIECE), b""):
            out.write(piece)
