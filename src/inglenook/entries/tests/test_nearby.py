"""Other words for what somebody chose; nothing is guessed from what they wrote."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import translation

from inglenook.entries.bodies import CheckIn, Journal
from inglenook.entries.models import Entry
from inglenook.entries.nearby import MOST, beneath, neighbours
from inglenook.guide.content import library
from inglenook.people.models import Person
from inglenook.vault.records import new_id


@pytest.mark.parametrize("feeling", library().feelings.values(), ids=lambda one: one.id)
def test_every_feeling_has_others_near_it(feeling: object) -> None:
    near = neighbours(CheckIn(1, words=(feeling.id,)))  # type: ignore[attr-defined]
    assert 2 <= len(near) <= MOST
    assert feeling.word not in dict(near)  # type: ignore[attr-defined]


def test_what_was_chosen_is_not_offered_again() -> None:
    first = library().feelings["lonely"]
    both = neighbours(CheckIn(1, words=("lonely", first.neighbours[0])))
    assert library().feelings[first.neighbours[0]].word not in dict(both)
    assert "lonely" not in dict(both)


@pytest.mark.parametrize("typed", ["ignored", "Ignored"])
def test_beneath_a_verdict_lie_feelings_and_needs(typed: str) -> None:
    found = beneath(CheckIn(1, own_word=typed))
    assert found
    assert found.feelings
    assert found.needs


def test_a_verdict_is_known_in_the_language_one_writes_in() -> None:
    with translation.override("de"):
        word = translation.gettext(library().verdicts["ignored"].word)
        assert beneath(CheckIn(1, own_word=word))


@pytest.mark.parametrize("body", [CheckIn(1, own_word="wobbly"), CheckIn(1), Journal(1)])
def test_nothing_is_read_out_of_other_words(body: CheckIn | Journal) -> None:
    assert beneath(body) is None


def test_the_page_of_a_check_in_offers_both(ada: Person, browser_of: Callable[[Person], Client]) -> None:
    row, _ = Entry.keep(ada, new_id(), CheckIn(1, words=("lonely",), own_word="ignored"), "canary-near-1")
    page = browser_of(ada).get(f"/me/entries/{row.id}/").text
    assert "says what somebody did" in page
    assert "Not quite the word?" in page
    plain, _ = Entry.keep(ada, new_id(), Journal(1), "I feel ignored and lonely")
    assert "Not quite" not in browser_of(ada).get(f"/me/entries/{plain.id}/").text
