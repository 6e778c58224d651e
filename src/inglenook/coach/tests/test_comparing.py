"""A paraphrase is compared with what was said: what it gives back, what not yet, what it turns round."""

import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inglenook.coach import compare
from inglenook.coach import language as languages
from inglenook.coach.embedding import VARIABLE, EmbeddingError, alike
from inglenook.coach.near import read

BIRTHDAY = "I was sad when you forgot my birthday."
# Talk as people type it, and anything else that a keyboard can.
CURLY = "\N{RIGHT SINGLE QUOTATION MARK}"
TYPED = f"""
I you my Mum was sad not never forgot because and the birthday tired laugh “late” don't don{CURLY}t
, . ! ? late so that we home when did him
"""
WORDS = st.sampled_from(TYPED.split())
TALK = st.lists(WORDS, max_size=30).map(" ".join)
ANYTHING = TALK | st.text(max_size=80)


def test_a_paraphrase_in_other_words_covers_all_that_was_said() -> None:
    it = compare(BIRTHDAY, "You were sad that your birthday slipped my mind.")
    assert [point.text for point in it.points] == ["I was sad", "you forgot my birthday"]
    assert it.is_whole
    assert (it.added, it.turned, it.judged, it.advised) == ((), (), (), ())


def test_what_is_not_given_back_yet_stays_open_with_its_feeling() -> None:
    it = compare(BIRTHDAY, "So I forgot your birthday.")
    assert [point.text for point in it.open_points] == ["I was sad"]
    assert it.feelings_missing == ("sad",)
    assert not it.is_whole


def test_a_point_knows_where_it_stands_and_where_it_is_given_back() -> None:
    reply = "What I hear is that I forgot your birthday and you were sad."
    sad, forgot = compare(BIRTHDAY, reply).points
    assert BIRTHDAY[forgot.start : forgot.end] == "you forgot my birthday"
    assert sad.by is not None
    assert reply[slice(*sad.by)] == "you were sad"


def test_feelings_count_as_named_in_near_words_and_as_verbs() -> None:
    assert compare("I'm exhausted.", "You're worn out.").feelings_named == ("exhausted",)
    assert compare("I'm getting frustrated.", "That frustrates you.").feelings_named == ("frustrated",)
    assert compare("I'm frustrated.", "You're happy.").feelings_missing == ("frustrated",)


def test_a_feeling_of_the_one_who_replies_names_nobody_elses() -> None:
    it = compare(BIRTHDAY, "You forgot my birthday and that made me sad?")
    assert it.feelings_missing == ("sad",)


def test_a_place_that_is_low_or_warm_is_no_feeling() -> None:
    assert compare("The flat is small and warm. He sat down.", "").feelings == ()


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("I don't want to move to Leeds.", "So you want to move to Leeds?"),
        ("I haven't even started revising.", "You've already started revising."),
        ("The scan was clear.", "The scan wasn't clear?"),
        ("I told everybody.", "You didn't tell everybody."),
    ],
)
def test_a_not_too_many_or_too_few_turns_a_point_round(said: str, reply: str) -> None:
    it = compare(said, reply)
    assert [turned.how for turned in it.turned] == ["negation"]
    assert not it.covered


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("I don't remember it.", "You forgot it."),
        ("You don't talk to me.", "I'm silent with you."),
        ("I don't want to move to Leeds.", "You'd rather stay."),
        ("Nobody listens to me.", "You feel that no one listens."),
    ],
)
def test_a_contrary_under_a_not_says_the_same(said: str, reply: str) -> None:
    assert compare(said, reply).turned == ()


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("My boss shouted at me.", "You shouted at your boss?"),
        ("You helped me with the slides.", "You helped me with my slides."),
        ("Mum keeps comparing me to my brother.", "Your brother compares you to your mum."),
        ("I gave up my flat for you.", "I gave up my flat for you, yes."),
    ],
)
def test_who_did_what_may_be_turned_round(said: str, reply: str) -> None:
    it = compare(said, reply)
    assert [turned.how for turned in it.turned] == ["who"]
    assert not it.covered


def test_what_nobody_said_is_added() -> None:
    it = compare(
        "My sister borrowed my car.", "Your sister took your car. She must be jealous of your money."
    )
    assert it.added == ("She must be jealous of your money",)


def test_words_around_a_paraphrase_are_neither_points_nor_added() -> None:
    it = compare("To be honest, I'm tired.", "Let me check: you're tired. Did I get that right?")
    assert (len(it.points), it.added, it.is_whole) == (1, (), True)


def test_you_of_a_paraphrase_is_the_one_who_spoke_and_no_charge() -> None:
    it = compare(
        "You never listen to me, and I feel so stupid.", "You feel I never listen, and you feel stupid."
    )
    assert it.judged == ()


