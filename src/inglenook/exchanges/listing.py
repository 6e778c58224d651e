"""A bond's exchanges in lists: what waits, what is to open, what has opened."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from inglenook.bonds.models import Bond
from inglenook.exchanges.models import Answer, Exchange, Notes, Shelf
from inglenook.exchanges.opening import Pending, release_due
from inglenook.exchanges.sheet import Sheet
from inglenook.people.models import Person
from inglenook.vault.records import readable

PER_PAGE = 12
LATELY = timedelta(days=14)


@dataclass
class Table:
    """The exchanges of one bond as one member finds them."""

    to_answer: list[Sheet] = field(default_factory=list)
    waiting: list[Sheet] = field(default_factory=list)
    aside: list[Sheet] = field(default_factory=list)
    opened: list[Sheet] = field(default_factory=list)
    further: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever asked."""
        return not (self.to_answer or self.waiting or self.aside or self.opened)


def table_of(person: Person, bonds: list[Bond], bond: Bond, page: int = 0) -> Table:
    """Lay out a bond's exchanges, newest first, after giving what is due."""
    pending = [one for one in release_due(person, bonds) if one.bond.id == bond.id]
    notes = Shelf.read(person)
    table = Table()
    for sheet in _sheets(person, bond, pending, notes):
        places = {"waiting": table.waiting, "ended": table.waiting, "aside": table.aside}
        places.get(sheet.state, table.to_answer).append(sheet)
    opened = opened_in(person, bond, start=page * PER_PAGE, most=PER_PAGE + 1, notes=notes)
    table.opened, table.further = opened[:PER_PAGE], len(opened) > PER_PAGE
    return table


def _sheets(person: Person, bond: Bond, pending: list[Pending], notes: Notes) -> list[Sheet]:
    ids = [one.id for one in pending]
    rows = Exchange.objects.of(person).filter(bond_id=bond.id, id__in=ids).order_by("-opened_on", "-id")
    mine = Answer.objects.of(person).filter(bond_id=bond.id, exchange_id__in=ids)
    answers = {row.exchange_id: row for row in readable(mine)}
    return [Sheet(person, bond, row, answers.get(row.id), notes) for row in readable(rows)]


def opened_in(
    person: Person, bond: Bond, *, start: int = 0, most: int = PER_PAGE, notes: Notes | None = None
) -> list[Sheet]:
    """Return a bond's opened exchanges, newest first."""
    rows = (
        Exchange.objects.of(person)
        .filter(bond_id=bond.id, revealed_on__isnull=False)
        .order_by("-revealed_on", "-opened_on", "-id")[start : start + most]
    )
    return [Sheet(person, bond, row, None, notes or Notes()) for row in readable(rows)]


def unanswered(pending: list[Pending], person: Person, notes: Notes) -> list[Pending]:
    """Return the questions that wait for a person. Opens no envelope."""
    return [
        one
        for one in pending
        if one.bond.is_open
        and person.id not in one.answered
        and (person.id in one.outdated or one.id not in notes.handled)
    ]


def unread(bond_ids: list[UUID], person: Person, notes: Notes) -> list[tuple[UUID, UUID]]:
    """Return bond and exchange of what has opened lately and this person has not read. Opens no envelope."""
    lately = person.today() - LATELY
    rows = Exchange.objects.filter(bond_id__in=bond_ids, revealed_on__gte=lately)
    return [
        (bond_id, id)
        for bond_id, id in rows.order_by("-revealed_on", "-id").values_list("bond_id", "id")
        if id not in notes.seen
    ]
