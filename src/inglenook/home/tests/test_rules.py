"""What Today suggests, for every day there could be."""

from dataclasses import fields, replace

from hypothesis import given
from hypothesis import strategies as st

from inglenook.home import words
from inglenook.home.rules import Facts, part_of_day, suggest

days = st.integers(0, 4000)
facts = st.builds(
    Facts,
    is_quiet=st.booleans(),
    has_recovery=st.booleans(),
    has_bond=st.booleans(),
    has_company=st.booleans(),
    is_joining=st.booleans(),
    nobody_yet=st.booleans(),
    days_here=days,
    checked_in=st.booleans(),
    opened=st.integers(0, 5),
    questions=st.integers(0, 5),
    face_down=st.integers(0, 5),
    days_since_thanks=st.none() | days,
)


@given(facts)
def test_one_thing_at_most_with_a_reason_and_a_length(known: Facts) -> None:
    chosen = suggest(known)
    if chosen is not None:
        said = words.in_words(chosen, {})
        assert said.reason.startswith("Because ")
        assert all((said.title, said.button, said.href))
        assert 0 < chosen.minutes <= 20


@given(facts)
def test_nothing_for_somebody_who_wants_quiet(known: Facts) -> None:
    assert suggest(replace(known, is_quiet=True)) is None


@given(facts)
def test_a_way_back_in_comes_before_all_else(known: Facts) -> None:
    chosen = suggest(replace(known, is_quiet=False, has_recovery=False))
    assert chosen is not None
    assert chosen.what == "recovery-code"


@given(facts)
def test_nobody_alone_is_sent_to_do_something_for_two(known: Facts) -> None:
    chosen = suggest(replace(known, has_company=False, questions=0, opened=0))
    assert chosen is None or chosen.what not in ("ask", "answer", "appreciation", "read-answers")


@given(facts, days)
def test_thanks_are_not_asked_for_more_than_once_a_week(known: Facts, since: int) -> None:
    chosen = suggest(replace(known, days_since_thanks=since))
    if chosen is not None and chosen.what == "appreciation":
        assert since >= 7
        assert chosen.days == since


def test_the_facts_hold_nothing_about_anybody_else() -> None:
    about_others = {"has_company", "nobody_yet", "opened", "questions"}
    own = {"is_quiet", "has_recovery", "has_bond", "is_joining", "days_here", "checked_in", "face_down"}
    assert {field.name for field in fields(Facts)} == about_others | own | {"days_since_thanks"}


@given(st.integers(0, 23))
def test_every_hour_has_its_greeting(hour: int) -> None:
    assert "Ada" in words.greeting(part_of_day(hour), "Ada")
