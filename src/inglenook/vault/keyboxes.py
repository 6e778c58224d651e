"""Making, opening and renewing a person's keybox."""

import secrets
from collections.abc import Iterable
from typing import NoReturn
from uuid import UUID

from django.conf import settings
from django.db import transaction

from inglenook.vault.core.codes import RecoveryCode
from inglenook.vault.core.envelope import Place, seal, unwrap_key, wrap_key
from inglenook.vault.core.errors import VaultError, WrongSecret
from inglenook.vault.core.keys import AccountKey, Key, PersonEpochKey
from inglenook.vault.core.passphrase import STANDARD, Hardness, derive, tidy_words
from inglenook.vault.core.sealing import SealingPrivateKey
from inglenook.vault.core.signing import SigningPrivateKey
from inglenook.vault.keyring import Keyring, epoch_field
from inglenook.vault.models import Keybox, PersonEpoch
from inglenook.vault.owners import Conflict
from inglenook.vault.tombstones import REPLACED, bury

SALT_BYTES = 16
BY_PASSPHRASE = ("salt", "hardness", "by_passphrase")
BY_RECOVERY = ("recovery_salt", "by_recovery")
PASSPHRASE, RECOVERY = "passphrase", "recovery"


def hardness() -> Hardness:
    """Return how costly a passphrase is made to guess: the standard, or what the tests set."""
    chosen: Hardness = getattr(settings, "PASSPHRASE_HARDNESS", STANDARD)
    return chosen


def make(person_id: UUID, passphrase: str) -> Keyring:
    """Make a new person's keys, open and not stored yet: hard work that no transaction should wait for."""
    account = AccountKey.generate()
    keybox = Keybox(id=person_id)
    lay_keys(keybox, account)
    wrap_by_passphrase(keybox, account, passphrase)
    return Keyring(keybox, account)


@transaction.atomic
def store(keyring: Keyring) -> None:
    """Store what `make` has made."""
    keyring.keybox.save(force_insert=True)
    lay_epoch(keyring.keybox, keyring.account, 1, PersonEpochKey.generate())


def open_with_passphrase(keybox: Keybox, passphrase: str) -> Keyring:
    """Open a keybox, or raise `WrongSecret`; raises the cost of guessing where it was below the standard."""
    cost = Hardness.decode(keybox.hardness)
    key = derive(tidy_words(passphrase), bytes(keybox.salt), cost)
    account = _unwrap(key, bytes(keybox.by_passphrase), _place(keybox, "passphrase"))
    if _is_weaker(cost, hardness()):
        before = keybox.by_passphrase
        wrap_by_passphrase(keybox, account, passphrase)
        # Unless it was changed meanwhile: then the new one stands.
        _write(keybox, *BY_PASSPHRASE, by_passphrase=before)
    return Keyring(keybox, account)


def _is_weaker(cost: Hardness, wanted: Hardness) -> bool:
    return cost.memory_kib < wanted.memory_kib or cost.passes < wanted.passes


def _write(keybox: Keybox, *fields: str, **still: object) -> bool:
    """Write some fields, if the stored keys are still those that were read; else they would open nothing."""
    rows = Keybox.objects.filter(id=keybox.id, generation=keybox.generation, **still)
    return bool(rows.update(**{name: getattr(keybox, name) for name in fields}))


def refuse_after_same_work(passphrase: str) -> NoReturn:
    """Spend what opening costs on a name nobody has, so that the time tells nothing."""
    derive(tidy_words(passphrase), b"\0" * SALT_BYTES, hardness())
    raise WrongSecret


def open_with_code(keybox: Keybox, code: RecoveryCode) -> Keyring:
    """Open a keybox by its recovery code, or raise `WrongSecret`."""
    if keybox.recovery_salt is None or keybox.by_recovery is None:
        raise WrongSecret
    key = code.key(bytes(keybox.recovery_salt))
    return Keyring(keybox, _unwrap(key, bytes(keybox.by_recovery), _place(keybox, "recovery")))


