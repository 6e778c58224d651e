"""Real rows of every kind, with anything in them swapped behind the program's back: none reads as another."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
import pytest
from conftest import again, join, mine, questions_for
from django.db import IntegrityError, connection, transaction

from inglenook.bonds.models import About, Bond, Membership
from inglenook.entries.bodies import Journal
from inglenook.entries.models import Entry, SharedEntry, copy_for
from inglenook.exchanges.answering import give
from inglenook.exchanges.asking import ask
from inglenook.exchanges.models import Answer, Exchange, Reveal
from inglenook.exchanges.opening import release_due
from inglenook.people.models import Person
from inglenook.safety.footing import note
from inglenook.safety.models import Footing
from inglenook.vault.door import VaultError
from inglenook.vault.keyring import Keyring
from inglenook.vault.owners import Locked, Untrusted
from inglenook.vault.records import SealedRecord, new_id, sealed_fields
from tests.database import as_stored, place_of_row
from tests.figures import figure

CASES = 4000
MODELS: tuple[type[SealedRecord], ...] = (
    Entry,
    SharedEntry,
    Membership,
    Exchange,
    Answer,
    Reveal,
    Footing,
)
# In the open, and said to be: when somebody came or went, and when answers turned over.
CHANGEABLE = {"joined_on", "left_on", "revealed_on"}

Row = dict[str, Any]
At = int | str  # where a row lies


@dataclass
class Table:
    """A table as somebody with the file sees it: its rows of now, and older revisions of some."""

    model: type[SealedRecord]
    rows: list[Row]
    older: list[Row]

    @property
    def columns(self) -> list[str]:
        named = [f.column for f in self.model._meta.concrete_fields if f.column]
        return [name for name in named if name not in CHANGEABLE]


def _stored(model: type[SealedRecord]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {place_of_row()} AS at, * FROM {model._meta.db_table}")  # noqa: S608
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, values, strict=True)) for values in cursor]


def _write(model: type[SealedRecord], at: At, changes: Row) -> At:
    """Change a row and return where it lies now."""
    with connection.cursor() as cursor:
        named, place = ", ".join(f"{name} = %s" for name in changes), place_of_row()
        cursor.execute(
            f"UPDATE {model._meta.db_table} SET {named} WHERE {place} = %s RETURNING {place}",  # noqa: S608
            [*changes.values(), at],
        )
        return cursor.fetchone()[0]  # type: ignore[no-any-return]


def _share(person: Person, bond: Bond, entry: Entry, text: str) -> None:
    SharedEntry.give(person, bond, copy_for(entry, bond, person, Journal(1), text))


def _live(ada: Person, bo: Person, dana: Person) -> dict[type[SealedRecord], list[Row]]:
    """Let three people write in two bonds, everything twice; returns the rows of the first time."""
    first = Bond.found(ada, About("partners"))
    join(first, ada, bo)
    second = Bond.found(again(ada), About("friends"))
    join(second, again(ada), bo)
    join(mine(ada, second.id), again(ada), dana)
    entries = {}
    for person in (ada, bo):
        note(again(person), first.id, is_open=person is ada)
        for number in range(2):
            page, _ = Entry.keep(again(person), new_id(), Journal(1), f"{person.name} {number}")
            entries[person.id, number] = page
            for bond in (first, second):
                _share(again(person), mine(person, bond.id), page, f"{person.name} shares {number}")
    for bond, number in ((first, 0), (first, 1), (second, 0)):
        hers = mine(ada, bond.id)
        asked = ask(again(ada), hers, questions_for(hers)[number], id=new_id())
        for person in (ada, bo):
            give(again(person), mine(person, bond.id), asked, f"{person.name} answers {number}")
        for person in (bo, ada):
            release_due(again(person), [mine(person, bond.id)])
    before: dict[type[SealedRecord], list[Row]] = {m: _stored(m) for m in (Entry, SharedEntry)}
    for page in entries.values():
        owner = again(ada if page.person_id == ada.id else bo)
        row: Entry = Entry.objects.of(owner).get(id=page.id)
        row.rewrite(row.body, f"{row.text} rewritten")
        _share(owner, mine(owner, first.id), row, f"{row.text} anew")
    return before


def _said(row: SealedRecord) -> tuple[Any, ...]:
    """Everything a row says: its sealed fields and what is pinned beside them."""
    fields = [msgspec.to_builtins(getattr(row, f.attname)) for f in sealed_fields(type(row))]
    return (*fields, *(str(getattr(row, name)) for name in row.pinned), getattr(row, "author_id", None))


def _opened(model: type[SealedRecord], keyrings: list[Keyring]) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    for keyring in keyrings:
        for row in model._default_manager.all().unlocked_by(keyring):  # type: ignore[attr-defined]
            try:
                yield (row.owner, row.id), _said(row)
            except (VaultError, Locked, Untrusted, ValueError):
                continue


def _swap(table: Table, chance: random.Random) -> list[tuple[At, Row]]:
    """Swap some columns of two rows."""
    one, two = chance.sample(table.rows, 2)
    names = chance.sample(table.columns, chance.randint(1, len(table.columns)))
    return [(one["at"], {n: two[n] for n in names}), (two["at"], {n: one[n] for n in names})]


def _copy(table: Table, chance: random.Random) -> list[tuple[At, Row]]:
    """Copy some columns of one row over another's, its ids aside."""
    one, two = chance.sample(table.rows, 2)
    names = [name for name in table.columns if name != "id" and chance.random() < 0.7]
    return [(one["at"], {n: two[n] for n in names})]


