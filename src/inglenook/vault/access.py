"""What views say of themselves: who may come in, and whether they work hard."""

from collections.abc import Callable
from typing import TypeVar

View = TypeVar("View", bound=Callable[..., object])


def public(view: View) -> View:
    """Let a view be seen by anybody, signed in or not."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def hard(view: View) -> View:
    """Say that a view may work out a passphrase's key: so hard that no other page should wait behind it."""
    view.is_hard = True  # type: ignore[attr-defined]
    return view


def is_hard(view: Callable[..., object]) -> bool:
    """Tell whether a view may work out a passphrase's key."""
    return bool(getattr(view, "is_hard", False))


def is_public(view: Callable[..., object]) -> bool:
    """Tell whether a view may be seen by anybody."""
    return bool(getattr(view, "is_public", False))
