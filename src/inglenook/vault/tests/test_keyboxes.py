"""Passphrases, recovery codes and making every key anew."""

import pytest
from conftest import PASSPHRASE, again, renew
from pytest_django import Settings

from inglenook.people.models import Desk, Person
from inglenook.vault import keyboxes
from inglenook.vault.core.passphrase import Hardness
from inglenook.vault.door import RecoveryCode, VaultError, WrongSecret, frame
from inglenook.vault.models import Keybox, PersonEpoch
from inglenook.vault.owners import Conflict, Untrusted
from inglenook.vault.posting import seal_for
from inglenook.vault.sessions import begin, visit

NEW = "quite another passphrase"


def test_only_the_right_passphrase_opens(ada: Person) -> None:
    assert keyboxes.open_with_passphrase(ada.keybox, PASSPHRASE).person_id == ada.id
    for wrong in ("", PASSPHRASE[:-1], PASSPHRASE.upper(), NEW):
        with pytest.raises(WrongSecret):
            keyboxes.open_with_passphrase(ada.keybox, wrong)


def test_six_words_open_however_they_are_typed(ada: Person) -> None:
    keyboxes.change_passphrase(ada.keyring, "acrobat basin caramel dinginess grandson plaster")
    for typed in (
        "Acrobat, basin, caramel, dinginess, grandson, plaster",
        "acrobat-basin-caramel-dinginess-grandson-plaster ",
    ):
        assert keyboxes.open_with_passphrase(ada.keybox, typed).person_id == ada.id


def test_one_persons_wrapped_key_is_no_use_in_anothers_box(ada: Person, charlie: Person) -> None:
    box = charlie.keybox
    for name in ("salt", "hardness", "by_passphrase"):
        setattr(box, name, getattr(ada.keybox, name))
    with pytest.raises(WrongSecret):
        keyboxes.open_with_passphrase(box, PASSPHRASE)


def test_changing_the_passphrase_changes_nothing_else(ada: Person) -> None:
    before = ada.keybox
    keyboxes.change_passphrase(ada.keyring, NEW)
    after = ada.keybox
    assert after.sealing_private == before.sealing_private
    assert keyboxes.open_with_passphrase(after, NEW).account == ada.keyring.account
    with pytest.raises(WrongSecret):
        keyboxes.open_with_passphrase(after, PASSPHRASE)


def test_a_recovery_code_opens_until_it_is_replaced_or_used(ada: Person) -> None:
    first, second = RecoveryCode.generate(), RecoveryCode.generate()
    keyboxes.set_recovery(ada.keyring, first)
    assert keyboxes.open_with_code(ada.keybox, first).person_id == ada.id
    keyboxes.set_recovery(ada.keyring, second)
    with pytest.raises(WrongSecret):
        keyboxes.open_with_code(ada.keybox, first)
    keyboxes.wrap_anew(keyring := keyboxes.open_with_code(ada.keybox, second), NEW)
    keyboxes.use_up_code(keyring)
    with pytest.raises(WrongSecret):
        keyboxes.open_with_code(ada.keybox, second)
    assert keyboxes.open_with_passphrase(ada.keybox, NEW).person_id == ada.id


def test_the_cost_of_guessing_is_raised_at_sign_in_and_never_lowered(ada: Person, settings: Settings) -> None:
    settings.PASSPHRASE_HARDNESS = Hardness(memory_kib=128, passes=1, lanes=1)
    assert keyboxes.open_with_passphrase(ada.keybox, PASSPHRASE).person_id == ada.id
    assert ada.keybox.hardness == "argon2id:v=19:m=128,t=1,p=1"
    settings.PASSPHRASE_HARDNESS = Hardness(memory_kib=64, passes=1, lanes=1)
    assert keyboxes.open_with_passphrase(ada.keybox, PASSPHRASE).person_id == ada.id
    assert ada.keybox.hardness == "argon2id:v=19:m=128,t=1,p=1"


def test_a_sign_in_under_way_does_not_bring_an_old_passphrase_back(ada: Person, settings: Settings) -> None:
    read_before = ada.keybox
    keyboxes.change_passphrase(ada.keyring, NEW)
    settings.PASSPHRASE_HARDNESS = Hardness(memory_kib=128, passes=1, lanes=1)
    assert keyboxes.open_with_passphrase(read_before, PASSPHRASE).person_id == ada.id
    with pytest.raises(WrongSecret):
        keyboxes.open_with_passphrase(ada.keybox, PASSPHRASE)


def test_making_all_keys_anew(ada: Person) -> None:
    code = RecoveryCode.generate()
    keyboxes.set_recovery(ada.keyring, code)
    old, token = ada.keybox, begin(ada.keyring, label="", idle_seconds=3600)
    account, epochs = ada.keyring.account, ada.keyring.own_epochs()
    person = Person.objects.get(id=ada.id).unlock(renew(ada.keyring, NEW))
    new = person.keybox
    assert person.name == "Ada"
    assert visit(token.cookie).session is None
    assert (new.generation, new.epoch, new.has_recovery) == (2, 2, False)
    assert person.keyring.account != account
    for name in ("sealing_public", "signing_public", "sealing_private", "salt", "by_passphrase"):
        assert getattr(new, name) != getattr(old, name), name
    assert person.keyring.own_epochs()[1] == epochs[1]
    with pytest.raises(WrongSecret):
        keyboxes.open_with_code(new, code)
    with pytest.raises(WrongSecret):
        keyboxes.open_with_passphrase(new, PASSPHRASE)
    # The old wrapped keys, kept from a backup, open nothing that is written from now on.
    person.desk.choose(pronouns="she")
    assert Desk.objects.get().epoch == 2
    assert 2 not in epochs


def test_what_was_sealed_to_the_former_keys_still_opens(ada: Person) -> None:
    info = frame("a test", ada.id)
    sealed = seal_for(ada.keybox, b"a draft", info)
    keyring = renew(ada.keyring, NEW)
    assert keyring.open_sealed(sealed, info) == b"a draft"
    twice = renew(keyring, PASSPHRASE)
    assert again(ada).keyring.open_sealed(sealed, info) == b"a draft"
    assert twice.signing_as(bytes(keyring.signing.public)) == keyring.signing
    with pytest.raises(VaultError):
        twice.open_sealed(sealed, frame("another test", ada.id))


def test_keys_made_anew_elsewhere_are_not_undone_by_a_request_under_way(ada: Person) -> None:
    stale = again(ada).keyring
    renew(ada.keyring, NEW)
    for change in (
        lambda: keyboxes.change_passphrase(stale, PASSPHRASE),
        lambda: keyboxes.set_recovery(stale, RecoveryCode.generate()),
        lambda: renew(stale, PASSPHRASE),
    ):
        with pytest.raises(Conflict):
            change()
    assert keyboxes.open_with_passphrase(ada.keybox, NEW).person_id == ada.id


def test_a_public_key_slipped_in_by_the_server_is_noticed(ada: Person, charlie: Person) -> None:
    Keybox.objects.filter(id=ada.id).update(sealing_public=charlie.keybox.sealing_public)
    with pytest.raises(Untrusted):
        _ = again(ada).keyring.sealing


def test_erasing_leaves_no_key(ada: Person, bo: Person) -> None:
    begin(ada.keyring, label="", idle_seconds=3600)
    ada.erase()
    assert list(Keybox.objects.values_list("id", flat=True)) == [bo.id]
    assert list(PersonEpoch.objects.values_list("person_id", flat=True)) == [bo.id]
    assert again(bo).name == "Bo"
