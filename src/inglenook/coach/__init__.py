"""Private, local, explainable help with saying it well: `from inglenook.coach import review`.

A library of its own: it needs neither a network nor a database nor the rest of Inglenook.
"""

from inglenook.coach.comparing import Comparison, compare
from inglenook.coach.marks import GOOD, HARD, LABELS, Mark, Review
from inglenook.coach.reviewing import review

__all__ = ["GOOD", "HARD", "LABELS", "Comparison", "Mark", "Review", "compare", "review"]
