"""Rows that were swapped, rolled back or edited behind one's back are refused."""

import traceback

import pytest
from conftest import PASSPHRASE, again

from inglenook.people.models import Person
from inglenook.vault.door import VaultError
from inglenook.vault.owners import Locked
from inglenook.vault.records import Conflict, SealedRecord, sealed_fields
from inglenook.vault.tests.letters import Letter, letters_of, stored, tamper, write

pytestmark = pytest.mark.usefixtures("desk_of_letters")
COLUMNS = ("title", "text", "mood", "picture")


def test_a_field_swapped_with_another_is_refused(ada: Person) -> None:
    letter = write(ada, "the text", title="the title")
    tamper(letter.id, title=stored(letter.id, "text"), text=stored(letter.id, "title"))
    read = letters_of(again(ada)).get()
    for name in ("title", "text"):
        with pytest.raises(VaultError):
            getattr(read, name)


def test_a_field_of_another_row_is_refused(ada: Person) -> None:
    first, second = write(ada, "first"), write(ada, "second")
    tamper(second.id, text=stored(first.id, "text"))
    with pytest.raises(VaultError):
        _ = letters_of(again(ada)).get(id=second.id).text


def test_a_whole_row_copied_over_another_is_refused(ada: Person) -> None:
    first, second = write(ada, "first"), write(ada, "second")
    tamper(second.id, **{c: stored(first.id, c) for c in (*COLUMNS, "sealed_key", "revision", "epoch")})
    with pytest.raises(VaultError):
        _ = letters_of(again(ada)).get(id=second.id).text


def test_a_row_given_to_somebody_else_is_refused(ada: Person, charlie: Person) -> None:
    letter = write(ada, "canary-ember-6")
    tamper(letter.id, person_id=charlie.id.hex)
    with pytest.raises(VaultError):
        _ = letters_of(again(charlie)).get().text


def test_an_older_revision_under_a_newer_number_is_refused(ada: Person) -> None:
    letter = write(ada, "I am angry")
    old = {c: stored(letter.id, c) for c in (*COLUMNS, "sealed_key")}
    letter.text = "I was angry"
    letter.save()
    tamper(letter.id, **old)
    with pytest.raises(VaultError):
        _ = letters_of(again(ada)).get().text


def test_one_field_of_an_older_revision_is_refused(ada: Person) -> None:
    letter = write(ada, "I am angry")
    old = stored(letter.id, "text")
    letter.text = "I was angry"
    letter.save()
    tamper(letter.id, text=old)
    with pytest.raises(VaultError):
        _ = letters_of(again(ada)).get().text


@pytest.mark.parametrize("column", ["revision", "epoch"])
def test_a_changed_number_is_refused(ada: Person, column: str) -> None:
    letter = write(ada, "hello")
    tamper(letter.id, **{column: 2})
    with pytest.raises((VaultError, Locked)):
        _ = letters_of(again(ada)).get().text


def test_every_save_takes_a_fresh_key(ada: Person) -> None:
    letter = write(ada, "hello")
    before = stored(letter.id, "sealed_key"), stored(letter.id, "title")
    letter.save()
    assert letter.revision == 2
    assert stored(letter.id, "sealed_key") != before[0]
    assert stored(letter.id, "title") != before[1]


def test_an_outdated_row_cannot_be_saved_and_loses_nothing(ada: Person) -> None:
    write(ada, "first")
    here, there = letters_of(again(ada)).get(), letters_of(again(ada)).get()
    here.text = "from here"
    here.save()
    there.text = "from there"
    with pytest.raises(Conflict):
        there.save()
    assert (there.text, there.revision) == ("from there", 1)
    there.refresh_from_db()
    assert (there.text, there.revision) == ("from here", 2)
    there.text = "from there"
    there.save()
    assert letters_of(again(ada)).get().text == "from there"


def test_a_row_erased_meanwhile_is_a_conflict_too(ada: Person) -> None:
    letter = write(ada, "first")
    letters_of(ada).all().delete()
    with pytest.raises(Conflict):
        letter.save()


def test_no_key_shows_itself_in_any_form_or_traceback(ada: Person) -> None:
    letter = write(ada, "first")
    stale = letters_of(ada).get()
    letter.save()
    try:
        stale.save()
    except Conflict as error:
        # Far more than is ever logged: every local variable of every frame.
        shown = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    shown += repr(ada.keyring) + repr(letter) + repr(vars(letter)) + repr(vars(ada.keyring)) + repr(ada)
    epoch = ada.keyring.own_epochs()[1]
    keys = [ada.keyring.account, ada.keyring.sealing, ada.keyring.signing, epoch, vars(letter)["_entry_key"]]
    for secret in [key.expose() for key in keys]:
        assert secret.hex() not in shown
        assert repr(secret) not in shown
    assert PASSPHRASE not in shown


def _all_records(base: type[SealedRecord] = SealedRecord) -> list[type[SealedRecord]]:
    found = [] if base._meta.abstract or base is Letter else [base]
    return found + [model for one in base.__subclasses__() for model in _all_records(one)]


def test_no_two_kinds_of_rows_share_a_name_and_no_two_fields_a_place() -> None:
    models = set(_all_records())  # one that is signed is found by two ways
    assert len({model.table for model in models}) == len(models) > 3
    for model in models:
        places = [field.place for field in sealed_fields(model)]
        assert len(set(places)) == len(places), model
        assert "key" not in places, model
