"""A bond's history of members: each list signed by somebody on the one before."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from inglenook.vault.core.encoding import frame
from inglenook.vault.core.errors import VaultError
from inglenook.vault.core.keys import BondEpochKey
from inglenook.vault.core.roster import Roster
from inglenook.vault.core.signing import VerifyingKey
from inglenook.vault.models import BondEpoch
from inglenook.vault.owners import Untrusted


def commitment(key: BondEpochKey) -> bytes:
    """Return what the signed statement says of an epoch's key without giving it away."""
    return hashlib.blake2b(b"epoch", key=key.expose(), digest_size=32, person=b"inglenook-commit").digest()


def statement(roster: bytes, key_commitment: bytes) -> bytes:
    """Return what the signer of an epoch vouches for: who is in it, and which key it has."""
    return frame("inglenook bond epoch", roster, key_commitment)


def digest(said: bytes) -> bytes:
    """Return the hash by which the next epoch refers to this statement."""
    return hashlib.blake2b(said, digest_size=32, person=b"inglenook-epoch").digest()


@dataclass(frozen=True, slots=True)
class Link:
    """One verified or yet unverified epoch of a bond."""

    row: BondEpoch
    roster: Roster

    @classmethod
    def of(cls, row: BondEpoch) -> "Link":
        """Read the link from its row."""
        return cls(row, Roster.from_bytes(bytes(row.roster)))

    @property
    def statement(self) -> bytes:
        """What the signer vouched for."""
        return statement(bytes(self.row.roster), bytes(self.row.commitment))

    @property
    def digest(self) -> bytes:
        """The hash by which the next link refers to this one."""
        return digest(self.statement)


def verify(links: Sequence[Link], anchor: tuple[int, bytes]) -> None:
    """Check a whole chain against the link one person has accepted; raises `Untrusted`.

    Up to the anchor the hashes suffice, since the anchor's hash covers all before it. After it, each
    list must be signed by a member of the list before.
    """
    number, accepted = anchor
    previous: Link | None = None
    seen = False
    for place, link in enumerate(links, start=1):
        if link.row.number != place or link.roster.epoch != place or link.roster.bond != link.row.bond_id:
            raise Untrusted("The history of this bond has a gap.")
        if link.roster.previous != (previous.digest if previous else b""):
            raise Untrusted("The history of this bond has been altered.")
        if seen and previous:
            _verify_signature(link, previous)
        if place == number:
            if link.digest != accepted:
                raise Untrusted("The history of this bond is not the one accepted.")
            seen = True
        previous = link
    if not seen:
        raise Untrusted("The history of this bond is shorter than the one accepted.")


def _verify_signature(link: Link, previous: Link) -> None:
    signer = next((m for m in previous.roster.members if m.person == link.row.signer_id), None)
    if signer is None:
        raise Untrusted("Somebody who is not a member has changed this bond.")
    try:
        VerifyingKey(signer.signing).verify(link.statement, bytes(link.row.signature))
    except VaultError as error:
        raise Untrusted("A change to this bond carries a false signature.") from error
