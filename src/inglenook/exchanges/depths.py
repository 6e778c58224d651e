"""What the five depths of questions are called."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _


class Depth(NamedTuple):
    """A depth's number, its name and what awaits one there."""

    number: int
    name: str
    about: str


DEPTHS = {
    depth.number: depth
    for depth in (
        Depth(1, _("Light"), _("Small things and good moods")),  # type: ignore[arg-type]
        Depth(2, _("Nearer"), _("Habits, memories and wishes")),  # type: ignore[arg-type]
        Depth(3, _("Open"), _("What you need and what matters to you")),  # type: ignore[arg-type]
        Depth(4, _("Tender"), _("Worries, hurts and soft spots")),  # type: ignore[arg-type]
        Depth(5, _("Deep"), _("Fears, hopes and the big things")),  # type: ignore[arg-type]
    )
}
