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
    return _likeness(_words(one), _words(other), at_least=0)


def most_alike(questions: Iterable[Question]) -> Pair:
    """The two questions that come nearest to asking the same; needs at least two."""
    read = [(question, _words(question.text)) for question in questions]
    nearest = Pair(-1, read[0][0], read[1][0])
    for (one, words), (other, others) in combinations(read, 2):
        found = _likeness(words, others, at_least=nearest.likeness)
        if found > nearest.likeness:
            nearest = Pair(found, one, other)
    return nearest


def _likeness(words: list[str], others: list[str], *, at_least: float) -> float:
    """Compare two questions; the costly part is done only where it may come to more than `at_least`."""
    telling, tellings = set(words) - COMMON_WORDS, set(others) - COMMON_WORDS
    shared = len(telling & tellings) / (len(telling | tellings) or 1)
    matcher = SequenceMatcher(None, words, others, autojunk=False)
    enough = max(shared, at_least)
    if matcher.real_quick_ratio() <= enough or matcher.quick_ratio() <= enough:
        return shared
    return max(shared, matcher.ratio())


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower())