def test_a_charge_against_the_one_who_spoke_is_told_apart() -> None:
    it = compare("I cried all night.", "You cried all night. You don't love me anymore.")
    assert it.judged
    assert not any(words in it.judged for words in it.added)


def test_what_somebody_quotes_is_a_part_of_what_they_say() -> None:
    assert compare('He said "pack your bags".', "He told you to pack your bags.").is_whole


def test_a_measure_of_meaning_only_adds_to_what_is_covered() -> None:
    said, reply = "I keep my head above water.", "You barely cope."
    assert not compare(said, reply).covered
    assert compare(said, reply, alike=lambda _one, _other: 0.9).covered
    assert not compare(said, reply, alike=lambda _one, _other: 0.1).covered
    assert compare(BIRTHDAY, BIRTHDAY, alike=lambda _one, _other: 0.0).is_whole


def test_a_language_without_near_words_is_compared_by_its_stems(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "zz").mkdir()
    (tmp_path / "zz" / "lexicon.toml").write_text('common = ["ik", "de", "je"]\n[classes]\n[spellings]\n')
    (tmp_path / "zz" / "says.toml").write_text("")
    monkeypatch.setattr(languages, "FOLDER", tmp_path)
    it = compare("Ik wandelen de hond. Ik koken.", "Je wandelen de honden.", code="zz")
    assert [point.covered for point in it.points] == [True, False]


@pytest.mark.parametrize(
    "path", sorted(languages.FOLDER.glob("*/near.toml")), ids=lambda path: path.parent.name
)
def test_near_words_are_written_once_in_each_group(path: Path) -> None:
    file = read(path)
    assert file.groups
    for group in file.groups:
        assert len(group) > 1, group
        assert len(set(group)) == len(group), group
    for words in (*(words for group in file.groups for words in group), *file.frames, *file.asides):
        assert words == words.lower().strip(), words
        assert not words.startswith("*"), words


def test_no_embedding_without_a_folder_on_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(EmbeddingError, match=VARIABLE):
        alike()
    monkeypatch.setenv(VARIABLE, str(tmp_path / "none"))
    with pytest.raises(EmbeddingError, match="folder"):
        alike()


def test_an_embedding_measures_by_the_angle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class StaticModel:
        @classmethod
        def from_pretrained(cls, folder: str) -> "StaticModel":
            assert folder == str(tmp_path.resolve())
            return cls()

        def encode(self, texts: list[str]) -> list[list[float]]:
            return [[float(text.count("a")), float(text.count("b"))] for text in texts]

    module = ModuleType("model2vec")
    module.StaticModel = StaticModel  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "model2vec", module)
    monkeypatch.setattr("inglenook.coach.embedding.find_spec", lambda name: name == "model2vec")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("TRANSFORMERS_OFFLINE", "1")
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    measure = alike()
    assert measure("a", "aa") == pytest.approx(1)
    assert measure("a", "b") == 0
    assert measure("a", "") == 0


@settings(deadline=None)  # the first time, rules are read
@given(ANYTHING, ANYTHING)
def test_places_are_within_the_texts(said: str, reply: str) -> None:
    it = compare(said, reply, code="en")
    for point in it.points:
        assert said[point.start : point.end] == point.text
        assert point.text
        assert point.covered == (point.by is not None)
        if point.by:
            assert 0 <= point.by[0] < point.by[1] <= len(reply)
    for words in (*it.added, *it.judged, *it.advised, *(turned.reply for turned in it.turned)):
        assert words in reply
    assert set(it.feelings) == {*it.feelings_named, *it.feelings_missing}


@settings(deadline=None)  # the first time, rules are read
@given(TALK, TALK)
def test_white_space_and_quote_style_make_no_difference(said: str, reply: str) -> None:
    def other(text: str) -> str:
        return text.replace(" ", "  \t ").replace(CURLY, "'").replace("“", '"').replace("”", '"')

    one, two = compare(said, reply, code="en"), compare(other(said), other(reply), code="en")
    assert [point.covered for point in one.points] == [point.covered for point in two.points]
    assert [other(point.text) for point in one.points] == [point.text for point in two.points]
    assert (one.feelings, one.feelings_named) == (two.feelings, two.feelings_named)
    assert [turned.how for turned in one.turned] == [turned.how for turned in two.turned]
    assert len(one.added) == len(two.added)


@settings(deadline=None)  # the first time, rules are read
@given(ANYTHING)
def test_a_text_compared_with_itself_is_whole_and_adds_nothing(text: str) -> None:
    it = compare(text, text, code="en")
    assert it.is_whole
    assert (it.added, it.judged, it.advised) == ((), (), ())


@settings(deadline=None)  # the first time, rules are read
@given(ANYTHING)
def test_an_empty_reply_covers_nothing(said: str) -> None:
    it = compare(said, "", code="en")
    assert (it.covered, it.feelings_named, it.added, it.turned) == ((), (), (), ())
