"""A review points out what may be hard to hear and what does well, each on the very words."""

import re
from collections.abc import Iterator
from itertools import cycle

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from inglenook.coach import Mark, Review, compare, review
from inglenook.coach.language import SCOPES, Language, codes, guess, language
from inglenook.coach.reviewing import Search, surest
from inglenook.coach.steps import STEPS
from inglenook.coach.tests.examples import ANYTHING, APOSTROPHES, QUOTES, SENTENCES, TALK, WORDS
from inglenook.coach.text import Sentence

CODES = st.sampled_from(["", *codes()])
# So many of some thousand patterns may be tried on the words of one sentence that only means harm.
MOST_TRIED = 100
RUNS = st.lists(st.sampled_from([" ", "  ", "\t", " \t", "     ", "\t\t "]), min_size=1, max_size=6)


def said(message: str, code: str = "", *, step: str = "", least: float = 0.8) -> list[tuple[str, str]]:
    """Return the labels and words of all marks."""
    found = review(message, code=code, step=step, least=least)
    return [(mark.label, found.words(mark)) for mark in found.marks]


def found_by(message: str, code: str) -> list[tuple[str, list[str]]]:
    """Return what is found, however sure, with its words as far as spaces do not matter."""
    found, signs = review(message, code=code, least=0), dict.fromkeys(map(ord, APOSTROPHES))
    words = [found.words(mark).lower().translate(signs) for mark in found.marks]
    return [(mark.rule, re.findall(r"\w+", its)) for mark, its in zip(found.marks, words, strict=True)]


def test_what_does_well_and_what_may_be_hard_to_hear_are_marked_on_their_words() -> None:
    found = review("I'm sorry I shouted at you. You never listen to me!")
    assert [(mark.label, found.words(mark)) for mark in found.good] == [
        ("apology", "sorry"),
        ("own-part", "I shouted at you"),
    ]
    assert [(mark.label, found.words(mark)) for mark in found.hard] == [("absolute", "never listen")]
    assert found.message[slice(*found.hard[0].around)] == "You never listen to me!"


def test_a_mark_says_why_in_the_language_of_the_page() -> None:
    message = "You never listen to me!"
    assert review(message).marks[0].why == language("en").says["absolute"].why
    assert review(message, say="de").marks[0].why == language("de").says["absolute"].why


def test_praise_is_good_and_needs_no_try() -> None:
    found = review("Thank you so much for cooking tonight.")
    assert [mark.label for mark in found.marks] == ["appreciation"]
    assert found.marks[0].is_good
    assert found.marks[0].a_try == ""


@pytest.mark.parametrize("quote", ['"{}"', "“{}”", "„{}“", "«{}»"])
def test_what_somebody_else_said_is_left_alone(quote: str) -> None:
    assert said("She said " + quote.format("you never listen to me") + " and left.", "en") == []


def test_a_quotation_that_never_ends_hides_nothing() -> None:
    assert said('" You never listen to me.', "en") == [("absolute", "never listen")]
    assert said('You said "\nYou never listen to me.\n"', "en") == [("absolute", "never listen")]


def test_fast_typing_and_capitals_hide_nothing() -> None:
    for message in ("YOU NEVER LISTEN TO ME", "you neverrr listen to me", "u never listen to me"):
        assert [label for label, _ in said(message, "en")] == ["absolute"], message


@pytest.mark.parametrize("apostrophe", APOSTROPHES)
def test_any_apostrophe_is_one(apostrophe: str) -> None:
    message = f"I{apostrophe}m sorry I shouted"
    assert [label for label, _ in said(message, "en")] == ["apology", "own-part"]
    assert guess(f"don{apostrophe}t", otherwise="de") == "en"


def test_half_a_sign_is_left_out() -> None:
    assert said("You never \ud800 listen \udfff to me.", "en") == [("absolute", "never \ud800 listen")]


