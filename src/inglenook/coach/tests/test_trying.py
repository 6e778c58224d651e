"""A try takes over the writer's own words, without the charge, and leaves open what only they know."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inglenook.coach import review
from inglenook.coach.language import codes, language
from inglenook.coach.tests.examples import ANYTHING
from inglenook.coach.trying import BLANK, fill, situation

TRY = "When {situation}, I feel {feeling}. I would like {wish}."
TRIES = [(code, label, saying.a_try) for code in codes() for label, saying in language(code).says.items()]


def test_what_was_chosen_stands_in_the_try() -> None:
    told = fill(TRY, situation="you leave early", feeling="sad", wish="to know before")
    assert told == "When you leave early, I feel sad. I would like to know before."


def test_what_was_not_chosen_stays_open() -> None:
    assert fill(TRY) == "When …, I feel … I would like …"
    assert fill(TRY, feeling="  ") == fill(TRY)


def test_stops_are_not_doubled() -> None:
    assert fill("I feel {feeling}.", feeling=" sad! ") == "I feel sad."
    assert fill("I feel {feeling}.", feeling="...") == "I feel …"


def test_braces_of_the_writer_are_words() -> None:
    assert fill("I feel {feeling}.", feeling="{wish}", wish="no") == "I feel {wish}."


@pytest.mark.parametrize(("code", "label", "a_try"), TRIES, ids=lambda value: str(value)[:16])
def test_what_is_said_to_people_has_only_the_three_slots(code: str, label: str, a_try: str) -> None:
    assert set(re.findall(r"\{(.*?)\}", a_try)) <= {"feeling", "situation", "wish"}
    for told in (fill(a_try), fill(a_try, feeling="sad", situation="you left", wish="to know")):
        assert not re.search(r"[{}]", told), (code, label)
    saying = language(code).says[label]
    assert not re.search(r"[{}]", saying.title + saying.why + saying.missing), (code, label)


@pytest.mark.parametrize(
    ("message", "label", "wanted"),
    [
        ("You never listen to me!", "absolute", "you do not listen to me"),
        ("Honestly, you're always late.", "absolute", "you are late"),
        ("honestly, you\N{RIGHT SINGLE QUOTATION MARK}re always late...", "absolute", "you are late"),
        ("It's all because of you we missed the train!", "blame", "we missed the train"),
        ("You never cooked for me.", "absolute", ""),
        ("At dinner you never listen to me!", "absolute", ""),
        (
            "You never listen to me, " + "not at breakfast and not at lunch and " * 4 + "not now.",
            "absolute",
            "",
        ),
        ("Du hörst mir nie zu!", "absolute", "du mir nicht zuhörst"),
        ("Nie hast du Zeit für mich.", "absolute", "du keine Zeit für mich hast"),
        ("Immer kommst du zu spät.", "absolute", "du zu spät kommst"),
        ("Wegen dir haben wir den Zug verpasst!", "blame", "wir den Zug verpasst haben"),
        ("Du bist immer so laut und gemein.", "absolute", ""),
        ("Nie räumst du die Küche auf.", "absolute", ""),
    ],
)
def test_what_happened_is_told_without_the_charge(message: str, label: str, wanted: str) -> None:
    found = review("Hello. " + message if label == "absolute" and message.isascii() else message)
    assert {situation(found, mark) for mark in found.hard if mark.label == label} == {wanted}


@given(ANYTHING, st.sampled_from(codes()))
@settings(deadline=None)
def test_a_try_can_be_made_of_whatever_is_marked(text: str, code: str) -> None:
    found = review(text, code=code, least=0)
    for mark in found.hard:
        told = fill(mark.a_try, situation=situation(found, mark))
        assert "{situation}" not in mark.a_try or BLANK in told or situation(found, mark) in told
