"""A public key that somebody with the files puts in is used for nothing."""

from conftest import again, mine

from inglenook.bonds.admission import admit_waiting
from inglenook.bonds.invitations import Invitation, accept, by_code, find, invite
from inglenook.bonds.middleware import bonds_of
from inglenook.bonds.models import About, Bond
from inglenook.people.models import Person
from inglenook.vault.models import Keybox
from inglenook.vault.records import new_id


def test_who_accepts_tells_their_name_to_the_inviter_alone(ada: Person, bo: Person, charlie: Person) -> None:
    bond = Bond.found(ada, About("partners"))
    code = invite(bond, ada, earlier=False, id=new_id()).code
    genuine = ada.keybox.sealing_public
    Keybox.objects.filter(id=ada.id).update(sealing_public=charlie.keybox.sealing_public)
    row = find(code)
    assert row is not None
    assert accept(row, bo, code)
    Keybox.objects.filter(id=ada.id).update(sealing_public=genuine)
    stored = Invitation.objects.get()
    assert b"Bo" in ada.keyring.open_sealed(bytes(stored.hello or b""), stored.bound("hello"))
    admit_waiting(again(ada))
    assert [m.name for m in mine(bo, bond.id).others] == ["Ada"]


def test_an_invitation_that_was_wiped_meanwhile_is_too_late(ada: Person, bo: Person) -> None:
    bond = Bond.found(ada, About("partners"))
    code = invite(bond, ada, earlier=False, id=new_id()).code
    Invitation.objects.all().spoil()
    row = by_code(code)
    assert row is not None
    assert not accept(row, bo, code)
    assert bonds_of(again(bo)) == []
