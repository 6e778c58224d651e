"""Sealing to somebody by their public key alone: they may be locked, or far away."""

from uuid import UUID

from inglenook.vault.core.encoding import frame
from inglenook.vault.core.sealing import SealingPublicKey, seal_to
from inglenook.vault.models import Keybox


def seal_for(keybox: Keybox, plaintext: bytes, info: bytes) -> bytes:
    """Seal bytes to a person who may be locked at this moment; whoever calls knows that the key is theirs."""
    return seal_to_key(bytes(keybox.sealing_public), plaintext, info)


def seal_to_key(public: bytes, plaintext: bytes, info: bytes) -> bytes:
    """Seal bytes to a public key."""
    return seal_to(SealingPublicKey(public), plaintext, info)


def grant_info(bond_id: UUID, number: int, person_id: UUID) -> bytes:
    """Return what a sealed epoch key is bound to: its purpose, bond, epoch and recipient."""
    return frame("inglenook epoch key", bond_id, number, person_id)
