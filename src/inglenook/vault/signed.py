"""Rows that a member has signed: no other member, nor whoever holds the files, can put words in their mouth.

All members hold the key that opens a bond's rows, so the key alone does not tell who wrote one. The author
signs the sealed form, since a signature of the text itself would let anybody try out what it says.
"""

from collections.abc import Mapping
from typing import ClassVar, Self
from uuid import UUID

from django.db import models

from inglenook.vault.chain import Link
from inglenook.vault.core.encoding import frame
from inglenook.vault.core.errors import Tampered
from inglenook.vault.core.shapes import Shape
from inglenook.vault.core.signing import VerifyingKey
from inglenook.vault.keyring import Keyring
from inglenook.vault.owners import Locked
from inglenook.vault.records import SealedRecord, sealed_fields


class SignedRecord(SealedRecord):
    """A row of a bond with an author, signed by the key that the bond's list of its epoch has for them."""

    shapes: ClassVar[dict[str, Shape]] = {"signature": Shape.SIGNATURE}

    author_id: UUID
    signature = models.BinaryField()

    class Meta(SealedRecord.Meta):
        abstract = True

    def bind(self, keyring: Keyring) -> Self:
        """Take the keys, and keep the sealed form as it was read: what is opened or set replaces it."""
        fields = sealed_fields(type(self))
        self.__dict__.setdefault("_read", {f.attname: self.__dict__.get(f.attname) for f in fields})
        return super().bind(keyring)

    def sign(self) -> None:
        """Sign; only the author can."""
        if self.author_id != self.keyring.person_id:
            raise Locked("Only its author may change this.")
        key = self.keyring.signing_as(self._listed_key())
        self.signature = key.sign(self._statement(self._envelopes))

    def verify(self) -> None:
        """Raise `Tampered` where the author has not signed just this."""
        said = self._statement(self.__dict__["_read"])
        VerifyingKey(self._listed_key()).verify(said, bytes(self.signature))

    def _listed_key(self) -> bytes:
        chain: list[Link] = self.keyring.chain(self.owner.id)
        for link in chain[self.epoch - 1 : self.epoch]:
            for member in link.roster.members:
                if member.person == self.author_id:
                    return member.signing
        raise Tampered

    def _statement(self, sealed: Mapping[str, bytes | None]) -> bytes:
        parts: list[bytes | str] = []
        for field in sealed_fields(type(self)):
            envelope = sealed[field.attname]
            if envelope is not None:  # a field that was added since says nothing in older rows
                parts += [field.place, bytes(envelope)]
        said = ("inglenook signed row", self.table, self.owner.id, self.id, self.revision, self.epoch)
        return frame(*said, self.author_id, self.beside(), *parts)
