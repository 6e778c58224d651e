"""“Somebody may know it”: every key of a person made anew."""

from uuid import UUID

from django.db import transaction

from inglenook.vault.core.envelope import seal
from inglenook.vault.core.errors import VaultError
from inglenook.vault.core.keys import AccountKey, BondEpochKey, PersonEpochKey
from inglenook.vault.core.sealing import seal_to
from inglenook.vault.epochs import begin_epoch
from inglenook.vault.keyboxes import (
    PASSPHRASE,
    RECOVERY,
    lay_epoch,
    lay_keys,
    mark_replaced,
    wrap_by_passphrase,
)
from inglenook.vault.keyring import Keyring
from inglenook.vault.models import Anchor, Grant, Keybox
from inglenook.vault.owners import Conflict, Locked, Untrusted
from inglenook.vault.posting import grant_info
from inglenook.vault.turns import take_bonds_turn

FORMER_KEPT = 8


@transaction.atomic
def put_in_place(old: Keyring, new: Keyring) -> None:
    """Store what `make_anew` has made; raises `Conflict` if that has just been done.

    The old passphrase and recovery code open nothing any more, all sessions end, and every bond starts
    a new epoch. What was written before stays readable to its owner: its keys are wrapped again.
    """
    # All at once and before one's own: nobody begins an epoch meanwhile, and no two wait for each other.
    for bond_id in sorted(old.whereabouts):
        take_bonds_turn(bond_id)
    if not Keybox.objects.select_for_update().filter(id=old.person_id, generation=old.keybox.generation):
        raise Conflict
    old.forget_bonds()
    granted = _granted(old)
    _store(old, new)
    mark_replaced(old.person_id, [PASSPHRASE, RECOVERY])
    for anchor in old.keybox.anchors.exclude(sealed=None):
        _carry_over(old, new, anchor)
    for (bond_id, number), key in granted.items():
        _grant_again(new, bond_id, number, key)
    for bond_id in new.bond_ids():
        begin_epoch(new, bond_id, new.chain(bond_id)[-1].roster.members)


def make_anew(old: Keyring, passphrase: str) -> Keyring:
    """Make all keys of a person anew, open; hard work, done before the transaction that others wait for."""
    account = AccountKey.generate()
    keybox = Keybox.objects.get(id=old.person_id)
    keybox.generation = old.keybox.generation + 1
    keybox.recovery_salt = keybox.by_recovery = None
    lay_keys(keybox, account)
    wrap_by_passphrase(keybox, account, passphrase)
    new = Keyring(keybox, account)
    former = [(old.sealing, old.signing), *old.former][:FORMER_KEPT]
    raw = b"".join(sealing.expose() + signing.expose() for sealing, signing in former)
    keybox.former_keys = seal(account, raw, new.own_place("former"))
    return new


def _store(old: Keyring, new: Keyring) -> None:
    keybox, epochs = new.keybox, old.own_epochs()
    keybox.epochs.all().delete()
    keybox.epoch = max(epochs) + 1
    for number, key in {**epochs, keybox.epoch: PersonEpochKey.generate()}.items():
        lay_epoch(keybox, new.account, number, key)
    keybox.save()
    keybox.sessions.all().delete()


def _granted(old: Keyring) -> dict[tuple[UUID, int], BondEpochKey]:
    keys: dict[tuple[UUID, int], BondEpochKey] = {}
    for grant in Grant.objects.filter(bond_id__in=old.whereabouts, person_id=old.person_id):
        try:
            keys[grant.bond_id, grant.number] = old.bond_key(grant.bond_id, grant.number)
        except (Locked, Untrusted, VaultError):
            continue  # of a bond never joined to the end, or one that was altered
    return keys


def _carry_over(old: Keyring, new: Keyring, anchor: Anchor) -> None:
    try:
        accepted = old.read_anchor(anchor)
    except VaultError:
        return  # was altered, and is refused as before
    anchor.sealed = seal(new.account, accepted, new.own_place("anchor", row=anchor.bond_id))
    anchor.save()


def _grant_again(new: Keyring, bond_id: UUID, number: int, key: BondEpochKey) -> None:
    sealed = seal_to(new.sealing.public, key.expose(), grant_info(bond_id, number, new.person_id))
    Grant.objects.filter(bond_id=bond_id, number=number, person_id=new.person_id).update(sealed=sealed)
