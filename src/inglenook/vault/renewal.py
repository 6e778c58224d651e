"""“Somebody may know it”: every key of a person made anew."""

from uuid import UUID

from django.db import transaction

from inglenook.vault.core.envelope import seal
from inglenook.vault.core.keys import AccountKey, BondEpochKey, PersonEpochKey
from inglenook.vault.core.sealing import SealingPublicKey, seal_to
from inglenook.vault.epochs import begin_epoch, members_of
from inglenook.vault.keyboxes import lay_epoch, lay_keys, wrap_by_passphrase
from inglenook.vault.keyring import Keyring, grant_info
from inglenook.vault.models import Grant, Keybox
from inglenook.vault.owners import Locked


@transaction.atomic
def renew(old: Keyring, passphrase: str) -> Keyring:
    """Make all keys of a person anew and return them open.

    The old passphrase and recovery code open nothing any more, all sessions end, and every bond starts
    a new epoch. What was written before stays readable to its owner: its keys are wrapped again.
    """
    keybox = old.keybox
    epochs = old.own_epochs()
    anchors = [(anchor, old.read_anchor(anchor)) for anchor in keybox.anchors.all()]
    granted = _granted(old)
    _ = old.signing, old.sealing  # opened while the keybox still holds them

    account = AccountKey.generate()
    _refill(keybox, account, passphrase, epochs)
    new = Keyring(keybox, account)
    for anchor, accepted in anchors:
        anchor.sealed = seal(account, accepted, new.own_place("anchor", row=anchor.bond_id))
        anchor.save()
    for (bond_id, number), key in granted.items():
        _grant_again(keybox, bond_id, number, key)
    for anchor, _accepted in anchors:
        newest = old.chain(anchor.bond_id)[-1].roster
        begin_epoch(old, anchor.bond_id, members_of(m.person for m in newest.members))
    return new


def _granted(old: Keyring) -> dict[tuple[UUID, int], BondEpochKey]:
    keys: dict[tuple[UUID, int], BondEpochKey] = {}
    for grant in Grant.objects.filter(person_id=old.person_id):
        try:
            keys[grant.bond_id, grant.number] = old.bond_key(grant.bond_id, grant.number)
        except Locked:
            continue  # of a bond that was never joined to the end
    return keys


def _refill(keybox: Keybox, account: AccountKey, passphrase: str, epochs: dict[int, PersonEpochKey]) -> None:
    keybox.generation += 1
    keybox.recovery_salt = keybox.by_recovery = None
    lay_keys(keybox, account)
    wrap_by_passphrase(keybox, account, passphrase)
    keybox.epochs.all().delete()
    keybox.epoch = max(epochs) + 1
    for number, key in {**epochs, keybox.epoch: PersonEpochKey.generate()}.items():
        lay_epoch(keybox, account, number, key)
    keybox.save()
    keybox.sessions.all().delete()


def _grant_again(keybox: Keybox, bond_id: UUID, number: int, key: BondEpochKey) -> None:
    sealed = seal_to(
        SealingPublicKey(bytes(keybox.sealing_public)),
        key.expose(),
        grant_info(bond_id, number, keybox.id),
    )
    Grant.objects.filter(bond_id=bond_id, number=number, person_id=keybox.id).update(sealed=sealed)