def test_dots_before_a_sentence_are_no_part_of_it() -> None:
    parts = [[part.plain for part in language("en").read(text)] for text in ("... you left", "... You left")]
    assert parts[0] == parts[1] == ["you left"]


def test_spaces_do_not_make_a_quotation_too_long() -> None:
    assert said('She said "you' + " " * 400 + 'never listen to me".', "en") == []
    assert said('She said "' + "so " * 400 + '. You never listen to me."', "en") != []


def test_the_language_is_guessed_by_the_commonest_words() -> None:
    assert review("Du hörst mir nie zu! Das ist nicht schön.").language == "de"
    assert review("You never listen to me.").language == "en"
    assert review("🙄").language == "en"
    assert guess("🙄", otherwise="de") == "de"


def test_only_what_is_sure_enough_is_said() -> None:
    message = "I feel sad when you leave early."
    sure = {mark.label: mark.confidence for mark in review(message).marks}
    assert sure["i-statement"] < sure["feeling"]
    assert [label for label, _ in said(message, least=sure["feeling"])] == ["feeling"]
    assert said(message, least=1) == []


def test_a_rule_for_some_steps_is_tried_at_these_alone() -> None:
    spoken = Language("en")
    for scope in SCOPES:
        spoken.tries[scope] = [
            (msgspec.structs.replace(rule, steps=["repair"]), find) for rule, find in spoken.tries[scope]
        ]

    def labels(step: str) -> list[str]:
        return [
            mark.label
            for mark in Search(spoken, spoken.says, step, 0.8).marks(spoken.read("You stupid cow!"))
        ]

    assert labels("repair") == ["contempt"]
    assert labels("") == labels("tell") == []


def test_an_apology_with_a_but_is_no_apology() -> None:
    message = "I'm sorry I wasn't there. You could've reminded me though."
    spoken = language("en")
    found = {mark.label for mark in Search(spoken, spoken.says, "", 0.8).marks(spoken.read(message))}
    assert {"apology", "sorry-but"} <= found
    assert "sorry-but" in review(message).labels
    assert "apology" not in review(message).labels


@pytest.mark.parametrize("code", ["fr", "EN", "../en", "en/", "languages", "e" * 5000, "\ud800", "en\x00"])
def test_an_unknown_language_is_a_lookup_error(code: str) -> None:
    with pytest.raises(LookupError, match="language"):
        review("Hello.", code=code)
    with pytest.raises(LookupError, match="language"):
        review("Hello.", say=code)
    with pytest.raises(LookupError, match="language"):
        compare("Hello.", "Hello.", code=code)


def test_an_unknown_step_is_a_lookup_error_that_says_so() -> None:
    with pytest.raises(LookupError, match=r"does not know the step 'dance'") as told:
        review("Hello.", step="dance")
    assert not isinstance(told.value, KeyError)


@given(ANYTHING, CODES, st.sampled_from(list(STEPS)))
@settings(max_examples=300, deadline=None)
def test_whatever_is_written_marks_are_in_order_and_within_the_text(text: str, code: str, step: str) -> None:
    found = review(text, code=code, step=step, least=0)
    places = [(mark.start, mark.end, mark.label) for mark in found.marks]
    assert places == sorted(places)
    for mark in found.marks:
        start, end = mark.around
        assert 0 <= start <= mark.start < mark.end <= end <= len(text)
        assert found.words(mark).strip() == found.words(mark) != ""
        assert 0 < mark.confidence <= 1
    for one, other in _pairs(found.marks):
        assert one.label != other.label or one.end <= other.start


def _pairs(marks: tuple[Mark, ...]) -> Iterator[tuple[Mark, Mark]]:
    return ((one, other) for at, one in enumerate(marks) for other in marks[at + 1 :])


@given(ANYTHING, CODES)
@settings(deadline=None)
def test_the_same_message_is_always_reviewed_alike(text: str, code: str) -> None:
    first: Review = review(text, code=code)
    assert review(text, code=code) == first


