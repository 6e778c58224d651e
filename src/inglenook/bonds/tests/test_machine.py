"""People come and go in any order; what each can open follows from who was there when it was sealed."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from conftest import again
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from tests.figures import figure

from inglenook.bonds.invitations import accept, find, invite
from inglenook.bonds.middleware import bonds_of
from inglenook.bonds.models import About, Bond
from inglenook.people.models import Person
from inglenook.vault.door import InviteCode
from inglenook.vault.models import Grant
from inglenook.vault.owners import Locked
from inglenook.vault.records import new_id

RUNS, STEPS = 100, 20
WHO = st.integers(0, 3)
counted: Counter[str] = Counter()


def count(what: str) -> None:
    counted[what] += 1


@dataclass
class Note:
    """Something sealed in the bond, and who may ever open it."""

    epoch: int
    readers: set[UUID]


@dataclass
class Offer:
    """An invitation somebody has made."""

    code: InviteCode
    id: UUID
    inviter: UUID
    earlier: bool
    joiner: UUID | None = None
    over: bool = False


@dataclass
class World:
    """What ought to be true."""

    here: set[UUID] = field(default_factory=set)
    notes: list[Note] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    # Every key that anybody has ever held, as somebody would who keeps copies of all of them.
    hoards: dict[UUID, set[int]] = field(default_factory=dict)


class Comings(RuleBasedStateMachine):
    """Four people, one bond."""

    people: tuple[Person, ...] = ()
    offers = Bundle("offers")

    def __init__(self) -> None:
        super().__init__()
        self.atomic: Any = transaction.atomic()
        self.atomic.__enter__()
        founder = self.person(0)
        self.bond_id = Bond.found(founder, About("friends")).id
        self.world = World(here={founder.id}, hoards={p.id: set() for p in self.people})
        self.note(0)
        self.come_in(0, 1, earlier=False)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def person(self, who: int) -> Person:
        """Return somebody as a fresh request knows them."""
        return again(self.people[who])

    def one_of(self, who: int, *, here: bool) -> int | None:
        """Turn any number into somebody who is in the bond, or into somebody who is not."""
        fitting = [i for i, p in enumerate(self.people) if (p.id in self.world.here) == here]
        return fitting[who % len(fitting)] if fitting else None

    def visit(self, who: int) -> tuple[Person, Bond | None]:
        """Let somebody open a page, with all that follows from it; keep copies of their keys."""
        person = self.person(who)
        bond = next((b for b in bonds_of(person) if b.id == self.bond_id), None)
        for offer in self.world.offers:
            if offer.inviter == person.id and offer.joiner and not offer.over and bond:
                offer.over = True
                self.admitted(person.id, offer)
        assert (bond is not None) == (person.id in self.world.here)
        if bond:
            self.hoard(person, bond)
        return person, bond

    def admitted(self, inviter: UUID, offer: Offer) -> None:
        assert offer.joiner
        count("let in")
        self.world.here.add(offer.joiner)
        if offer.earlier:
            for note in self.world.notes:
                if inviter in self.readable_now(note):
                    note.readers.add(offer.joiner)

    def readable_now(self, note: Note) -> set[UUID]:
        return note.readers & self.world.here

    def hoard(self, person: Person, bond: Bond) -> None:
        for link in person.keyring.chain(bond.id):
            try:
                person.keyring.bond_key(bond.id, link.row.number)
            except Locked:
                continue
            self.world.hoards[person.id].add(link.row.number)

    @rule(who=WHO)
    def note(self, who: int) -> None:
        """Seal something for the members of now."""
        person, bond = self.visit(who)
        if bond:
            number, _key = person.keyring.current(bond.owner)
            self.world.notes.append(Note(number, set(self.world.here)))
            count("sealed")

    @rule(target=offers, who=WHO, earlier=st.booleans())
    def invite(self, who: int, earlier: bool) -> Any:
        person, bond = self.visit(who)
        if bond is None:
            return multiple()
        row = invite(bond, person, earlier=earlier, id=new_id())
        offer = Offer(row.code, row.id, person.id, earlier)
        self.world.offers.append(offer)
        return offer

    @rule(offer=offers, who=WHO)
    def accept(self, offer: Offer, who: int) -> None:
        person, bond = self.visit(who)
        row = find(offer.code)
        assert (row is not None) == (offer.joiner is None and not offer.over)
        if row and bond is None:
            assert accept(row, person, offer.code)
            offer.joiner = person.id

    @rule(inviter=WHO, joiner=WHO, earlier=st.booleans())
    def come_in(self, inviter: int, joiner: int, earlier: bool) -> None:
        """The whole way at once."""
        host, guest = self.one_of(inviter, here=True), self.one_of(joiner, here=False)
        if host is None or guest is None:
            return
        (person, bond), (newcomer, known) = self.visit(host), self.visit(guest)
        if bond is None or known is not None:
            return
        row = invite(bond, person, earlier=earlier, id=new_id())
        offer = Offer(row.code, row.id, person.id, earlier, joiner=newcomer.id)
        assert accept(row, newcomer, offer.code)
        self.world.offers.append(offer)
        self.visit(host)
        self.note(guest)

    @rule(who=WHO)
    def look(self, who: int) -> None:
        """Open a page: lets others in, and begins a new epoch where somebody has left."""
        self.visit(who)

    @rule(who=WHO)
    def leave(self, who: int) -> None:
        """Leave; the one who is left last stays."""
        leaver = self.one_of(who, here=True)
        person, bond = self.visit(who if leaver is None else leaver)
        if bond is None or len(self.world.here) == 1:
            return
        bond.leave(person, take_back=False)
        self.world.here.discard(person.id)
        for note in self.world.notes:
            note.readers.discard(person.id)
        for offer in self.world.offers:
            if offer.inviter == person.id:
                offer.over = True
        count("left")

    @rule(first=WHO, second=WHO)
    def two_tabs(self, first: int, second: int) -> None:
        """Two pages that were open before either changed anything."""
        tabs = [self.person(first), self.person(second)]
        for tab in tabs:
            tab.keyring.bond_ids()
        for who, tab in zip((first, second), tabs, strict=True):
            bonds_of(tab)
            self.visit(who)

    @invariant()
    def keys_follow_members(self) -> None:
        """Each opens exactly what was sealed while they were there, or was handed to them."""
        count("steps")
        stored = set(Grant.objects.filter(bond_id=self.bond_id).values_list("person_id", "number"))
        for person in self.people:
            for note in self.world.notes:
                may = person.id in note.readers
                assert ((person.id, note.epoch) in stored) == may
                count("keys looked at")

    @invariant()
    def a_hoard_opens_nothing_sealed_after_leaving(self) -> None:
        ever = self.__dict__.setdefault("ever", {})
        for number, note in enumerate(self.world.notes):
            ever.setdefault(number, set()).update(note.readers)
            for person_id, hoard in self.world.hoards.items():
                assert note.epoch not in hoard or person_id in ever[number]


@pytest.mark.slow
@pytest.mark.django_db
def test_whoever_comes_and_goes_opens_only_what_is_theirs(
    ada: Person, bo: Person, charlie: Person, dana: Person
) -> None:
    Comings.people = (ada, bo, charlie, dana)
    counted.clear()
    run_state_machine_as_test(
        Comings,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    figure("coming and going, four people in one bond", f"{RUNS} runs, {dict(counted)}")
