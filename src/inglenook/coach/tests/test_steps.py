"""What does well depends on what a message is written for."""

import tomllib

import pytest
from tests.tree import ROOT

from inglenook.coach import review
from inglenook.coach.steps import STEPS

SIX = {
    "responsibility": "That was my fault.",
    "repair": "I'll buy you a new one.",
    "regret": "I'm sorry.",
    "explanation": "I was afraid you'd be cross.",
    "change": "Next time I'll ask before I book anything.",
    "forgiveness": "You don't have to say anything to that now.",
}


def test_what_would_do_well_at_a_step_is_missing_until_it_is_there() -> None:
    assert review("We must talk.", step="soft-start").missing == ("i-statement", "request")
    assert review("I would like us to talk tonight.", step="soft-start").missing == ("i-statement",)
    both = "I feel sad when you leave early. I would like us to talk tonight."
    assert review(both, step="soft-start").missing == ()
    assert review("We must talk.").missing == ()


@pytest.mark.parametrize("part", SIX)
def test_in_a_repair_the_coach_asks_for_each_of_the_six_parts(part: str) -> None:
    told = tomllib.loads((ROOT / "content/apology.toml").read_text())
    assert [one["id"] for one in told["parts"]] == list(SIX) == list(STEPS["repair"])
    texts = dict(sorted(SIX.items()))
    whole = " ".join(texts.values())
    assert review(whole, step="repair").missing == ()
    without = " ".join(text for name, text in texts.items() if name != part)
    assert review(without, step="repair").missing == (part,)
    assert review("Pass me the salt, please.", step="repair").missing == tuple(SIX)


def test_nothing_is_missed_that_a_language_cannot_find() -> None:
    assert review("Das leuchtet mir ein.", code="de", step="understanding").missing == ()
    assert review("Mir reicht es jetzt.", code="de", step="repair").missing == ()
