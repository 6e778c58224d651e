"""What asks: with a question mark, or as people type without one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inglenook.coach import questions
from inglenook.coach.language import codes


@pytest.mark.parametrize(
    "text",
    [
        "what did you do today",
        "Hey love, what time is dinner",
        "are you coming tonight",
        "You ok",
        "you're coming sunday, right",
        "it is late, isn't it",
        "you already ate?",
        "Really?!",
        "I was wondering if you are free on Friday",
        "do you want tea or should I make coffee",
        "how about pizza",
        "You're coming on Sunday, right.",
        "was it you who called earlier",
    ],
)
def test_it_asks(text: str) -> None:
    assert questions(text, code="en") == [(0, len(text))]


@pytest.mark.parametrize(
    "text",
    [
        "What I need is sleep",
        "Had I known, I would have come",
        "Do come in",
        "Don't you dare",
        "He asked me what I wanted",
        'She said "are you mad?" and left',
        "Should you need anything, call me",
        "So do I",
        "What a day!",
        "How nice of you",
        "Why you did that is beyond me",
        "Feel like you never listen.",
        "Want to cry.",
        "You still have my key.",
        "You both have to stop.",
        "You coming home late hurt me.",
        "All good.",
        "Someone knows.",
        "It is not you",
        "The key is not there",
        "I told you, no",
    ],
)
def test_it_does_not_ask(text: str) -> None:
    assert questions(text, code="en") == []


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("was ist los", True),
        ("Kommst du heute", True),
        ("Was ich brauche, ist Schlaf", False),
        ("Kommst du zu spät, bin ich traurig", False),
    ],
)
def test_in_german(text: str, asks: bool) -> None:
    assert bool(questions(text, code="de")) is asks


def test_each_sentence_has_its_place() -> None:
    text = "I am home. Are you coming? I made soup. what time is it"
    assert [text[start:end] for start, end in questions(text)] == ["Are you coming?", "what time is it"]


@given(st.text(max_size=300), st.sampled_from(codes()))
def test_any_text_has_an_answer_within_it(text: str, code: str) -> None:
    for start, end in questions(text, code=code):
        assert 0 <= start < end <= len(text)
