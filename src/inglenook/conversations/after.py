"""How talks were for somebody: told alone, kept for themselves, shown only where all agree to that."""

from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

import msgspec
from django.db import transaction

from inglenook.bonds.models import Bond
from inglenook.bonds.turn import take_turn
from inglenook.conversations.models import After, Afterwards, Line, Notes, Shown
from inglenook.people.models import Person
from inglenook.vault.records import Conflict, opens, readable
from inglenook.vault.trouble import by_the_way
from inglenook.vault.turns import take_bonds_turn

MOST_TOLD = 500
MOST_ASIDE = 100
SHOWN = 30
HIGHEST = 4
ITEMS = ("understood", "valued", "cared_for", "calm")
# Among colleagues nothing is asked about the heart, and nothing is shown.
ITEMS_AT_WORK = ("understood", "valued", "calm")


def items_for(bond: Bond) -> tuple[str, ...]:
    """Return what is asked after a talk of such a bond."""
    return ITEMS_AT_WORK if bond.kind == "colleagues" else ITEMS


def notes_of(person: Person) -> Notes:
    """Return what somebody keeps of talks for themselves."""
    row = Afterwards.row_of(person)
    return row.notes if row and opens(row) else Notes()


def told_in(person: Person, bond: Bond) -> tuple[After, ...]:
    """Return how the talks of a bond were for somebody, the earliest first."""
    return tuple(one for one in notes_of(person).told if one.bond_id == bond.id)[-SHOWN:]


def told_of(person: Person, conversation_id: UUID) -> After | None:
    """Return how one talk was for somebody, if they have said so."""
    return next((one for one in notes_of(person).told if one.conversation_id == conversation_id), None)


def tell(person: Person, after: After) -> None:
    """Keep how a talk was for somebody; said again, it takes the place of what was said before."""

    def change(notes: Notes) -> Notes:
        others = [one for one in notes.told if one.conversation_id != after.conversation_id]
        told = sorted([*others, after], key=lambda one: one.on)[-MOST_TOLD:]
        return msgspec.structs.replace(notes, told=tuple(told))

    _write(person, change)


def set_aside(person: Person, conversation_id: UUID, *, aside: bool) -> None:
    """Set a proposal aside, or take it up again; to everybody else it looks as if nothing had happened."""

    def change(notes: Notes) -> Notes:
        ids = notes.aside | {conversation_id} if aside else notes.aside - {conversation_id}
        return msgspec.structs.replace(notes, aside=frozenset(sorted(ids)[-MOST_ASIDE:]))

    _write(person, change)


def _write(person: Person, change: Callable[[Notes], Notes]) -> None:
    Afterwards.put(person, lambda row: {"notes": change(row.notes if row else Notes())})


@transaction.atomic
def agree(person: Person, bond: Bond) -> None:
    """Agree to show just these members how talks were. Nothing is given before all have agreed."""
    take_turn(bond)
    Line.objects.filter(bond_id=bond.id, author_id=person.id).delete()
    Line.objects.of(person).create(bond=bond, author=person, shown=Shown(frozenset(bond.member_ids)))
    bond.tell()


@transaction.atomic
def withdraw(bond: Bond) -> None:
    """Agree no longer: nobody's line is shown any more, and all would have to agree anew."""
    take_bonds_turn(bond.id)
    Line.objects.filter(bond_id=bond.id).delete()
    bond.tell()


def has_agreed(person: Person, bond: Bond) -> bool:
    """Tell whether somebody has agreed to show just the members of now how talks were."""
    rows: list[Line] = list(readable(Line.objects.of(person).filter(bond_id=bond.id, author_id=person.id)))
    return any(row.shown.audience == set(bond.member_ids) for row in rows)


def lines_in(person: Person, bond: Bond) -> dict[UUID, tuple[After, ...]]:
    """Return the lines that may be seen in a bond, after giving the reader's own; none unless all agree."""
    rows: list[Line] = list(readable(Line.objects.of(person).filter(bond_id=bond.id)))
    members = set(bond.member_ids)
    agreed = {row.author_id: row for row in rows if row.shown.audience == members}
    everybody = bond.is_open and agreed.keys() >= members and bond.kind != "colleagues"
    for row in rows:
        if row.author_id == person.id:
            _give(person, bond, row, told_in(person, bond) if everybody else ())
    return {id: row.shown.points for id, row in agreed.items()} if everybody else {}


def _give(person: Person, bond: Bond, row: Line, points: tuple[After, ...]) -> None:
    """Let one's own line hold just these points: all of them, or none where not all agree any more."""
    if row.shown.points == points:
        return
    with suppress(Conflict), by_the_way(), transaction.atomic():
        take_turn(bond)
        row.shown = msgspec.structs.replace(row.shown, points=points)
        row.save()
        bond.tell(besides=person)
