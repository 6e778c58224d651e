"""One walk of four people through a bond: what may happen at each step."""

from collections.abc import Callable
from uuid import UUID

from conftest import renew

from inglenook.bonds.invitations import accept, find, invite
from inglenook.bonds.models import Bond
from inglenook.entries.bodies import Journal
from inglenook.entries.models import Entry, SharedEntry, copy_for
from inglenook.people.models import Person
from inglenook.vault.owners import Conflict
from inglenook.vault.records import new_id
from tests.walkers import Given, Walkers

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


class Walk(Walkers):
    """The steps."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.let_in(self.ids[0], self.ids[1], earlier=False)

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
