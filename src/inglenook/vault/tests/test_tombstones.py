"""What is gone leaves a mark that tells nothing, and that a restored backup heeds."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from conftest import PASSPHRASE
from django.conf import settings

from inglenook.people.models import Person
from inglenook.vault import gravestones, keyboxes
from inglenook.vault.columns import all_models, untold
from inglenook.vault.core.codes import RecoveryCode
from inglenook.vault.models import Tombstone
from inglenook.vault.tests.letters import Letter, letters_of, write
from inglenook.vault.tombstones import GONE, REPLACED, all_marks, mark, reconcile, times

letters = pytest.mark.usefixtures("desk_of_letters")


def test_every_column_of_bytes_says_what_it_holds(db: None) -> None:
    assert {model.__name__: untold(model) for model in all_models() if untold(model)} == {}


@letters
def test_a_deleted_row_leaves_a_mark_whichever_way_it_goes(ada: Person) -> None:
    one, two, stays = (write(ada, f"canary-ember-{n}") for n in (310, 311, 312))
    keys = [one.pk, two.pk]
    one.delete()
    letters_of(ada).filter(id=two.id).delete()
    assert all_marks() == {mark(GONE, Letter.table, key) for key in keys}
    assert times(GONE, Letter.table, stays.pk, all_marks()) == 0


@letters
def test_a_row_that_comes_and_goes_again_is_counted(ada: Person) -> None:
    row = write(ada, "once")
    key = row.pk
    for round in (1, 2, 3):
        letters_of(ada).filter(id=key).delete()
        assert times(GONE, Letter.table, key, all_marks()) == round
        letters_of(ada).create(person_id=ada.id, id=key, text="again")


@letters
def test_a_mark_belongs_to_one_server(ada: Person, settings: Any) -> None:
    row = write(ada, "canary-ember-313")
    here = mark(GONE, Letter.table, row.pk)
    settings.SECRET_KEY = "of another server"
    assert mark(GONE, Letter.table, row.pk) != here


def test_replaced_ways_in_leave_a_mark(ada: Person) -> None:
    def replaced(what: str) -> int:
        return times(REPLACED, "vault_keybox", (ada.id, what), all_marks())

    keyboxes.set_recovery(ada.keyring, RecoveryCode.generate())
    assert not Tombstone.objects.exists(), "the first code replaces none"
    keyboxes.set_recovery(ada.keyring, RecoveryCode.generate())
    assert replaced(keyboxes.RECOVERY) == 1
    keyboxes.change_passphrase(ada.keyring, PASSPHRASE + " anew")
    keyboxes.wrap_anew(keyring := ada.keyring, PASSPHRASE)
    keyboxes.use_up_code(keyring)
    assert (replaced(keyboxes.PASSPHRASE), replaced(keyboxes.RECOVERY)) == (2, 2)


@letters
def test_the_file_follows_the_database(
    ada: Person, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[Any]]
) -> None:
    file = Path(settings.DATA) / "tombstones"
    file.unlink(missing_ok=True)
    with django_capture_on_commit_callbacks(execute=True):
        write(ada, "a").delete()
    assert gravestones.read() == all_marks()
    file.write_bytes(file.read_bytes()[:-20])  # the machine stopped in the middle of a line
    with django_capture_on_commit_callbacks(execute=True):
        write(ada, "b").delete()
    assert len(all_marks() - gravestones.read()) == 1
    assert reconcile() == 1
    assert gravestones.read() == all_marks()
    assert file.stat().st_mode & 0o077 == 0
    file.unlink()


def test_a_file_of_another_server_is_refused(tmp_path: Path, settings: Any) -> None:
    settings.SECRET_KEY = "of another server"
    gravestones.append([bytes(32)], tmp_path / "tombstones")
    settings.SECRET_KEY = "of this one"
    with pytest.raises(gravestones.OfAnother):
        gravestones.read(tmp_path / "tombstones")
