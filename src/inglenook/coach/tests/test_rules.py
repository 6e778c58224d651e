"""Every rule of every language finds what it says that it finds, and spares what it says that it spares."""

import pytest

from inglenook.coach import LABELS
from inglenook.coach.language import Language, Rule, codes
from inglenook.coach.reviewing import Search
from inglenook.coach.steps import STEPS

SPOKEN = {code: Language(code, quickly=False) for code in codes()}
EACH = [(code, rule) for code, spoken in SPOKEN.items() for rule in spoken.rules]


def found_by(spoken: Language, text: str) -> dict[str, set[str]]:
    """Return the rules that found something, by label, before any is left out for another."""
    found: dict[str, set[str]] = {}
    for mark in Search(spoken, spoken.says, "", 0).marks(spoken.read(text)):
        found.setdefault(mark.label, set()).add(mark.rule)
    return found


@pytest.mark.parametrize(("code", "rule"), EACH, ids=[f"{code}-{rule.id}" for code, rule in EACH])
def test_a_rule_does_what_its_examples_say(code: str, rule: Rule) -> None:
    spoken = SPOKEN[code]
    for text in rule.finds:
        assert rule.id in found_by(spoken, text).get(rule.label, set()), text
    for text in rule.spares:
        assert rule.id not in found_by(spoken, text).get(rule.label, set()), text


@pytest.mark.parametrize("code", codes())
def test_the_rules_of_a_language_are_whole(code: str) -> None:
    spoken = SPOKEN[code]
    ids = [rule.id for rule in spoken.rules]
    assert sorted(set(ids)) == sorted(ids)
    assert set(spoken.says) == {*LABELS, *STEPS["repair"]}
    for rule in spoken.rules:
        assert rule.finds, rule.id
        assert rule.label in LABELS, rule.id
        for pattern in (*rule.find, *rule.unless):
            assert spoken.compiled(pattern).groups <= 1, (rule.id, "groups are made by brackets alone")
