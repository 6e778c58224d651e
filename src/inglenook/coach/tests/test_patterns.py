"""The language of patterns: what it means, what it refuses, and that both engines agree on it."""

import re
import sys

import pytest

from inglenook.coach import language as languages
from inglenook.coach.language import Language, Rule, codes
from inglenook.coach.marks import Mark
from inglenook.coach.patterns import PatternError, engine, one_of, prepare, translate
from inglenook.coach.reviewing import Search
from inglenook.coach.tests.examples import examples, spoken

# Python's own engine is slow to prepare long choices of words, so it does so for a few rules.
SAMPLE = 9
CLASSES = {"you": one_of(["you", "u"]), "absolute": one_of(["never", "every time"])}


def forms(verb: str) -> list[str]:
    return [verb, f"{verb}s", f"{verb}ing"]


def marked(pattern: str, sentence: str) -> str | None:
    """Return what a pattern marks in a sentence of plain words."""
    matcher = prepare(translate(pattern, CLASSES.__getitem__, forms))
    found = matcher.search(sentence)
    return sentence[slice(*found.span(matcher.groups))].strip() if found else None


@pytest.mark.parametrize(
    ("pattern", "sentence", "words"),
    [
        ("{you} ~2 {absolute}", "and you do just never ask", "you do just never"),
        ("{you} ~2 {absolute}", "and you do just simply never ask", None),
        ("{you} ~2 {absolute}", "you , never", None),
        ("help+", "stop helping me", "helping"),
        ("help+", "a helper", None),
        ("(very |so )?lazy", "you are so lazy .", "so lazy"),
        ("you are <a liar>", "you are a liar", "a liar"),
        ("^so (you|u)$", "so you", "so you"),
        ("^so (you|u)$", "and so you", None),
        (r"\<quote\> you", "<quote> you", "<quote> you"),
        ("[.!] why", "no ! why not", "! why"),
        ("you( late)?", "you late", "you late"),
    ],
)
def test_what_a_pattern_marks(pattern: str, sentence: str, words: str | None) -> None:
    assert marked(pattern, sentence) == words


@pytest.mark.parametrize(
    "pattern",
    [
        *("you ~1", "you ~1never", "(you ~2)", "you ~ never", "you ~12 never", "using ~3|never"),
        *(
            "you mean ",
            "you (mean|say )",
            "you (a |b )?",
            "you (very )?",
            "you (are)?",
            "you ~2 ",
            "you <very >",
            "you (are (so )?)?",
        ),
        *("(a |you |b)", "<you (so |very)>", "you |never", "you ?", "you( |$)"),
        *("<you", "you>", "you> are <late", "(<you) are>", "(you", "you)", "<(you>)", "<<you>"),
        *("you+*", "x{2,3}", "x*", "(?:you)", "(?i)you", "{nobody}"),
    ],
)
def test_what_could_never_match_or_is_not_in_the_language_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError) as told:
        translate(pattern, CLASSES.__getitem__, forms)
    assert pattern in str(told.value).replace("\\\\", "\\") or "nobody" in str(told.value)


@pytest.mark.parametrize(
    "pattern",
    ["you( late)?", "(a |b )?you", "you ?(late)", r"\~1 you", "[ ~]you", r"you \<", "a( |b)c", "(a |^)you"],
)
def test_what_may_match_is_not_refused(pattern: str) -> None:
    prepare(translate(pattern, CLASSES.__getitem__, forms))


def test_of_words_that_begin_alike_the_longest_is_taken() -> None:
    assert one_of(["no", "no one", "no"]) == f"(?:{re.escape('no one')}|no)"


def pythons(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let RE2 be missing."""
    monkeypatch.setitem(sys.modules, "re2", None)
    monkeypatch.setattr(languages, "prepare", engine())


def test_both_engines_take_a_digit_for_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = [r"\d", r"\w", r"[^ ]", "É", "(?:é|e)+"]
    texts = ["٣", "3", "ä", "É", "é", "🙄", " "]
    both = []
    for _ in range(2):
        ready = engine()
        both.append([ready(source).search(text) is not None for source in sources for text in texts])
        pythons(monkeypatch)
    assert isinstance(engine()("x"), re.Pattern)
    assert both[0] == both[1]


@pytest.mark.parametrize("code", codes())
def test_without_re2_the_same_is_marked(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("re2")
    rules = spoken(code).rules[::SAMPLE]
    quick = marks(code, rules)
    pythons(monkeypatch)
    assert isinstance(Language(code, quickly=False).compiled("x"), re.Pattern)
    assert marks(code, rules) == quick
    assert {mark.rule for mark in quick} == {rule.id for rule in rules}


def marks(code: str, rules: list[Rule]) -> list[Mark]:
    """Return what these rules alone mark in all examples, with a language of its own."""
    told = Language(code, quickly=False)
    told.rules = rules
    search = Search(told, told.says, "", 0)
    return [mark for text in examples(code) for mark in search.marks(told.read(text))]
