"""No member can put words in another's mouth, though all of them hold the key that opens a bond's rows."""

import pytest
from conftest import PASSPHRASE, again, join, mine, renew

from inglenook.bonds.models import Bond
from inglenook.entries.bodies import Journal
from inglenook.entries.models import Entry, SharedEntry, copy_for, shared_with
from inglenook.people.models import Person
from inglenook.vault.core.encoding import frame
from inglenook.vault.core.errors import Tampered
from inglenook.vault.owners import Locked
from inglenook.vault.records import new_id
from inglenook.vault.signed import SignedRecord


@pytest.fixture
def shared(ada: Person, bond: Bond) -> SharedEntry:
    """Something Ada has shared with Bo."""
    entry, _ = Entry.keep(ada, new_id(), Journal(1), "I miss our walks")
    return SharedEntry.give(ada, bond, copy_for(entry, bond, ada, Journal(1), "I miss our walks"))


def _texts(person: Person, bond_id: object) -> list[object]:
    person = again(person)
    return [row.text for row in shared_with(person, next(b for b in [mine(person, bond_id)]))]  # type: ignore[arg-type]


def test_what_somebody_gave_can_only_be_saved_by_them(bo: Person, bond: Bond, shared: SharedEntry) -> None:
    row = SharedEntry.objects.of(again(bo)).get()
    row.text = "I never liked our walks"
    with pytest.raises(Locked):
        row.save()
    assert _texts(bo, bond.id) == ["I miss our walks"]


def test_a_member_who_writes_to_the_files_cannot_speak_for_another(
    ada: Person, bo: Person, bond: Bond, shared: SharedEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sign_as_bo(row: SharedEntry) -> None:
        row.signature = row.keyring.signing.sign(row._statement(row._envelopes))

    row = SharedEntry.objects.of(again(bo)).get()
    row.text = "I never liked our walks"
    monkeypatch.setattr(SignedRecord, "sign", sign_as_bo)
    row.save()
    for person in (ada, bo):
        with pytest.raises(Tampered):
            _ = SharedEntry.objects.of(again(person)).get().text
        assert _texts(person, bond.id) == []


def test_what_was_given_stays_its_authors_when_keys_and_members_change(
    ada: Person, bo: Person, dana: Person, bond: Bond, shared: SharedEntry
) -> None:
    renew(again(ada).keyring, PASSPHRASE)
    join(mine(ada, bond.id), again(ada), dana, earlier=True)
    mine(ada, bond.id).leave(again(ada), take_back=False)
    for person in (bo, dana):
        assert _texts(person, bond.id) == ["I miss our walks"]


def test_a_signature_tells_nothing_of_what_was_signed(ada: Person, bond: Bond, shared: SharedEntry) -> None:
    first = bytes(shared.signature)
    shared.save()
    assert bytes(shared.signature) != first
    assert frame("text", b"I miss our walks") not in shared._statement({"body": b"", "text": b"x"})
