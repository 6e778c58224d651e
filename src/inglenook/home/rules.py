"""What Today suggests: one thing at most, always with a reason, and from nothing that is another's."""

from dataclasses import dataclass
from typing import Literal

What = Literal["recovery-code", "read-answers", "answer", "invite", "bond", "appreciation", "ask", "journal"]
Reason = Literal[
    "no-code",
    "everyone-answered",
    "question-waits",
    "nobody-yet",
    "on-your-own",
    "no-thanks-yet",
    "thanks-a-while-ago",
    "nothing-asked",
    "a-page-of-your-own",
]
PartOfDay = Literal["night", "morning", "day", "evening"]

SETTLING_IN = 7
THANKS_EVERY = 7


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known about a person's own day."""

    is_quiet: bool = False
    has_recovery: bool = True
    has_bond: bool = False
    has_company: bool = False
    is_joining: bool = False
    nobody_yet: bool = False
    days_here: int = 0
    checked_in: bool = False
    opened: int = 0
    questions: int = 0
    face_down: int = 0
    days_since_thanks: int | None = None


@dataclass(frozen=True)
class Suggestion:
    """One thing to do, why, and how many minutes it takes; `days` goes with some reasons."""

    what: What
    reason: Reason
    minutes: int
    days: int = 0


def suggest(facts: Facts) -> Suggestion | None:
    """Choose the one thing that Today suggests, or nothing."""
    if facts.is_quiet:
        return None
    if not facts.has_recovery:
        return Suggestion("recovery-code", "no-code", 3)
    if facts.opened:
        return Suggestion("read-answers", "everyone-answered", 5)
    if facts.questions:
        return Suggestion("answer", "question-waits", 5)
    return _together(facts) if facts.has_company else _alone(facts)


def _together(facts: Facts) -> Suggestion | None:
    days = facts.days_since_thanks
    if days is None:
        return Suggestion("appreciation", "no-thanks-yet", 3)
    if days >= THANKS_EVERY:
        return Suggestion("appreciation", "thanks-a-while-ago", 3, days)
    if not facts.face_down:
        return Suggestion("ask", "nothing-asked", 2)
    return None


def _alone(facts: Facts) -> Suggestion | None:
    if facts.is_joining:
        return None
    if facts.nobody_yet:
        return Suggestion("invite", "nobody-yet", 2)
    if not facts.has_bond and facts.days_here < SETTLING_IN:
        return Suggestion("bond", "on-your-own", 3)
    return Suggestion("journal", "a-page-of-your-own", 15)


def part_of_day(hour: int) -> PartOfDay:
    """Return the part of the day by which one greets."""
    if hour < 5:
        return "night"
    if hour < 11:
        return "morning"
    return "day" if hour < 18 else "evening"
