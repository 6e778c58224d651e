"""What other apps may use of the vault's core: codes, words and bindings, but never a key."""

from uuid import UUID

from inglenook.vault.core.codes import InviteCode as InviteCode
from inglenook.vault.core.codes import RecoveryCode as RecoveryCode
from inglenook.vault.core.encoding import frame as frame
from inglenook.vault.core.envelope import Place, open_envelope, seal
from inglenook.vault.core.errors import BadCode as BadCode
from inglenook.vault.core.errors import VaultError as VaultError
from inglenook.vault.core.errors import WrongSecret as WrongSecret
from inglenook.vault.core.passphrase import normalise as normalise
from inglenook.vault.core.passphrase import tidy_words as tidy_words
from inglenook.vault.core.roster import Member as Member
from inglenook.vault.core.shapes import Shape as Shape
from inglenook.vault.core.shapes import fits as fits
from inglenook.vault.core.words import fingerprint_words as fingerprint_words
from inglenook.vault.core.words import on_list
from inglenook.vault.core.words import six_words as six_words


def are_six_words(text: str) -> bool:
    """Tell whether a passphrase could be one that `six_words` has made."""
    words = text.split()
    return len(words) == 6 and on_list(words)


def seal_greeting(code: InviteCode, greeting: bytes, bond_id: UUID, invitation_id: UUID) -> bytes:
    """Seal what an invited person is told, so that only the invitation's code opens it."""
    return seal(code.key(), greeting, _greeting_place(bond_id, invitation_id))


def open_greeting(code: InviteCode, sealed: bytes, bond_id: UUID, invitation_id: UUID) -> bytes:
    """Open what an invited person is told, or raise `VaultError`."""
    return open_envelope(code.key(), sealed, _greeting_place(bond_id, invitation_id))


def _greeting_place(bond_id: UUID, invitation_id: UUID) -> Place:
    return Place(table="invitation", owner=bond_id, row=invitation_id, field="greeting", revision=0, epoch=0)