def change_passphrase(keyring: Keyring, passphrase: str) -> None:
    """Wrap the account key under a new passphrase; nothing else needs to change."""
    wrap_by_passphrase(keyring.keybox, keyring.account, passphrase)
    _replace(keyring.keybox, BY_PASSPHRASE, [PASSPHRASE])


def set_recovery(keyring: Keyring, code: RecoveryCode) -> None:
    """Let this recovery code, and none before it, open the keybox."""
    keybox = keyring.keybox
    replaced = [RECOVERY] if keybox.has_recovery else []
    keybox.recovery_salt = secrets.token_bytes(SALT_BYTES)
    key = code.key(bytes(keybox.recovery_salt))
    keybox.by_recovery = wrap_key(key, keyring.account, _place(keybox, "recovery"))
    _replace(keybox, BY_RECOVERY, replaced)


def _place(keybox: Keybox, field: str, *, epoch: int = 0) -> Place:
    return Place(
        table="keybox", owner=keybox.id, row=keybox.id, field=field, revision=keybox.generation, epoch=epoch
    )


def lay_keys(keybox: Keybox, account: AccountKey) -> None:
    """Put fresh key pairs into a keybox, the private halves sealed under the account key."""
    sealing, signing = SealingPrivateKey.generate(), SigningPrivateKey.generate()
    keybox.sealing_public = bytes(sealing.public)
    keybox.signing_public = bytes(signing.public)
    keybox.sealing_private = seal(account, sealing.expose(), _place(keybox, "sealing"))
    keybox.signing_private = seal(account, signing.expose(), _place(keybox, "signing"))


def wrap_by_passphrase(keybox: Keybox, account: AccountKey, passphrase: str) -> None:
    """Wrap the account key under a passphrase, with a fresh salt and the cost of today."""
    cost = hardness()
    keybox.salt = secrets.token_bytes(SALT_BYTES)
    keybox.hardness = cost.encode()
    key = derive(tidy_words(passphrase), bytes(keybox.salt), cost)
    keybox.by_passphrase = wrap_key(key, account, _place(keybox, "passphrase"))


def lay_epoch(keybox: Keybox, account: AccountKey, number: int, key: PersonEpochKey) -> None:
    """Store the wrapped key of one epoch of a person's own writing."""
    wrapped = wrap_key(account, key, _place(keybox, epoch_field(keybox, number), epoch=number))
    PersonEpoch(person=keybox, number=number, wrapped=wrapped).save(force_insert=True)


def _unwrap(key: Key, wrapped: bytes, place: Place) -> AccountKey:
    try:
        return unwrap_key(key, wrapped, place, AccountKey)
    except VaultError:
        raise WrongSecret from None


def wrap_anew(keyring: Keyring, passphrase: str) -> None:
    """Wrap the account key under a new passphrase, and write nothing yet: hard work, before a transaction."""
    wrap_by_passphrase(keyring.keybox, keyring.account, passphrase)


def use_up_code(keyring: Keyring) -> None:
    """Write what `wrap_anew` has made in place of the recovery code that was handed in."""
    keybox = keyring.keybox
    keybox.recovery_salt = keybox.by_recovery = None
    _replace(keybox, (*BY_PASSPHRASE, *BY_RECOVERY), [PASSPHRASE, RECOVERY])


@transaction.atomic
def _replace(keybox: Keybox, fields: Iterable[str], replaced: Iterable[str]) -> None:
    """Write some fields, or raise `Conflict`; what opened the account before is marked as replaced."""
    if not _write(keybox, *fields):
        raise Conflict
    mark_replaced(keybox.id, replaced)


def mark_replaced(person_id: UUID, replaced: Iterable[str]) -> None:
    """Mark a passphrase or recovery code as one that opened the account once, and should no more."""
    bury(Keybox, [(person_id, what) for what in replaced], REPLACED)
