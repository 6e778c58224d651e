"""What a message is written for, and so what the coach looks for in it."""

# What does well at each step, labels or parts: where one is missing, the coach offers it.
STEPS: dict[str, tuple[str, ...]] = {
    # A page, a letter, an answer: nothing is expected.
    "": (),
    # How something is for oneself is told.
    "tell": ("i-statement",),
    # A matter is brought up: how it is for me, and what I would like.
    "soft-start": ("i-statement", "request"),
    # What was heard is said back.
    "paraphrase": ("paraphrase",),
    # The other's view or feeling is let stand.
    "understanding": ("validation",),
    "feel-with": ("empathy",),
    # A hurt is repaired: the six parts of an apology, in the order in which they count (`parts.toml`).
    "repair": ("responsibility", "repair", "regret", "explanation", "change", "forgiveness"),
    # A question is asked.
    "question": ("open-question",),
    # Something is praised: what they did, and what it shows.
    "thanks": ("appreciation",),
    # A way for both is looked for.
    "way-out": ("compromise",),
}
# Where the coach says nothing at all.
SILENT = "silent"
ASKED = frozenset(label for asks in STEPS.values() for label in asks)
