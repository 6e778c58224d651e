"""One exchange as one person sees it: nothing of it depends on what another has not opened yet."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal
from uuid import UUID

from django.http import Http404

from inglenook.bonds.middleware import BondRequest
from inglenook.bonds.models import Bond
from inglenook.exchanges.answering import answer_of, may_answer, reveals_of
from inglenook.exchanges.depths import DEPTHS, Depth
from inglenook.exchanges.models import Answer, Exchange, Notes, Shelf
from inglenook.exchanges.opening import is_for, release_due, taking_part
from inglenook.people.models import Person

State = Literal["opened", "ended", "box", "aside", "again", "waiting"]


@dataclass(frozen=True)
class Card:
    """An opened answer; no text where somebody left theirs face down."""

    person_id: UUID
    name: str
    text: str


@dataclass
class Sheet:
    """An exchange, its bond, and the reader's own part in it."""

    person: Person
    bond: Bond
    exchange: Exchange
    answer: Answer | None
    notes: Notes

    @property
    def state(self) -> State:
        """Where this exchange stands for the reader."""
        if self.exchange.revealed_on:
            return "opened"
        if not may_answer(self.person, self.bond, self.exchange):
            return "ended"
        if self.answer is None:
            return "aside" if self.exchange.id in self.notes.handled else "box"
        return "waiting" if is_for(self.answer, self.bond) else "again"

    @property
    def depth(self) -> Depth:
        """How deep the question is."""
        return DEPTHS[self.exchange.asked.depth]

    @property
    def names(self) -> list[str]:
        """Everyone whose answer is to come, the reader first."""
        here = taking_part(self.bond, self.exchange.asked_epoch)
        others = [m.name for m in self.bond.others if m.person_id in here]
        return [self.person.name, *others]

    @property
    def audience(self) -> list[str]:
        """Everyone who will see the answers."""
        return [m.name for m in self.bond.others]

    @cached_property
    def cards(self) -> list[Card]:
        """The opened answers: the reader's own first, then the others' as they joined."""
        shown = {row.author_id: row.shown.text for row in reveals_of(self.person, self.exchange)}
        there = [m.person_id for m in self.bond.all_memberships]
        part = taking_part(self.bond, self.exchange.asked_epoch) | shown.keys()
        order = dict.fromkeys([self.person.id, *there, *shown])
        return [Card(one, self.bond.name_of(one), shown.get(one, "")) for one in order if one in part]

    @property
    def is_mine_shown(self) -> bool:
        """Whether the reader's own answer is among the opened ones."""
        return any(card.text for card in self.cards if card.person_id == self.person.id)

    @property
    def asked_by(self) -> str:
        """Who asked; empty if it was the reader."""
        by = self.exchange.asked.by
        return "" if by == self.person.id else self.bond.name_of(by)


def sheet_of(person: Person, bonds: list[Bond], exchange_id: UUID) -> Sheet:
    """Return the sheet, after giving what is due; 404 for what is not this person's to see."""
    by_id = {bond.id: bond for bond in bonds}
    release_due(person, bonds)
    rows = Exchange.objects.of(person)
    exchange: Exchange | None = rows.filter(id=exchange_id, bond_id__in=by_id).first()
    if exchange is None:
        raise Http404
    bond = by_id[exchange.bond_id]
    was_there = person.id in taking_part(bond, exchange.asked_epoch)
    if not (was_there or exchange.revealed_on):
        raise Http404
    return Sheet(person, bond, exchange, answer_of(person, exchange), Shelf.read(person))


def requested(request: BondRequest, exchange_id: UUID) -> Sheet:
    """Return the sheet that a request asks for."""
    return sheet_of(request.person, request.bonds, exchange_id)