@given(TALK, RUNS, CODES)
@settings(max_examples=200, deadline=None)
def test_how_wide_a_space_is_does_not_matter(text: str, runs: list[str], code: str) -> None:
    wide = cycle(runs)
    assert found_by(re.sub(r"[ \t]+", lambda _: next(wide), text), code) == found_by(text, code)


def mark(label: str, start: int, length: int, confidence: float) -> Mark:
    return Mark(label, start, start + length, (0, 99), confidence, "", "", "", f"{start}-{length}")


MARKS = st.builds(
    mark,
    st.sampled_from(["blame", "past"]),
    st.integers(0, 30),
    st.integers(1, 9),
    st.sampled_from([0.8, 0.9]),
)


@given(st.lists(MARKS, max_size=20))
def test_of_marks_that_say_the_same_of_the_same_words_the_surest_stays(found: list[Mark]) -> None:
    kept: list[Mark] = []
    for one in sorted(found, key=lambda mark: (-mark.confidence, mark.start)):
        same = [other for other in kept if other.label == one.label]
        if all(one.end <= other.start or other.end <= one.start for other in same):
            kept.append(one)
    assert sorted(surest(found), key=str) == sorted(kept, key=str)


def plain(text: str) -> str:
    """Leave out what opens or closes a quotation, and line ends."""
    return text.translate(dict.fromkeys(map(ord, QUOTES + "\n\r"), " "))


PARTS = st.lists(st.tuples((WORDS | SENTENCES).map(plain), st.booleans()), min_size=1, max_size=8)


@given(PARTS, CODES, st.sampled_from(APOSTROPHES), st.sampled_from(["“{}”", "„{}“", "„{}”", "«{}»", "»{}«"]))
@settings(max_examples=200, deadline=None)
def test_straight_and_curly_signs_are_read_alike(
    parts: list[tuple[str, bool]], code: str, apostrophe: str, quote: str
) -> None:
    def written(quote: str) -> str:
        return " ".join(quote.format(text) if is_quoted else text for text, is_quoted in parts)

    curly = re.sub(f"[{APOSTROPHES}]", apostrophe, written(quote))
    assert found_by(curly, code) == found_by(written('"{}"'), code)


@given(TALK, CODES)
@settings(max_examples=200, deadline=None)
def test_whether_the_first_letter_is_a_capital_does_not_matter(text: str, code: str) -> None:
    at = next((at for at, sign in enumerate(text) if sign.isalpha()), -1)
    other = text[at].swapcase() if at >= 0 else ""
    assume(other and len(other) == 1 and other.lower() == text[at].lower())
    assert found_by(text[:at] + other + text[at + 1 :], code) == found_by(text, code)


@pytest.mark.parametrize("code", codes())
@pytest.mark.parametrize(
    "message",
    [
        *("never " * 5000, "you " * 5000, "du " * 5000, '"' * 20_000, "“" * 20_000, "“ you " * 20_000),
        *("😀" * 10_000, "(" * 20_000 + "you" + ")" * 20_000, " " * 50_000, "a" * 100_000, "a'" * 20_000),
        *(
            "\n" * 50_000,
            "." * 50_000,
            "a." * 20_000,
            "1," * 30_000,
            "you never ever listen to me " * 2000,
            "du hörst mir nie zu " * 2000,
            "you? " * 3000,
            "x" * 50_000 + "!",
        ),
    ],
    ids=lambda value: str(value)[:6],
)
def test_what_only_means_harm_is_read_with_few_patterns(code: str, message: str) -> None:
    spoken = language(code)
    parts = spoken.read(message)
    whole = Sentence([token for part in parts for token in part.tokens])
    tried = [len(spoken.sieve("tries", "sentence").passed(part.steps)) for part in parts]
    tried.append(len(spoken.sieve("tries", "message").passed(whole.steps)))
    assert max(tried) < MOST_TRIED < len(spoken.tries["sentence"])
    assert review(message, code=code).message == message
