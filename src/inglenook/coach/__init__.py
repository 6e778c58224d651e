"""Private, local, explainable help with saying it well: `from inglenook.coach import review`.

A library of its own: it needs neither a network nor a database nor the rest of Inglenook.
"""

from typing import TYPE_CHECKING, Any

from inglenook.coach.marks import GOOD, HARD, LABELS, Mark, Review
from inglenook.coach.questions import questions
from inglenook.coach.reviewing import review

if TYPE_CHECKING:
    from inglenook.coach.comparing import Comparison, compare

__all__ = ["GOOD", "HARD", "LABELS", "Comparison", "Mark", "Review", "compare", "questions", "review"]


def __getattr__(name: str) -> Any:
    """Give what compares a paraphrase with what was said; few need it, so it is read when asked for."""
    if name in ("Comparison", "compare"):
        from inglenook.coach import comparing

        return getattr(comparing, name)
    raise AttributeError(name)
