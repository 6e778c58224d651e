"""What the coach says of a message: marks, each with its place, how sure it is, why, and a try."""

import msgspec

HARD = (
    *("absolute", "blame", "contempt", "defence", "dismissing", "judging", "mind-reading", "past", "advice"),
    *("threat", "feel-that", "closed-question", "sorry-but", "sarcasm"),
)
GOOD = (
    *("i-statement", "feeling", "open-question", "paraphrase", "validation", "empathy", "appreciation"),
    *("own-part", "apology", "amends", "request", "compromise"),
)
LABELS = (*HARD, *GOOD)


class Mark(msgspec.Struct, frozen=True):
    """One thing that the coach points out.

    `start` and `end` are places in the message, `around` those of the sentence it stands in, `confidence` is
    between 0 and 1; `why` and `a_try` are sentences for people. `rule` names what found it.
    """

    label: str
    start: int
    end: int
    around: tuple[int, int]
    confidence: float
    title: str
    why: str
    a_try: str
    rule: str

    @property
    def is_good(self) -> bool:
        """Whether this is something that does well, not something hard to hear."""
        return self.label in GOOD


class Review(msgspec.Struct, frozen=True):
    """All marks of a message, in the order of their places; nothing in it is a grade.

    `missing` are the labels and parts that do well at this step and are not there.
    """

    message: str
    language: str
    marks: tuple[Mark, ...]
    missing: tuple[str, ...] = ()

    @property
    def good(self) -> tuple[Mark, ...]:
        """What does well; said first."""
        return tuple(mark for mark in self.marks if mark.is_good)

    @property
    def hard(self) -> tuple[Mark, ...]:
        """What may be hard to hear."""
        return tuple(mark for mark in self.marks if not mark.is_good)

    @property
    def labels(self) -> frozenset[str]:
        """The labels of all marks."""
        return frozenset(mark.label for mark in self.marks)

    def words(self, mark: Mark) -> str:
        """Return the words of the message that a mark is about."""
        return self.message[mark.start : mark.end]
