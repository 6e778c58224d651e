"""Four people and their bond, and a plain account of who may read what: compared with what is so."""

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from inglenook.bonds.middleware import bonds_of
from inglenook.bonds.models import About, Bond
from inglenook.entries.models import Entry, SharedEntry, shared_with
from inglenook.people.models import Person
from inglenook.vault.keyring import Keyring
from inglenook.vault.models import Grant, Keybox
from inglenook.vault.owners import Locked

READS = 0.05  # how often somebody reads everything after a step; at the end of a walk all do


@dataclass
class Given:
    """A copy in the bond: what it says, whose it is, and who may read it."""

    entry: UUID
    author: UUID
    text: str
    readers: set[UUID]
    epoch: int = 0


@dataclass
class Walkers:
    """The people, and what ought to be true of them."""

    ids: list[UUID]
    keys: list[Any]
    chance: random.Random
    counted: Counter[str]
    here: set[UUID] = field(default_factory=set)
    given: dict[UUID, Given] = field(default_factory=dict)
    own: dict[UUID, dict[UUID, str]] = field(default_factory=dict)
    # Every key of the bond that anybody has ever held, as somebody keeps them who makes copies of all.
    hoards: dict[UUID, set[int]] = field(default_factory=dict)
    trail: list[str] = field(default_factory=list)
    texts: int = 0
    # The page that each has open, and how often people had come, gone or made new keys when it was made.
    pages: dict[UUID, tuple[int, Person, Bond | None]] = field(default_factory=dict)
    changes: int = 0

    def __post_init__(self) -> None:
        self.accounts = dict(zip(self.ids, self.keys, strict=True))
        self.own = {id: {} for id in self.ids}
        self.hoards = {id: set() for id in self.ids}
        founder = self.person(self.ids[0])
        self.bond_id = Bond.found(founder, About("friends")).id
        self.here = {founder.id}

    # Who is who

    def person(self, id: UUID) -> Person:
        """Return somebody as a fresh request knows them."""
        keyring = Keyring(Keybox.objects.get(id=id), self.accounts[id])
        return Person.objects.get(id=id).unlock(keyring)

    def one_here(self, *besides: UUID) -> UUID | None:
        """Return somebody who is in the bond."""
        return self._one([id for id in self.ids if id in self.here and id not in besides])

    def one_elsewhere(self) -> UUID | None:
        """Return somebody who is not."""
        return self._one([id for id in self.ids if id in self.accounts and id not in self.here])

    def _one(self, fitting: list[UUID]) -> UUID | None:
        return self.chance.choice(fitting) if fitting else None

    def visit(self, id: UUID, *, afresh: bool = False) -> tuple[Person, Bond | None]:
        """Let somebody open a page, with all that follows from it; they keep copies of their keys.

        Where nobody came or went since their last one, it is as good as new.
        """
        since, person, bond = self.pages.get(id, (None, None, None))
        if person is None or since != self.changes or afresh:
            person, bond = self._open_page(id)
            self.pages[id] = self.changes, person, bond
        return person, bond

    def _open_page(self, id: UUID) -> tuple[Person, Bond | None]:
        person = self.person(id)
        bond = next((b for b in bonds_of(person) if b.id == self.bond_id), None)
        assert (bond is not None) == (id in self.here)
        if bond:
            assert set(bond.member_ids) == self.here, "the list is in step with who is there"
            for link in person.keyring.chain(bond.id):
                try:
                    person.keyring.bond_key(bond.id, link.row.number)
                except Locked:
                    continue
                self.hoards[id].add(link.row.number)
        return person, bond

    # What is true after every step

    def see_that_all_is_well(self) -> None:
        """Compare what everybody reads and holds with what they may."""
        stored = set(Grant.objects.filter(bond_id=self.bond_id).values_list("person_id", "number"))
        for id in self.accounts:
            for one in self.given.values():
                if one.epoch:
                    assert ((id, one.epoch) in stored) >= (id in one.readers), "who may read holds the key"
        for one in self.given.values():
            holders = {id for id, hoard in self.hoards.items() if one.epoch in hoard}
            ever = self.__dict__.setdefault("ever", {}).setdefault((one.entry, one.epoch), set())
            ever |= one.readers
            assert holders <= ever, "a hoard of old keys opens nothing new"
            self.counted["keys looked at"] += len(self.hoards)
        if self.chance.random() < READS:
            self.see_what_is_read(self.chance.choice(list(self.accounts)))

    def see_what_is_read(self, id: UUID) -> None:
        """Let somebody read everything: just what was given to them, as it was given."""
        person, bond = self.visit(id, afresh=True)
        if bond is None:
            assert not SharedEntry.objects.of(person).filter(bond_id=self.bond_id).exists()
            return
        read = {row.source: row.plain for row in shared_with(person, bond, limit=100)}
        assert read == {one.entry: one.text for one in self.given.values() if id in one.readers}
        self.counted["texts read"] += len(read)
        kept = {row.id: row.plain for row in Entry.objects.of(person)}
        assert kept == self.own[id]
