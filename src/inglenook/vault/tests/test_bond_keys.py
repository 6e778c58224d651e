"""The server's rows cannot put anybody into a bond, cut its history or change its keys unseen."""

import pytest
from conftest import again, join, mine, renew

from inglenook.bonds.middleware import bonds_of
from inglenook.bonds.models import About, Bond, Membership
from inglenook.people.models import Person
from inglenook.vault.epochs import begin_epoch
from inglenook.vault.models import Anchor, BondEpoch, Grant, Keybox
from inglenook.vault.owners import Locked, Untrusted

NEW = "quite another passphrase"


def _cut_back(bond: Bond, number: int) -> None:
    BondEpoch.objects.filter(bond_id=bond.id, number__gt=number).delete()
    Grant.objects.filter(bond_id=bond.id, number__gt=number).delete()


def test_a_history_that_somebody_has_seen_cannot_be_cut(ada: Person, bo: Person, bond: Bond) -> None:
    mine(bo, bond.id).leave(again(bo), take_back=False)
    mine(ada, bond.id)
    again(ada).keyring.chain(bond.id)
    _cut_back(bond, 2)
    with pytest.raises(Untrusted):
        again(ada).keyring.chain(bond.id)


def test_one_altered_bond_does_not_hide_another(ada: Person, bo: Person, bond: Bond) -> None:
    other = Bond.found(again(ada), About("friends"))
    BondEpoch.objects.filter(bond_id=bond.id, number=1).update(roster=b"nonsense")
    keyring = again(ada).keyring
    assert keyring.bond_ids() == {other.id}
    with pytest.raises(Untrusted):
        keyring.chain(bond.id)
    with pytest.raises(Locked):
        again(bo).keyring.chain(other.id)


def test_keys_of_members_come_from_the_signed_list_and_not_from_the_database(
    ada: Person, bo: Person, charlie: Person, dana: Person, bond: Bond
) -> None:
    three = join(bond, again(ada), dana)
    theirs = Keybox.objects.get(id=charlie.id)
    Keybox.objects.filter(id=bo.id).update(sealing_public=theirs.sealing_public)
    mine(dana, three.id).leave(again(dana), take_back=False)
    listed = again(ada)
    mine(ada, bond.id)
    newest = listed.keyring.chain(bond.id)[-1].roster
    keys = {member.person: member.sealing for member in newest.members}
    assert keys[bo.id] != bytes(theirs.sealing_public)
    assert dana.id not in keys


def test_a_member_slipped_back_in_gets_no_new_key(ada: Person, bo: Person, bond: Bond) -> None:
    mine(bo, bond.id).leave(again(bo), take_back=False)
    mine(ada, bond.id)
    Membership.objects.filter(bond_id=bond.id, person_id=bo.id).update(left_on=None)
    bonds_of(again(ada))
    newest = again(ada).keyring.chain(bond.id)[-1].roster
    assert [member.person for member in newest.members] == [ada.id]
    assert not Grant.objects.filter(bond_id=bond.id, person_id=bo.id).exists()


def test_only_a_member_can_begin_an_epoch(ada: Person, charlie: Person, bond: Bond) -> None:
    with pytest.raises(Locked):
        begin_epoch(charlie.keyring, bond.id, [charlie.keyring.member])


def test_keys_made_anew_in_two_bonds_are_known_to_everybody(ada: Person, bo: Person, dana: Person) -> None:
    first, second = Bond.found(ada, About("partners")), Bond.found(again(ada), About("friends"))
    join(first, again(ada), bo)
    join(second, again(ada), dana)
    person = Person.objects.get(id=ada.id).unlock(renew(again(ada).keyring, NEW))
    assert {bond.id for bond in bonds_of(person)} == {first.id, second.id}
    for other, bond in ((bo, first), (dana, second)):
        theirs = mine(other, bond.id)
        assert [member.name for member in theirs.others] == ["Ada"]
        assert theirs.words == next(b for b in bonds_of(person) if b.id == bond.id).words
    begin_epoch(person.keyring, first.id, person.keyring.chain(first.id)[-1].roster.members)
    assert mine(bo, first.id).others[0].name == "Ada"


def test_an_anchor_moves_up_with_what_was_checked(ada: Person, bo: Person, bond: Bond) -> None:
    anchor = Anchor.objects.get(person_id=ada.id, bond_id=bond.id)
    number = int.from_bytes(again(ada).keyring.read_anchor(anchor)[:4], "big")
    assert number == BondEpoch.objects.filter(bond_id=bond.id).count()
