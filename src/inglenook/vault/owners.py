"""Whose epoch keys wrap a record: a person's or a bond's."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Owner:
    """The person or bond that a sealed record belongs to."""

    kind: Literal["person", "bond"]
    id: UUID


class Locked(Exception):
    """Something sealed was touched without a key that opens it."""


class Conflict(Exception):
    """The row was changed by somebody else, or in another tab, since it was read."""


class Untrusted(Exception):
    """A bond's list of members does not follow from the one this person has accepted."""