def _mix(table: Table, chance: random.Random) -> list[tuple[At, Row]]:
    """Put a part of an older revision back."""
    if not table.older:
        return []
    old = chance.choice(table.older)
    now = next(row for row in table.rows if row["id"] == old["id"])
    changed = [name for name in table.columns if old[name] != now[name]]
    if len(changed) < 2:
        return []
    names = chance.sample(changed, chance.randint(1, len(changed) - 1))
    return [(now["at"], {n: old[n] for n in names})]


def _turn(table: Table, chance: random.Random) -> list[tuple[At, Row]]:
    """Change a number, or a bit of something sealed; or put one sealed thing in another's place."""
    row = chance.choice(table.rows)
    sealed = [n for n in table.columns if isinstance(row[n], bytes)]
    if chance.random() < 0.3:
        name = chance.choice([n for n in table.columns if isinstance(row[n], int)])
        return [(row["at"], {name: row[name] + chance.choice((-1, 1))})]
    if chance.random() < 0.3:
        one, two = chance.sample(sealed, 2)
        return [(row["at"], {one: row[two], two: row[one]})]
    name = chance.choice(sealed)
    torn = bytearray(row[name])
    torn[chance.randrange(len(torn))] ^= 1 << chance.randrange(8)
    return [(row["at"], {name: bytes(torn)})]


def _try(table: Table, changes: list[tuple[At, Row]]) -> bool:
    """Write the changes; False where nothing would differ, or where the database itself refuses."""
    now = {row["at"]: row for row in table.rows}
    if all(now[at][name] == value for at, change in changes for name, value in change.items()):
        return False
    try:
        with transaction.atomic():
            places = {}
            for number, (at, change) in enumerate(changes):
                spare = {n: as_stored(UUID(int=number)) for n in change if n.endswith("id")}
                places[at] = _write(table.model, at, spare) if spare else at
            for at, change in changes:
                if change:
                    _write(table.model, places[at], change)
    except IntegrityError:
        return False
    return True


@pytest.mark.django_db
def test_nothing_swapped_behind_our_back_reads_as_something_else(
    ada: Person, bo: Person, dana: Person
) -> None:
    before = _live(ada, bo, dana)
    keyrings = [again(person).keyring for person in (ada, bo, dana)]
    tables = [Table(model, _stored(model), before.get(model, [])) for model in MODELS]
    truth = {model: dict(_opened(model, keyrings)) for model in MODELS}
    assert [len(truth[table.model]) for table in tables] == [len(table.rows) for table in tables]
    chance = random.Random("inglenook")  # noqa: S311  (the same cases each time)
    tried, wrong = 0, []
    while tried < CASES:
        table, way = chance.choice(tables), chance.choice((_swap, _copy, _mix, _turn))
        with transaction.atomic():
            if _try(table, way(table, chance)):
                tried += 1
                read = list(_opened(table.model, keyrings))
                wrong += [(table.model, way, id) for id, said in read if truth[table.model].get(id) != said]
            transaction.set_rollback(True)
    figure("rows tampered with in the database that read as something else", f"{len(wrong)} of {tried}")
    assert not wrong
