"""What a check has found."""

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "look", "wrong"]


@dataclass(frozen=True)
class Finding:
    """One line of what `doctor` says: about what, how it is, what was seen, and what to do about it."""

    about: str
    state: State
    seen: str
    do: str = ""


def ok(about: str, seen: str) -> Finding:
    """All is well."""
    return Finding(about, "ok", seen)


def look(about: str, seen: str, do: str) -> Finding:
    """Something to look at."""
    return Finding(about, "look", seen, do)


def wrong(about: str, seen: str, do: str) -> Finding:
    """Something that is not as it must be."""
    return Finding(about, "wrong", seen, do)
