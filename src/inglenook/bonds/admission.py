"""Letting in those who accepted an invitation, and settling in where one was let in."""

import msgspec
from django.db import IntegrityError, transaction

from inglenook.bonds.invitations import Invitation
from inglenook.bonds.models import Bond, Membership, Profile
from inglenook.people.models import Person
from inglenook.vault.chain import Link
from inglenook.vault.door import Member, VaultError
from inglenook.vault.epochs import hand_over_earlier, members_of
from inglenook.vault.models import BondEpoch
from inglenook.vault.owners import Conflict, Locked, Untrusted
from inglenook.vault.turns import take_bonds_turn

PROFILE = msgspec.msgpack.Decoder(Profile)


def admit_waiting(person: Person) -> list[Bond]:
    """Let in those who accepted this person's invitations; returns the bonds that grew.

    Needs the inviter's own keys, so it happens in the inviter's requests: at once where they are here.
    """
    grown: list[Bond] = []
    # Asked plainly first: at almost every request nobody waits.
    if not Invitation.made_by(person).waiting().exists():
        return grown
    for row in Invitation.objects.of(person).waiting().filter(inviter=person):
        try:
            bond = _admit(row, person)
        except (Conflict, IntegrityError, Untrusted, Locked, VaultError):
            # Another tab is at it, or something of the bond was altered; the next request looks again.
            person.keyring.forget_bonds()
            continue
        if bond:
            grown.append(bond)
    return grown


@transaction.atomic
def _admit(waiting: Invitation, person: Person) -> Bond | None:
    take_bonds_turn(waiting.bond_id)
    person.keyring.forget_bonds()  # another tab may have written since this request began
    mine = Invitation.objects.of(person).select_for_update().waiting()
    row = mine.filter(bond_id=waiting.bond_id, id=waiting.id).first()
    bond: Bond | None = Bond.objects.of(person).filter(id=waiting.bond_id).first()
    if row is None or bond is None or bond.id not in person.keyring.bond_ids():
        return None
    known = _verified(row, person)
    if known is None:
        Invitation.objects.filter(bond_id=bond.id, id=row.id).spoil()
        return None
    link = _let_in(bond, row, person, *known)
    row.admitted_epoch = link.row.number
    row.welcome = row.code.mac(_welcome(row, link))
    # The code has done its work; only the joiner's copy is needed once more.
    row.code_kept, row.greeting, row.hello, row.joiner_mac = b"", b"", None, None
    row.save()
    bond.tell(besides=person)
    return bond


def _verified(row: Invitation, person: Person) -> tuple[Member, Profile] | None:
    """Return who has accepted, if they knew the code and these are their keys."""
    hello = bytes(row.hello or b"")
    try:
        (member,) = members_of([row.joiner_id] if row.joiner_id else [])
        row.code.check(row.vouched(member, hello), bytes(row.joiner_mac or b""))
        opened = person.keyring.open_sealed(hello, row.bound("hello"))
        return member, PROFILE.decode(opened)
    except (VaultError, msgspec.DecodeError, ValueError):
        return None


def _let_in(bond: Bond, row: Invitation, person: Person, member: Member, profile: Profile) -> Link:
    """Begin an epoch with the newcomer in it; a member who only lost the thread takes it up again."""
    staying = [m for m in bond.staying if m.person != member.person]
    is_new = member.person not in bond.member_ids
    link = bond.begin_epoch(person, [*staying, member])
    if row.terms.earlier:
        hand_over_earlier(person.keyring, bond.id, member)
    if is_new:
        assert row.joiner is not None  # noqa: S101  (the query asked for it)
        bond.add(row.joiner, profile, by=person)
    return link


def _welcome(row: Invitation, link: Link) -> bytes:
    return row.bound("welcome", link.row.number, link.digest)


def settle_in(person: Person) -> bool:
    """Accept the history of bonds this person was let into, if it is genuine; True if there was one."""
    joined: list[Invitation] = list(Invitation.asked_by(person).filter(welcome__isnull=False))
    return sum(_settle(row, person) for row in joined) > 0


@transaction.atomic
def _settle(row: Invitation, person: Person) -> bool:
    link = _link(row)
    if link is None or not _is_member(row, person):
        return False
    stored = Invitation.objects.filter(bond_id=row.bond_id, id=row.id)
    try:
        row.joiners_code(person).check(_welcome(row, link), bytes(row.welcome or b""))
    except (VaultError, ValueError):
        stored.update(joiner_kept=None, welcome=None)
        return False
    person.keyring.trust(row.bond_id, link)
    # Done with: no copy of the code is left that could be used for anything.
    stored.update(joiner_kept=None, welcome=None)
    return True


def _link(row: Invitation) -> Link | None:
    if row.admitted_epoch is None:
        return None
    epoch = BondEpoch.objects.filter(bond_id=row.bond_id, number=row.admitted_epoch).first()
    return Link.of(epoch) if epoch else None


def _is_member(row: Invitation, person: Person) -> bool:
    rows = Membership.objects.filter(bond_id=row.bond_id, person=person, left_on=None)
    found: bool = rows.exists()
    return found
