"""Small files, sealed in their record's row: a picture, a voice note."""

from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, Self

import msgspec

from inglenook.vault.fields import SealedField

LARGEST = 5 * 1024 * 1024
LONGEST_NAME = 120


class TooLarge(Exception):
    """A file is larger than a row should hold."""


class FileInfo(msgspec.Struct, frozen=True):
    """What is known of a file; sealed like its bytes."""

    name: str
    type: str
    size: int


class SealedFile(msgspec.Struct, frozen=True):
    """A file as it was given."""

    info: FileInfo
    content: bytes

    @classmethod
    def of(cls, name: str, type: str, content: bytes) -> Self:
        """Take a file in; of its name only the last part, without any folder. Raises `TooLarge`."""
        if len(content) > LARGEST:
            raise TooLarge
        last = PurePosixPath(PureWindowsPath(name).name).name
        return cls(FileInfo(last[-LONGEST_NAME:], type, len(content)), content)

    def __repr__(self) -> str:
        return f"<SealedFile of {len(self.content)} bytes>"


DECODER: msgspec.msgpack.Decoder[SealedFile | None] = msgspec.msgpack.Decoder(SealedFile | None)


class SealedFileField(SealedField[SealedFile | None]):
    """A file that is stored unreadable, its name, kind and exact size included."""

    def __init__(self, *args: Any, place: str, **kwargs: Any) -> None:
        kwargs.setdefault("default", None)
        super().__init__(*args, place=place, **kwargs)

    def encode(self, value: SealedFile | None) -> bytes:
        if value is not None and len(value.content) > LARGEST:
            raise TooLarge
        return msgspec.msgpack.encode(value)

    def decode(self, data: bytes) -> SealedFile | None:
        return DECODER.decode(data)
