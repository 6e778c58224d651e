"""Plain rules about bonds."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal, get_args

Kind = Literal["partners", "friends", "family", "colleagues"]
KINDS: tuple[Kind, ...] = get_args(Kind)

INVITATION_LASTS = timedelta(hours=72)


def bond_name(title: str, others: Sequence[str], nobody_yet: str) -> str:
    """Return what a bond is called on screen: its title, else the others' names."""
    return title or ", ".join(others) or nobody_yet
