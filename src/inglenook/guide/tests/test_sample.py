"""The sample life hangs together, and a slip in it is found."""

from collections import Counter

import pytest

from inglenook.guide.content import ContentError, library
from inglenook.guide.sample import WEEKS, load_sample, sample_life
from inglenook.guide.tests.conftest import Breaker


def test_ada_and_bo_have_twelve_weeks_of_life() -> None:
    life = sample_life()
    check_ins = Counter(check_in.who for check_in in life.check_ins)
    for who in ("ada", "bo"):
        assert 60 <= check_ins[who] <= 90
        days = {check_in.days_ago for check_in in life.check_ins if check_in.who == who}
        assert {day // 7 for day in days} == set(range(WEEKS))
        assert len(days) < 80, "nobody checks in every day"
    assert 15 <= len(life.pages) <= 25
    assert 12 <= len(life.appreciations) <= 20
    assert 25 <= len(life.exchanges) <= 40


def test_there_are_a_friend_and_a_sister_and_a_bond_of_three() -> None:
    kinds = {bond.kind for bond in sample_life().bonds}
    assert kinds == {"partners", "friends", "family", "colleagues"}
    assert max(len(bond.members) for bond in sample_life().bonds) == 3
    writers = {check_in.who for check_in in sample_life().check_ins}
    assert writers == {person.id for person in sample_life().people}


def test_some_is_shared_and_some_is_kept_for_oneself() -> None:
    life = sample_life()
    for items in (life.check_ins, life.appreciations):
        assert {item.shared for item in items} == {True, False}
    assert {bool(page.passage) for page in life.pages} == {True, False}
    assert {bool(page.prompt) for page in life.pages} == {True, False}
    assert any(page.taken_back for page in life.pages)
    assert any(page.first for page in life.pages)


def test_questions_of_every_depth_are_asked_and_some_wait_or_are_set_aside() -> None:
    exchanges = sample_life().exchanges
    members = {bond.id: set(bond.members) for bond in sample_life().bonds}
    deep = {library().questions[one.question].depth for one in exchanges if one.bond == "ada-bo"}
    assert deep == {1, 2, 3, 4, 5}
    missing = [(one, who) for one in exchanges for who in members[one.bond] - set(one.answers)]
    assert {who for _, who in missing} >= {"ada", "bo", "dana"}
    assert {who for one, who in missing if who in one.aside} == {"ada", "bo"}
    asked = Counter((one.bond, one.question) for one in exchanges)
    assert max(asked.values()) == 1, "no question is asked twice in a bond"


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
    life = sample_life()
    texts = [page.text for page in life.pages] + [item.note or "" for item in life.check_ins]
    texts += [answer for one in life.exchanges for answer in one.answers.values()]
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
        ("days_ago = 34", "days_ago = 84", "check_ins[0].days_ago: Expected `int` <= 83"),
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
        ("days_ago = 29, invites", "days_ago = 9, invites", "check_ins[68].days_ago: `ines` is younger"),
        ('invites = "ada"', 'invites = "dana"', "bonds[3]: `dana` does not belong to `ines`"),
        (
            'who = "ada"\nprompt = "wishes-3"',
            'who = "eve"\nprompt = "wishes-3"',
            "drafts[0].who: there is no",
        ),
        ('prompt = "wishes-3"', 'prompt = "wishes-99"', "drafts[0].prompt: there is no prompt"),
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
