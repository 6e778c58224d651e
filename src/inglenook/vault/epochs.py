"""Beginning a new epoch of a bond, and handing keys to its members."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction

from inglenook.vault.chain import Link, commitment, statement
from inglenook.vault.core.keys import BondEpochKey
from inglenook.vault.core.roster import Member, Roster
from inglenook.vault.core.sealing import SealingPublicKey, seal_to
from inglenook.vault.keyring import Keyring
from inglenook.vault.models import BondEpoch, Grant, Keybox
from inglenook.vault.owners import Locked
from inglenook.vault.posting import grant_info


def members_of(person_ids: Iterable[UUID]) -> tuple[Member, ...]:
    """Return the roster entries of people, from the public keys in their keyboxes."""
    boxes = Keybox.objects.filter(id__in=list(person_ids)).order_by("id")
    return tuple(Member(b.id, bytes(b.sealing_public), bytes(b.signing_public)) for b in boxes)


@transaction.atomic
def begin_bond(keyring: Keyring, bond_id: UUID) -> Link:
    """Make the first epoch of a new bond, whose only member yet is its founder."""
    link = _write(keyring, bond_id, (), [keyring.member])
    keyring.trust(bond_id, link)
    return link


@transaction.atomic
def begin_epoch(keyring: Keyring, bond_id: UUID, members: Sequence[Member]) -> Link:
    """Start a bond's next epoch with exactly these members; only they get its key.

    Whoever begins it is listed with the keys of now, and signs with the one the list before knows.
    """
    me = keyring.member
    now = [me if m.person == me.person else m for m in members]
    link = _write(keyring, bond_id, keyring.chain(bond_id), now)
    keyring.forget_bonds()
    return link


def _write(keyring: Keyring, bond_id: UUID, chain: Sequence[Link], members: Sequence[Member]) -> Link:
    number = len(chain) + 1
    key = BondEpochKey.generate()
    roster = Roster(
        bond=bond_id, epoch=number, members=tuple(members), previous=chain[-1].digest if chain else b""
    )
    said = statement(roster.to_bytes(), commitment(key))
    signing = keyring.signing_as(_listed(keyring, chain[-1].roster)) if chain else keyring.signing
    row = BondEpoch(
        bond_id=bond_id,
        number=number,
        roster=roster.to_bytes(),
        commitment=commitment(key),
        signer_id=keyring.person_id,
        signature=signing.sign(said),
    )
    row.save(force_insert=True)
    for member in members:
        _grant(bond_id, number, member, key)
    return Link(row, roster)


def _listed(keyring: Keyring, roster: Roster) -> bytes:
    for member in roster.members:
        if member.person == keyring.person_id:
            return member.signing
    raise Locked("Only a member may change who is in a bond.")


def _grant(bond_id: UUID, number: int, member: Member, key: BondEpochKey) -> None:
    sealed = seal_to(
        SealingPublicKey(member.sealing), key.expose(), grant_info(bond_id, number, member.person)
    )
    Grant.objects.update_or_create(
        bond_id=bond_id, number=number, person_id=member.person, defaults={"sealed": sealed}
    )


@transaction.atomic
def hand_over_earlier(keyring: Keyring, bond_id: UUID, member: Member) -> None:
    """Give a member the keys of the epochs before they came: what was shared earlier becomes theirs."""
    for link in keyring.chain(bond_id):
        try:
            key = keyring.bond_key(bond_id, link.row.number)
        except Locked:
            continue  # from before the giver's own time: not theirs to give
        _grant(bond_id, link.row.number, member, key)
