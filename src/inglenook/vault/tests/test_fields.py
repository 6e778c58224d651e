"""Sealed fields refuse whatever would need them open, or would store them so."""

from collections.abc import Callable

import pytest
from conftest import again
from django.core import serializers
from django.core.exceptions import FieldError
from django.db.models import F

from inglenook.people.models import Person
from inglenook.vault.fields import Envelope
from inglenook.vault.owners import Locked
from inglenook.vault.tests.letters import Letter, Mood, letters_of, stored, tamper, write

pytestmark = pytest.mark.usefixtures("desk_of_letters")


@pytest.mark.parametrize(
    "ask",
    [
        lambda rows: rows.filter(text="canary-ember-1"),
        lambda rows: rows.filter(text__contains="ember"),
        lambda rows: rows.filter(text__isnull=True),
        lambda rows: rows.exclude(title="x"),
        lambda rows: rows.filter(mood__word="calm"),
        lambda rows: rows.update(text="x"),
        lambda rows: rows.update(revision=7),
        lambda rows: rows.update(sealed_key=b"x"),
        lambda rows: rows.bulk_create([]),
        lambda rows: rows.bulk_update([], ["text"]),
    ],
)
def test_a_query_cannot_look_or_write_into_a_sealed_field(ada: Person, ask: Callable[..., object]) -> None:
    write(ada, "canary-ember-1")
    with pytest.raises(FieldError):
        ask(letters_of(ada))


def test_plain_columns_can_be_asked_for_and_changed(ada: Person) -> None:
    write(ada, "hello")
    assert letters_of(ada).filter(colour="blue").update(colour=F("colour")) == 1


def test_rows_cannot_be_serialised(ada: Person) -> None:
    letter = write(ada, "canary-ember-2")
    with pytest.raises((FieldError, TypeError, ValueError)):
        serializers.serialize("json", [letter])


def test_values_gives_envelopes_that_show_nothing(ada: Person) -> None:
    write(ada, "canary-ember-3")
    (value,) = letters_of(ada).values_list("text", flat=True)
    assert isinstance(value, Envelope)
    assert "canary" not in repr(value)
    assert b"canary" not in bytes(value)


def test_every_field_comes_back_as_it_was(ada: Person) -> None:
    letter = write(ada, "Grüße, 你好, \0 and all", title="")
    letter.mood = Mood("joyful", 3)
    letter.save()
    read = letters_of(again(ada)).get()
    assert (read.text, read.title, read.mood) == ("Grüße, 你好, \0 and all", "", Mood("joyful", 3))


def test_a_row_not_asked_for_with_a_person_stays_locked(ada: Person) -> None:
    letter = write(ada, "canary-ember-4")
    with pytest.raises(Locked):
        _ = Letter.objects.get(id=letter.id).text
    with pytest.raises(Locked):
        Letter.objects.get(id=letter.id).save()
    with pytest.raises(Locked):
        Letter.objects.create(person_id=ada.id, text="x")


def test_another_person_cannot_open_a_row_even_if_they_get_hold_of_it(ada: Person, charlie: Person) -> None:
    letter = write(ada, "canary-ember-5")
    with pytest.raises(Locked):
        _ = Letter.objects.get(id=letter.id).bind(charlie.keyring).text


def test_a_field_left_out_of_the_query_says_so(ada: Person) -> None:
    write(ada, "hello")
    with pytest.raises(FieldError, match="left out"):
        _ = letters_of(ada).defer("text").get().text


def test_a_field_that_was_added_later_begins_with_its_default(ada: Person) -> None:
    letter = write(ada, "hello")
    tamper(letter.id, picture=None)
    read = letters_of(again(ada)).get()
    assert read.picture is None
    read.save()
    assert letters_of(again(ada)).get().picture is None


def test_stored_texts_of_like_length_have_the_same_size(ada: Person) -> None:
    sizes = {len(stored(write(ada, "x" * length).id, "text")) for length in (0, 1, 80, 255)}
    assert len(sizes) == 1
