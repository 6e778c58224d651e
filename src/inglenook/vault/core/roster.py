"""The roster: who belongs to a bond in one epoch, in a form that can be signed and chained."""

from dataclasses import dataclass
from hashlib import blake2b
from typing import Self
from uuid import UUID

from inglenook.vault.core.encoding import Part, frame, unframe
from inglenook.vault.core.errors import Tampered

_NAME = "inglenook.roster"
_VERSION = 1
_DIGEST_SIZE = 32


@dataclass(frozen=True, slots=True)
class Member:
    """One member and the public keys the others know them by (32 bytes each)."""

    person: UUID
    sealing: bytes
    signing: bytes

    def __post_init__(self) -> None:
        if not (_is_id(self.person) and _is_key(self.sealing) and _is_key(self.signing)):
            raise ValueError("A member is a person's id and two public keys of 32 bytes")


@dataclass(frozen=True, slots=True)
class Roster:
    """The members of a bond in one epoch, by the order of their ids, and the digest of the roster before."""

    bond: UUID
    epoch: int
    members: tuple[Member, ...]
    previous: bytes = b""

    def __post_init__(self) -> None:
        if not _is_id(self.bond) or type(self.epoch) is not int or self.epoch < 0:
            raise ValueError("A roster has a bond's id and an epoch of at least 0")
        if type(self.previous) is not bytes or len(self.previous) not in (0, _DIGEST_SIZE):
            raise ValueError("The digest of the previous roster has 32 bytes, or none for the first")
        if len({member.person for member in self.members}) != len(self.members):
            raise ValueError("A person can be in a roster only once")
        object.__setattr__(self, "members", tuple(sorted(self.members, key=lambda member: member.person)))

    def to_bytes(self) -> bytes:
        """Write the one form of this roster that is signed."""
        keys: list[Part] = []
        for member in self.members:
            keys += (member.person, member.sealing, member.signing)
        return frame(_NAME, _VERSION, self.bond, self.epoch, self.previous, *keys)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read a roster back, or raise Tampered if these bytes are not exactly one."""
        try:
            _, _, bond, epoch, previous, *keys = unframe(data)
            triples = zip(keys[::3], keys[1::3], keys[2::3], strict=True)
            roster = cls(bond, epoch, tuple(Member(*triple) for triple in triples), previous)  # type: ignore[arg-type]
        except (ValueError, TypeError):
            raise Tampered from None
        if roster.to_bytes() != data:
            raise Tampered
        return roster

    def digest(self) -> bytes:
        """Give the 32 bytes that the next roster names as its previous one."""
        return blake2b(self.to_bytes(), digest_size=_DIGEST_SIZE, person=b"inglenook-roster").digest()


def _is_id(value: object) -> bool:
    return isinstance(value, UUID)


def _is_key(raw: object) -> bool:
    return type(raw) is bytes and len(raw) == 32
