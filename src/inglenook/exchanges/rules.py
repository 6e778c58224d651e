"""Plain rules about exchanges: who takes part, when the answers open, and which question comes next."""

from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeVar
from uuid import UUID

from inglenook.guide.shapes import Question

T = TypeVar("T")

OFFERED_AT_ONCE = 3
FEWEST = 2


def participants(since: Iterable[tuple[UUID, int]], asked_epoch: int) -> frozenset[UUID]:
    """Return the members who were there when a question was asked; `since` gives each one's first epoch."""
    return frozenset(person for person, first in since if first <= asked_epoch)


def is_complete(taking_part: AbstractSet[UUID], answered: AbstractSet[UUID]) -> bool:
    """Tell whether everybody who takes part has answered; one person alone is nobody to open for."""
    return len(taking_part) >= FEWEST and taking_part <= answered


def askable(questions: Sequence[Question], asked: Collection[str]) -> list[Question]:
    """Return the questions that may be asked: new ones, or all once there are no new ones left.

    `asked` holds the ids asked so far, the latest last; in a second round the first of them comes first.
    """
    fresh = [question for question in questions if question.id not in asked]
    if fresh:
        return fresh
    last_asked = {question: place for place, question in enumerate(asked)}
    return sorted(questions, key=lambda question: last_asked[question.id])


def page_of(items: Sequence[T], page: int, size: int = OFFERED_AT_ONCE) -> list[T]:
    """Return some of the items, and others on each further page; after the last it begins again."""
    if not items:
        return []
    pages = -(-len(items) // size)
    start = (page % pages) * size
    return list(items[start : start + size])
