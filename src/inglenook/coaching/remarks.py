"""What the coach says to a person about what they are writing: a few remarks, what is good first."""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as made

from django.utils.translation import get_language

from inglenook.coach import Comparison, Mark, Review, compare, review
from inglenook.coach.language import codes, guess, language
from inglenook.coach.steps import STEPS
from inglenook.coach.trying import situation
from inglenook.people.models import Person

MOST = 3
# What hurts most is said first, should there be more than a few remarks.
FIRST = (
    *("contempt", "threat", "sorry-but", "judging", "dismissing", "blame", "defence", "mind-reading"),
    *("absolute", "feel-that", "past", "sarcasm", "advice", "closed-question"),
)
# Longer texts are looked at from their beginning.
LONGEST = 20_000
MOST_FIELDS = 8
# Before so many words somebody has only begun, and nothing is missing yet.
ENOUGH_WORDS = 5


@dataclass(frozen=True)
class Remark:
    """One remark about something hard to hear, or about something that would do well and is not there.

    `place` is where in the text the sentence stands that a try would take the place of.
    """

    kind: str
    title: str
    words: str = ""
    why: str = ""
    a_try: str = ""
    place: tuple[int, int] = (0, 0)
    situation: str = ""


@dataclass(frozen=True)
class Said:
    """All that the coach says of one text."""

    field: str
    text: str
    good: list[tuple[str, str]] = made(default_factory=list)
    remarks: list[Remark] = made(default_factory=list)
    heard: Comparison | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.good or self.remarks or self.heard)


def in_words() -> str:
    """Return the language in which the coach speaks on this page."""
    code = (get_language() or "en").split("-")[0]
    return code if code in codes() else "en"


def said_of(person: Person, text: str, step: str = "", name: str = "", others: str = "") -> Said:
    """Return what the coach says of a text to its writer.

    `step` is what the text is for, `name` its field's, `others` what somebody else said and this gives back.
    """
    text = text[:LONGEST]
    if not text.strip():
        return Said(name, text)
    found = review(text, code=guess(text, otherwise=in_words()), say=in_words(), step=step)
    heard = (
        compare(others[:LONGEST], text, reviewed=found) if others.strip() and step == "paraphrase" else None
    )
    silent = set(person.preferences.unhelpful)
    remarks = [one for one in _remarks(found, bool(heard)) if one.kind not in silent]
    return Said(name, text, _good(found), remarks[:MOST], heard)


def _good(found: Review) -> list[tuple[str, str]]:
    """Return the title and words of what is good, each kind once."""
    by_label = {mark.label: mark for mark in reversed(found.good)}
    marks = sorted(by_label.values(), key=lambda mark: mark.start)
    return [(mark.title, found.words(mark)) for mark in marks[:MOST]]


def _remarks(found: Review, is_compared: bool) -> Iterator[Remark]:
    first: dict[str, Mark] = {}
    for mark in found.hard:
        first.setdefault(mark.label, mark)
    for label in sorted(first, key=FIRST.index):
        mark = first[label]
        # It stands in the text's language, so it fits into a try only where that is the page's as well.
        own = situation(found, mark) if found.language == in_words() else ""
        yield Remark(label, mark.title, found.words(mark), mark.why, mark.a_try, mark.around, own)
    if len(found.message.split()) < ENOUGH_WORDS:
        return
    says = language(in_words()).says
    for label in found.missing:
        if not (label == "paraphrase" and is_compared):
            yield Remark("no-" + label, says[label].missing)


def fields_of(asked: str) -> list[tuple[str, str]]:
    """Return the fields that a page asks about, each once, and what each is for: "did:thanks,shows:"."""
    pairs = (part.partition(":") for part in asked.split(",") if part)
    steps = {name: step if step in STEPS else "" for name, _colon, step in pairs}
    return list(steps.items())[:MOST_FIELDS]
