"""The sieve never rules out a pattern that matches, and lets few through."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inglenook.coach.language import SCOPES, Language, Rule, codes
from inglenook.coach.needs import Words, needs
from inglenook.coach.patterns import prepare, translate
from inglenook.coach.sieve import Sieve
from inglenook.coach.tests.examples import examples, spoken
from inglenook.coach.text import Sentence, Token

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
    every = Each(told)
    each, matched, ruled_out = every.parts, 0, 0
    for scope in SCOPES:
        passed = [set(told.sieve("tries", scope).passed(part.steps)) for part in each]
        ruled_out += sum(len(told.tries[scope]) - len(numbers) for numbers in passed)
        for number, (rule, pattern) in enumerate(told.tries[scope]):
            for at in every.matched_by(pattern):
                if is_asked_for(told, rule, frozenset(each[at].words)):
                    matched += 1
                    assert number in passed[at], (rule.id, pattern, each[at].plain)
    assert matched > len(told.rules)
    assert ruled_out > 0.98 * len(each) * sum(map(len, told.tries.values()))


@pytest.mark.parametrize("code", codes())
def test_wherever_something_speaks_against_a_rule_it_is_looked_at(code: str) -> None:
    told = spoken(code)
    every = Each(told)
    each, matched, ruled_out, spared = every.parts, 0, 0, 0
    for scope in SCOPES:
        sieve = told.sieve("spared", scope)
        met = [sieve.follow(part.steps) for part in each]
        for pattern, number in told.spared[scope].items():
            spared += 1
            passes = [sieve.passes(number, one) for one in met]
            ruled_out += passes.count(False)
            for at in every.matched_by(pattern):
                matched += 1
                assert passes[at], (pattern, each[at].plain)
    assert matched > spared / 2
    assert ruled_out > 0.8 * len(each) * spared


class Each:
    """Some sentences, all of them searched at once."""

    def __init__(self, told: Language) -> None:
        self.told = told
        self.parts = list({part.plain: part for part in sentences(told)}.values())
        self.text = BETWEEN.join(part.plain for part in self.parts)
        self.line_at = [number for number, part in enumerate(self.parts) for _ in part.plain + BETWEEN]

    def matched_by(self, pattern: str) -> list[int]:
        """Return the numbers of the sentences that a pattern matches."""
        source = translate(pattern, self.told.expression, self.told.forms)
        found = {self.line_at[match.start()] for match in searched(source).finditer(self.text)}
        return [at for at in found if self.told.compiled(pattern).search(self.parts[at].plain)]


def searched(source: str) -> Any:
    """Return an expression that is searched for in each line."""
    return prepare(f"(?m){source}")


EMPTY, A, B = Words(), Words("a"), Words("b")
WORDS = frozenset(map(str, range(5)))
ENTRIES = {
    "{you}": ["you", "u"],
    "{late}": ["late", "behind time"],
    "go+": ["go", "went"],
    "{many}": [*WORDS],
}


def words_of(item: str) -> frozenset[str]:
    return frozenset(ENTRIES.get(item, [item]))


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("{you} never", [{"you never", "u never"}]),
        ("you (are |were )?late", [{"you"}, {"late"}]),
        ("(sad|angry) (today|now)", [{"angry", "sad"}, {"now", "today"}]),
        ("(sad|angry|)", []),
        ("un(happy|well)", []),
        ("happ(y|ily)", []),
        ("colou?r", []),
        ("~2 go+", [{"go", "went"}]),
        ("you ~2 go+", [{"you"}, {"go", "went"}]),
        ("you ~2 ?(go|stay)", [{"you"}, {"go", "stay"}]),
        ("<{late}> (again)?", [{"late", "behind time"}]),
        ("(a (b|c)|d) e", [{"a", "d"}, {"e"}]),
        ("(middle ground|fair to both) now", [{"middle ground", "fair to"}, {"now"}]),
        ("^so( ,)? you", [{"so"}, {"you"}]),
        ("^ ?so( ,)? you", [{"so"}, {"you"}]),
        ("so ?you", []),
        ("so ?[.!]", [{"so"}]),
        ("so ?\\? ?$", [{"so"}]),
        ("[.!] why", [{"why"}]),
        ("why \\?", [{"why ?"}]),
        ("you 🤡", [{"you 🤡"}]),
        ("\\<quote\\>", [{"<quote>"}]),
        ("you the cat you", [{"you the"}, {"the cat"}, {"cat you"}]),
        ("{many} {many}", [WORDS, WORDS]),
    ],
)
def test_what_a_pattern_needs_in_its_order(pattern: str, needed: list[set[str]]) -> None:
    assert needs(pattern, words_of, frozenset({"you", "u", "time"})) == needed


def test_a_sieve_wants_what_is_needed_in_its_order() -> None:
    patterns = [([A, B], EMPTY), ([frozenset({"a b"})], EMPTY), ([], EMPTY), ([B], frozenset({"c"}))]
    sieve = Sieve.of(patterns)
    for words, passed in {
        "a b": [0, 1, 2],
        "a x b": [0, 2],
        "b a": [2],
        "": [2],
        "b c": [2, 3],
        "c a b": [0, 1, 2, 3],
    }.items():
        assert sieve.passed(Sentence([Token(word, 0, 0) for word in words.split()]).steps) == passed, words


def test_two_needs_take_two_words() -> None:
    sieve = Sieve.of([([A, A], EMPTY)])
    assert not sieve.passed(["a"])
    assert sieve.passed(["a", "a"]) == [0]


@given(st.lists(st.lists(st.sampled_from([A, B, A | B])), max_size=9), st.lists(st.sampled_from("abx")))
def test_all_patterns_followed_at_once_pass_as_each_would(
    needed: list[list[Words]], words: list[str]
) -> None:
    def is_met(needs: list[Words]) -> bool:
        rest = iter(words)
        return all(any(word in need for word in rest) for need in needs)

    sieve = Sieve.of((needs, EMPTY) for needs in needed)
    assert sieve.passed(words) == [number for number, needs in enumerate(needed) if is_met(needs)]
