"""Identifiers that sort by day and tell no more."""

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


def first_id_of(day: date) -> UUID:
    """Return the least id that a row made on a day can have."""
    return UUID(int=(day - _EPOCH).days * _MS_OF_A_DAY << 80)
