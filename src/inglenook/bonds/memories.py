"""What a person remembers of a bond they have left. Nobody else can read it."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from inglenook.bonds.rules import Kind
from inglenook.people.models import Person, PersonRecord
from inglenook.vault.fields import SealedJSONField


class Left(msgspec.Struct, frozen=True):
    """What one remembers of a bond one left."""

    bond: UUID
    kind: Kind
    title: str
    names: list[str]
    on: date
    took_back: bool = False

    @property
    def name(self) -> str:
        """What the bond was called."""
        return self.title or ", ".join(self.names)


class PastBond(PersonRecord):
    """A bond a person has left, as only they remember it."""

    table = "past-bond"

    left = SealedJSONField[Left](of=Left, place="left")

    class Meta(PersonRecord.Meta):
        abstract = False


def memories(person: Person) -> list[PastBond]:
    """Return what a person remembers of the bonds they left, the latest first."""
    found: Any = PastBond.objects.of(person)
    rows: list[PastBond] = list(found)
    return sorted(rows, key=lambda row: row.left.on, reverse=True)


def memory_of(person: Person, bond_id: UUID) -> PastBond | None:
    """Return what a person remembers of one bond they left."""
    return next((row for row in memories(person) if row.left.bond == bond_id), None)


def remember(person: Person, left: Left) -> None:
    """Keep a memory of a bond, in the place of an earlier one of the same."""
    for row in memories(person):
        if row.left.bond == left.bond:
            row.delete()
    PastBond(person=person, left=left).bind(person.keyring).save()
