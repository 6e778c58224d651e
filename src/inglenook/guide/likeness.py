"""How alike two questions are, so that a person is not asked the same thing twice in other words."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import combinations
from typing import NamedTuple

from inglenook.guide.shapes import Question

# Words that nearly every question has; they say nothing about what it asks.
COMMON_WORDS = frozenset(
    {
        "a",
        "about",
        "an",
        "and",
        "are",
        "at",
        "be",
        "did",
        "do",
        "for",
        "from",
        "have",
        "how",
        "if",
        "in",
        "is",
    }
    | {"it", "like", "me", "of", "on", "or", "somebody", "that", "the", "there", "to", "us", "was", "we"}
    | {"what", "when", "where", "which", "who", "with", "would", "you", "your", "yours"}
)


class Pair(NamedTuple):
    """Two questions and how alike they are, from 0 to 1."""

    likeness: float
    first: Question
    second: Question


def likeness(one: str, other: str) -> float:
    """From 0 (nothing in common) to 1 (the same): the greater of shared words and shared wording."""
    words, others = _words(one), _words(other)
    telling, tellings = set(words) - COMMON_WORDS, set(others) - COMMON_WORDS
    shared = len(telling & tellings) / (len(telling | tellings) or 1)
    wording = SequenceMatcher(None, words, others, autojunk=False).ratio()
    return max(shared, wording)


def most_alike(questions: Iterable[Question]) -> Pair:
    """The two questions that come nearest to asking the same; needs at least two."""
    pairs = combinations(questions, 2)
    return max(Pair(likeness(one.text, other.text), one, other) for one, other in pairs)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower())
