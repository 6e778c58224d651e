"""The sieve never rules out a pattern that matches, and lets few through."""

from collections.abc import Iterator
from typing import Any

import pytest

from inglenook.coach.language import SCOPES, Language, Rule, codes
from inglenook.coach.needs import needs
from inglenook.coach.patterns import prepare, translate
from inglenook.coach.tests.examples import examples, spoken
from inglenook.coach.text import Sentence

# No word of any pattern stands across this, so that all sentences are searched at once.
BETWEEN = "\n.\n"


def sentences(told: Language) -> Iterator[Sentence]:
    """Yield each sentence of all examples, and each example as one."""
    for text in examples(told.code):
        parts = told.read(text)
        yield from parts
        if len(parts) > 1:
            yield Sentence([token for part in parts for token in part.tokens])


def is_asked_for(told: Language, rule: Rule, words: frozenset[str]) -> bool:
    """Tell whether a rule wants to be tried on a sentence at all."""
    entries = (entry for item in rule.on for entry in told.words_of(item))
    return not rule.on or any(words.issuperset(entry.split(" ")) for entry in entries)


@pytest.mark.parametrize("code", codes())
def test_wherever_a_pattern_matches_the_sieve_lets_it_through(code: str) -> None:
    told = spoken(code)
    each = list({part.plain: part for part in sentences(told)}.values())
    words = [frozenset(part.words) for part in each]
    text = BETWEEN.join(part.plain for part in each)
    line_at = [number for number, part in enumerate(each) for _ in part.plain + BETWEEN]
    matched, ruled_out = 0, 0
    for scope in SCOPES:
        passed = [set(told.sieves[scope].passed(its)) for its in words]
        ruled_out += sum(len(told.tries[scope]) - len(numbers) for numbers in passed)
        for number, (rule, pattern) in enumerate(told.tries[scope]):
            source = translate(pattern, told.expression, told.forms)
            for at in {line_at[match.start()] for match in searched(source).finditer(text)}:
                if told.compiled(pattern).search(each[at].plain) and is_asked_for(told, rule, words[at]):
                    matched += 1
                    assert number in passed[at], (rule.id, pattern, each[at].plain)
    assert matched > len(told.rules)
    assert ruled_out > 0.95 * len(each) * sum(map(len, told.tries.values()))


def searched(source: str) -> Any:
    """Return an expression that is searched for in each line."""
    return prepare(f"(?m){source}")


ENTRIES = {"{you}": ["you", "u"], "{late}": ["late", "behind time"], "go+": ["go", "went"]}


def words_of(item: str) -> frozenset[str]:
    return frozenset(ENTRIES.get(item, [item]))


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("{you} never", [{"never"}, {"you", "u"}]),
        ("you (are |were )?late", [{"late"}, {"you"}]),
        ("(sad|angry) (today|now)", [{"angry", "sad"}, {"now", "today"}]),
        ("(sad|angry|)", []),
        ("un(happy|well)", []),
        ("happ(y|ily)", []),
        ("colou?r", []),
        ("~2 go+", [{"go", "went"}]),
        ("<{late}> (again)?", [{"late", "behind"}]),
        ("(a (b|c)|d) e", [{"e"}, {"a", "d"}]),
        ("^so( ,)? you", [{"so"}, {"you"}]),
        ("[.!] why", [{"why"}]),
        ("\\<quote\\>", [{"<quote>"}]),
    ],
)
def test_what_a_pattern_needs(pattern: str, needed: list[set[str]]) -> None:
    told = needs(pattern, (), words_of, frozenset({"you", "u", "time"}))
    assert sorted(map(sorted, told)) == sorted(map(sorted, needed))


def test_what_rules_out_most_comes_first() -> None:
    common = frozenset({"you", "the"})
    told = needs("you (the|cat) dog (a|b)", ("owl", "the"), words_of, common)
    assert told[:3] == [{"dog"}, {"a", "b"}, {"you"}]
    assert {*told[3:]} == {frozenset({"the", "cat"}), frozenset({"owl", "the"})}
