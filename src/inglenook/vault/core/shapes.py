"""What stored bytes must look like, whoever they belong to: backups are checked so, without any key."""

from collections.abc import Callable
from enum import StrEnum

from inglenook.vault.core.envelope import KEY_FORMAT, TEXT_FORMAT, describe
from inglenook.vault.core.errors import Tampered
from inglenook.vault.core.padding import is_padded_size
from inglenook.vault.core.roster import Roster
from inglenook.vault.core.sealing import SUITE as SEALED_SUITE

_ENCAPSULATED, _TAG = 32, 16


class Shape(StrEnum):
    """The kinds of bytes that the database holds."""

    TEXT = "padded text in an envelope"
    KEY = "wrapped key in an envelope"
    SEALED = "message sealed to a public key"
    ROSTER = "list of a bond's members"
    SIGNATURE = "signature"
    PUBLIC = "public key"
    DIGEST = "keyed or plain hash"
    VOUCHES = "one or two hashes, one after the other"
    SALT = "salt"
    WIPED_TEXT = "padded text in an envelope, or wiped"
    WIPED_SEALED = "message sealed to a public key, or wiped"


def fits(shape: Shape, data: bytes) -> bool:
    """Tell whether bytes are what they should be, as far as that can be told without a key."""
    return _RULES[shape](data)


def _is_envelope(data: bytes, form: int) -> bool:
    try:
        return describe(data).format == form
    except Tampered:
        return False


def _is_text(data: bytes) -> bool:
    return _is_envelope(data, TEXT_FORMAT)


def _is_sealed(data: bytes) -> bool:
    size = len(data) - 1 - _ENCAPSULATED - _TAG
    return size > 0 and data[0] == SEALED_SUITE and is_padded_size(size)


def _is_roster(data: bytes) -> bool:
    try:
        Roster.from_bytes(data)
    except Tampered:
        return False
    return True


def _sized(*sizes: int) -> Callable[[bytes], bool]:
    return lambda data: len(data) in sizes


_RULES: dict[Shape, Callable[[bytes], bool]] = {
    Shape.TEXT: _is_text,
    Shape.KEY: lambda data: _is_envelope(data, KEY_FORMAT),
    Shape.SEALED: _is_sealed,
    Shape.ROSTER: _is_roster,
    Shape.SIGNATURE: _sized(64),
    Shape.PUBLIC: _sized(32),
    Shape.DIGEST: _sized(32),
    Shape.VOUCHES: _sized(32, 64),
    Shape.SALT: _sized(16),
    Shape.WIPED_TEXT: lambda data: not data or _is_text(data),
    Shape.WIPED_SEALED: lambda data: not data or _is_sealed(data),
}
