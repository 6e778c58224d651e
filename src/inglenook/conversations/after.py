"""How talks were for somebody: told alone, kept for themselves, shown only where all agree to that."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from inglenook.bonds.models import Bond
from inglenook.bonds.turn import take_turn
from inglenook.conversations.models import After, Afterwards, Line
from inglenook.people.models import Person
from inglenook.vault.records import Conflict, readable
from inglenook.vault.trouble import by_the_way
from inglenook.vault.turns import take_bonds_turn, take_persons_turn

MOST_TOLD = 500
SHOWN = 30
ITEMS = ("understood", "valued", "cared_for", "calm")
HIGHEST = 4


def told_by(person: Person) -> tuple[After, ...]:
    """Return how a person's talks were for them, the earliest first."""
    row: Afterwards | None = Afterwards.objects.of(person).first()
    return row.told if row else ()


def told_of(person: Person, conversation_id: UUID) -> After | None:
    """Return how one talk was for a person, if they have said so."""
    return next((one for one in told_by(person) if one.conversation_id == conversation_id), None)


@transaction.atomic
def tell(person: Person, after: After) -> None:
    """Keep how a talk was for a person; said again, it takes the place of what was said before."""
    take_persons_turn(person.id)
    row: Afterwards | None = Afterwards.objects.of(person).first()
    if row is None:
        Afterwards.objects.of(person).create(person=person, told=(after,))
        return
    others = [one for one in row.told if one.conversation_id != after.conversation_id]
    row.told = tuple(sorted([*others, after], key=lambda one: one.on)[-MOST_TOLD:])
    row.save()


@dataclass(frozen=True)
class Shown:
    """Who has agreed to show their line, and the lines that may be seen."""

    agreed: frozenset[UUID]
    lines: dict[UUID, tuple[After, ...]]


def agree(person: Person, bond: Bond) -> None:
    """Agree to show each other how talks were. Nothing is given before all have agreed."""
    with transaction.atomic():
        take_turn(bond)
        if not Line.objects.filter(bond_id=bond.id, author_id=person.id).exists():
            Line.objects.of(person).create(bond=bond, author=person, points=())
    bond.tell()


@transaction.atomic
def withdraw(bond: Bond) -> None:
    """Agree no longer: nobody's line is shown any more, and all would have to agree anew."""
    take_bonds_turn(bond.id)
    Line.objects.filter(bond_id=bond.id).delete()
    bond.tell()


def shown_in(person: Person, bond: Bond) -> Shown:
    """Return whose lines may be seen in a bond, after giving the reader's own where all have agreed."""
    rows: list[Line] = list(readable(Line.objects.of(person).filter(bond_id=bond.id)))
    agreed = frozenset(row.author_id for row in rows)
    if not agreed >= set(bond.member_ids) or not bond.is_open:
        return Shown(agreed, {})
    mine = next(row for row in rows if row.author_id == person.id)
    points = _in_bond(told_by(person), bond)
    if mine.points != points:
        with suppress(Conflict), by_the_way(), transaction.atomic():
            take_turn(bond)
            mine.points = points
            mine.save()
            bond.tell(besides=person)
    return Shown(agreed, {row.author_id: row.points for row in rows})


def _in_bond(told: Iterable[After], bond: Bond) -> tuple[After, ...]:
    return tuple(one for one in told if one.bond_id == bond.id)[-SHOWN:]
