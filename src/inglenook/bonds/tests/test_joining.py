"""Joining and leaving a bond: who holds which key, and from when."""

import pytest
from conftest import again, join, mine, renew

from inglenook.bonds.admission import admit_waiting
from inglenook.bonds.invitations import Invitation, accept, find, invite
from inglenook.bonds.middleware import bonds_of
from inglenook.bonds.models import About, Bond
from inglenook.people.models import Person
from inglenook.vault.models import BondEpoch, Grant, Keybox
from inglenook.vault.owners import Locked, Owner, Untrusted
from inglenook.vault.records import new_id


def test_two_people_see_the_same_bond_and_each_other(ada: Person, bo: Person, bond: Bond) -> None:
    theirs = mine(bo, bond.id)
    assert [m.name for m in bond.others] == ["Bo"]
    assert [m.name for m in theirs.others] == ["Ada"]
    assert theirs.kind == "partners"
    assert theirs.words == bond.words


def test_a_stranger_has_no_bond(charlie: Person, bond: Bond) -> None:
    assert bonds_of(charlie) == []
    with pytest.raises(Locked):
        charlie.keyring.epoch_key(Owner("bond", bond.id), 1)


def test_a_newcomer_does_not_read_what_was_before_them(ada: Person, bo: Person, bond: Bond) -> None:
    keyring = again(bo).keyring
    with pytest.raises(Locked):
        keyring.epoch_key(Owner("bond", bond.id), 1)
    keyring.bond_key(bond.id, 2)


def test_a_newcomer_reads_what_was_before_if_the_inviter_chose_so(ada: Person, bo: Person) -> None:
    bond = Bond.found(ada, About("friends"))
    join(bond, ada, bo, earlier=True)
    again(bo).keyring.bond_key(bond.id, 1)


def test_leaving_begins_a_new_epoch_at_the_others_next_visit(ada: Person, bo: Person, bond: Bond) -> None:
    before = BondEpoch.objects.filter(bond_id=bond.id).count()
    mine(bo, bond.id).leave(again(bo), take_back=False)
    assert bonds_of(again(bo)) == []
    assert not Grant.objects.filter(bond_id=bond.id, person_id=bo.id).exists()
    left = mine(ada, bond.id)
    assert left.is_ended
    assert [m.name for m in left.departed] == ["Bo"]
    assert BondEpoch.objects.filter(bond_id=bond.id).count() == before + 1


def test_a_code_works_once(ada: Person, bo: Person, charlie: Person) -> None:
    bond = Bond.found(ada, About("friends"))
    row = invite(bond, ada, earlier=False, id=new_id())
    code = row.code
    found = find(code)
    assert found
    assert accept(found, bo, code)
    assert find(code) is None
    assert not accept(row, charlie, code)


def test_keys_swapped_by_the_server_are_not_let_in(ada: Person, bo: Person, charlie: Person) -> None:
    bond = Bond.found(ada, About("friends"))
    row = invite(bond, ada, earlier=False, id=new_id())
    found = find(row.code)
    assert found
    accept(found, bo, row.code)
    Invitation.objects.filter(id=row.id).update(joiner=charlie)
    admit_waiting(again(ada))
    assert Invitation.objects.get(id=row.id).spoiled
    assert mine(ada, bond.id).others == []


def test_an_epoch_slipped_in_by_the_server_is_not_trusted(ada: Person, bo: Person, bond: Bond) -> None:
    newest = BondEpoch.objects.filter(bond_id=bond.id).order_by("-number").first()
    assert newest
    BondEpoch.objects.filter(bond_id=bond.id, number=newest.number).update(commitment=b"x" * 32)
    with pytest.raises(Untrusted):
        again(ada).keyring.chain(bond.id)


def test_three_in_a_bond(ada: Person, bo: Person, dana: Person, bond: Bond) -> None:
    three = join(bond, ada, dana)
    assert {m.name for m in three.others} == {"Ada", "Bo"}
    assert mine(ada, bond.id).words == mine(bo, bond.id).words == mine(dana, bond.id).words


def test_keys_made_anew_keep_everything_readable(ada: Person, bo: Person, bond: Bond) -> None:
    from inglenook.vault.door import WrongSecret
    from inglenook.vault.keyboxes import open_with_passphrase

    renewed = renew(again(ada).keyring, "quite another passphrase")
    person = Person.objects.get(id=ada.id).unlock(renewed)
    assert person.name == "Ada"
    assert next(b for b in bonds_of(person) if b.id == bond.id).others[0].name == "Bo"
    assert mine(bo, bond.id).others[0].name == "Ada"
    with pytest.raises(WrongSecret):
        open_with_passphrase(Keybox.objects.get(id=ada.id), "six plain words for the tests")
