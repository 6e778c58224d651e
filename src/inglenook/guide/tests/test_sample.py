"""The sample life hangs together, and a slip in it is found."""

from collections import Counter

import pytest

from inglenook.guide.content import ContentError, library
from inglenook.guide.sample import load_sample, sample_life
from inglenook.guide.tests.conftest import Breaker


def test_ada_and_bo_have_five_weeks_of_life() -> None:
    life = sample_life()
    check_ins = Counter(check_in.who for check_in in life.check_ins)
    assert 22 <= check_ins["ada"] <= 28
    assert 22 <= check_ins["bo"] <= 28
    assert Counter(page.who for page in life.pages) == {"ada": 5, "bo": 5}
    for who in ("ada", "bo"):
        weeks = {check_in.days_ago // 7 for check_in in life.check_ins if check_in.who == who}
        assert weeks == {0, 1, 2, 3, 4}


def test_each_gives_appreciation_and_keeps_some_to_themselves() -> None:
    life = sample_life()
    given = Counter(item.who for item in life.appreciations if item.bond == "ada-bo")
    assert given == {"ada": 5, "bo": 5}
    for items in (life.check_ins, life.appreciations):
        assert {item.shared for item in items} == {True, False}


def test_one_question_waits_for_bo_and_one_for_ada() -> None:
    exchanges = sample_life().exchanges
    assert sum(exchange.bond == "ada-bo" for exchange in exchanges) == 8
    members = {bond.id: set(bond.members) for bond in sample_life().bonds}
    waiting = [
        (e.bond, members[e.bond] - set(e.answers)) for e in exchanges if len(e.answers) < len(members[e.bond])
    ]
    assert waiting == [("ada-bo", {"bo"}), ("ada-dana", {"ada"})]


def test_no_two_things_by_one_person_happen_in_the_same_minute() -> None:
    life = sample_life()
    for items in (life.check_ins, life.pages, life.appreciations):
        moments = Counter((item.who, item.days_ago, item.at) for item in items)
        assert max(moments.values()) == 1


def test_nothing_names_a_weekday_or_a_month() -> None:
    days = {
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "december",
    }
    texts = [page.text for page in sample_life().pages] + [
        item.note or "" for item in sample_life().check_ins
    ]
    assert not days & {word.strip(".,").lower() for text in texts for word in text.split()}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'words = ["content", "tired"]',
            'words = ["content", "tierd"]',
            "check_ins[0].words[1]: there is no feeling `tierd`",
        ),
        ('need = "rest"', 'need = "cake"', "check_ins[0].need: there is no need `cake`"),
        ("days_ago = 34", "days_ago = 35", "check_ins[0].days_ago: Expected `int` <= 34"),
        ('at = "13:40"', 'at = "25:40"', "check_ins[0].at: Expected `str` matching regex"),
        (
            'who = "ada", energy',
            'who = "charlie", energy',
            "check_ins[0]: `charlie` does not belong to `ada-bo`",
        ),
        ('bond = "ada-dana" }', 'bond = "ada-eve" }', "check_ins[13].bond: there is no bond `ada-eve`"),
        (
            'members = ["ada", "bo"]',
            'members = ["ada", "bo", "eve"]',
            "bonds[0].members: there is no person `eve`",
        ),
        ('prompt = "us-2"', 'prompt = "us-99"', "pages[0].prompt: there is no prompt `us-99`"),
        (
            'passage = "I miss',
            'passage = "I do miss',
            "pages[0].passage: these words do not stand in the text",
        ),
        ('"partners-1-05"', '"partners-9-99"', "exchanges[0].question: there is no question `partners-9-99`"),
        ('"partners-1-05"', '"friends-1-02"', "exchanges[0].question: `friends-1-02` is not for partners"),
    ],
)
def test_a_slip_in_the_sample_is_found(broken: Breaker, old: str, new: str, message: str) -> None:
    with pytest.raises(ContentError) as caught:
        load_sample(broken("sample.toml", old, new), library())
    assert str(caught.value).startswith(f"content/sample.toml: {message}")
