"""One walk of four people through a bond, and a plain account of what each may read at every step."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from inglenook.bonds.invitations import accept, find, invite
from inglenook.bonds.middleware import bonds_of
from inglenook.bonds.models import About, Bond
from inglenook.entries.bodies import Journal
from inglenook.entries.models import Entry, SharedEntry, copy_for, shared_with
from inglenook.people.models import Person
from inglenook.vault.keyring import Keyring
from inglenook.vault.models import Grant, Keybox
from inglenook.vault.owners import Conflict, Locked
from inglenook.vault.records import new_id
from inglenook.vault.renewal import renew

READS = 0.05  # how often somebody reads everything after a step; at the end of a walk all do
PASSPHRASE = "six other words for the walk"
WEIGHTS = {
    "look": 1,
    "come_in": 2,
    "leave": 1.5,
    "share": 5,
    "share_again": 3,
    "take_back": 1,
    "edit_in_two_tabs": 6,
    "share_from_an_old_tab": 4,
    "make_new_keys": 0.7,
    "erase": 0.2,
}


@dataclass
class Given:
    """A copy in the bond: what it says, whose it is, and who may read it."""

    entry: UUID
    author: UUID
    text: str
    readers: set[UUID]
    epoch: int = 0


@dataclass
class Walk:
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
        self.let_in(self.ids[0], self.ids[1], earlier=False)

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

    def next_step(self) -> Callable[[], None]:
        """Choose what happens next."""
        (name,) = self.chance.choices(list(WEIGHTS), list(WEIGHTS.values()))
        self.trail.append(name)
        self.counted[name] += 1
        step: Callable[[], None] = getattr(self, name)
        return step

    def new_text(self) -> str:
        """Return words that nobody has written before."""
        self.texts += 1
        return f"canary-ember, page {self.texts}"

    # Steps

    def look(self) -> None:
        """Somebody opens a page."""
        id = self._one(list(self.accounts))
        if id:
            self.visit(id, afresh=True)

    def come_in(self) -> None:
        """Somebody is invited and comes."""
        host, guest = self.one_here(), self.one_elsewhere()
        if host and guest:
            self.let_in(host, guest, earlier=self.chance.random() < 0.4)

    def let_in(self, host: UUID, guest: UUID, *, earlier: bool) -> None:
        """Invite, accept, admit."""
        inviter, bond = self.visit(host)
        joiner = self.person(guest)
        assert bond
        code = invite(bond, inviter, earlier=earlier, id=new_id()).code
        row = find(code)
        assert row
        assert accept(row, joiner, code)
        self.here.add(guest)
        self.changes += 1
        if earlier:
            for one in self.given.values():
                if host in one.readers:
                    one.readers.add(guest)
        self.visit(host)
        self.visit(guest)

    def leave(self) -> None:
        """Somebody goes, with or without what they shared; the last one stays."""
        id = self.one_here()
        if id is None or len(self.here) == 1:
            return
        person, bond = self.visit(id)
        assert bond
        takes_back = self.chance.random() < 0.3
        bond.leave(person, take_back=takes_back)
        self.gone(id, with_all=takes_back)

    def gone(self, id: UUID, *, with_all: bool) -> None:
        """Note that somebody is no longer there."""
        self.here.discard(id)
        self.changes += 1
        if with_all:
            self.given = {key: one for key, one in self.given.items() if one.author != id}
        for one in self.given.values():
            one.readers.discard(id)

    def share(self) -> None:
        """Somebody writes a page and gives it."""
        id = self.one_here()
        if id is None:
            return
        person, bond = self.visit(id)
        assert bond
        text = self.new_text()
        entry, _ = Entry.keep(person, new_id(), Journal(at=1), text)
        self.own[id][entry.id] = text
        if bond.is_open:
            self.give(person, bond, entry, text)

    def share_again(self) -> None:
        """Somebody gives once more what they gave before: it is for those who are there now."""
        one = self._one_given_by_a_member()
        if one is None:
            return
        person, bond = self.visit(one.author)
        assert bond
        entry = Entry.objects.of(person).get(id=one.entry)
        if bond.is_open:
            self.give(person, bond, entry, self.own[person.id][entry.id])

    def _one_given_by_a_member(self) -> Given | None:
        fitting = [one for one in self.given.values() if one.author in self.here]
        return self.chance.choice(fitting) if fitting else None

    def give(self, person: Person, bond: Bond, entry: Entry, text: str) -> None:
        """Share, and note for whom it was."""
        row = SharedEntry.give(person, bond, copy_for(entry, bond, person, entry.body, text))
        one = Given(entry.id, person.id, text, set(bond.member_ids), row.epoch)
        self.given[entry.id] = one

    def take_back(self) -> None:
        """Somebody takes a copy back."""
        one = self._one_given_by_a_member()
        if one:
            person, _ = self.visit(one.author)
            SharedEntry.copies_of(Entry.objects.of(person).get(id=one.entry)).delete()
            del self.given[one.entry]

    def edit_in_two_tabs(self) -> None:
        """Two tabs change one page: the second is told, and nothing is overwritten unseen."""
        writers = [id for id in self.accounts if self.own[id]]
        if not writers:
            return
        id = self.chance.choice(writers)
        entry_id = self.chance.choice(list(self.own[id]))
        tabs = [Entry.objects.of(self.person(id)).get(id=entry_id) for _ in range(2)]
        texts = [self.new_text(), self.new_text()]
        tabs[0].rewrite(tabs[0].body, texts[0])
        try:
            tabs[1].rewrite(tabs[1].body, texts[1])
        except Conflict:
            self.counted["told of another tab"] += 1
        else:
            raise AssertionError("one tab overwrote another unseen")
        self.own[id][entry_id] = texts[0]

    def share_from_an_old_tab(self) -> None:
        """Somebody shares from a page made before others came or went: for those it named, or not at all."""
        id = self.one_here()
        if id is None or len(self.here) == 1:
            return
        person, bond = self.visit(id)
        assert bond
        text, named, epoch = self.new_text(), set(self.here), len(person.keyring.chain(bond.id))
        entry, _ = Entry.keep(person, new_id(), Journal(at=1), text)
        self.own[id][entry.id] = text
        meanwhile = self.chance.choice([self.leave, self.come_in, self.look, self.make_new_keys, self.share])
        meanwhile()
        if id not in self.here or self.accounts[id] is not person.keyring.account:
            return  # it was this very person; their old page leads to signing in
        now = len(self.person(id).keyring.chain(bond.id))
        try:
            self.give(person, bond, entry, text)
        except Conflict:
            self.counted["told that others came or went"] += 1
            assert (self.here, now) != (named, epoch)
        else:
            assert (self.here, now) == (named, epoch)

    def make_new_keys(self) -> None:
        """Somebody may know a passphrase: all keys of that person are made anew."""
        id = self._one(list(self.accounts))
        if id:
            self.visit(id)
            self.accounts[id] = renew(self.person(id).keyring, PASSPHRASE).account
            self.changes += 1

    def erase(self) -> None:
        """Somebody erases their account; a bond is never left to nobody by this walk."""
        id = self._one(list(self.accounts))
        if id is None or self.here == {id} or len(self.accounts) < 3:
            return
        self.visit(id)
        self.person(id).erase()
        del self.accounts[id]
        self.gone(id, with_all=True)

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
