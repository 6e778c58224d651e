"""What a message is written for, and so what the coach looks for in it."""

import msgspec


class Step(msgspec.Struct, frozen=True):
    """`asks` are labels that do well here: where one is missing, the coach offers it."""

    asks: tuple[str, ...] = ()


STEPS = {
    # A page, a letter, an answer: nothing is expected.
    "": Step(),
    # How something is for oneself is told.
    "tell": Step(("i-statement",)),
    # A matter is brought up: how it is for me, and what I would like.
    "soft-start": Step(("i-statement", "request")),
    # What was heard is said back.
    "paraphrase": Step(("paraphrase",)),
    # The other's view or feeling is let stand.
    "understanding": Step(("validation",)),
    "feel-with": Step(("empathy",)),
    # A hurt is repaired.
    "repair": Step(("apology", "own-part", "amends")),
    # A question is asked.
    "question": Step(("open-question",)),
    # Something is praised: what they did, and what it shows.
    "thanks": Step(("appreciation",)),
    # A way for both is looked for.
    "way-out": Step(("compromise",)),
}
# Where the coach says nothing at all.
SILENT = "silent"
ASKED = frozenset(label for step in STEPS.values() for label in step.asks)
