"""Identifiers that sort by day and tell no more."""

import hashlib
import secrets
from datetime import UTC, date, datetime
from uuid import UUID

_MS_OF_A_DAY = 86_400_000
_EPOCH = date(1970, 1, 1)


def new_id(day: date | None = None) -> UUID:
    """Make a UUID of version 7 (RFC 9562) whose milliseconds are those of the start of the day in UTC.

    The time of day is left out on purpose: when somebody writes is theirs to tell. The other 74 bits are
    random.
    """
    milliseconds = ((day or datetime.now(UTC).date()) - _EPOCH).days * _MS_OF_A_DAY
    if milliseconds < 0:
        raise ValueError("An id cannot lie before 1970")
    random = secrets.randbits(74)
    high, low = random >> 62, random & ((1 << 62) - 1)
    return UUID(int=milliseconds << 80 | 7 << 76 | high << 64 | 0b10 << 62 | low)


def made_id(id: UUID, told: str) -> UUID:
    """Return another UUID of version 7, with the day of a first one: the same whenever the same is told."""
    made = bytearray(id.bytes[:6] + hashlib.blake2b(told.encode(), digest_size=10).digest())
    made[6], made[8] = 0x70 | made[6] & 0x0F, 0x80 | made[8] & 0x3F
    return UUID(bytes=bytes(made))


def first_id_of(day: date) -> UUID:
    """Return the least id that a row made on a day can have."""
    return UUID(int=(day - _EPOCH).days * _MS_OF_A_DAY << 80)
