"""Who may come in: every view wants an open vault, unless it says otherwise."""

from collections.abc import Callable
from typing import TypeVar

View = TypeVar("View", bound=Callable[..., object])


def public(view: View) -> View:
    """Let a view be seen by anybody, signed in or not."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def is_public(view: Callable[..., object]) -> bool:
    """Tell whether a view may be seen by anybody."""
    return bool(getattr(view, "is_public", False))
