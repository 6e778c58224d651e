"""What is new in somebody's bonds since they last looked. Never asks for more rows when the years add up."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from inglenook.bonds.models import Bond
from inglenook.entries.models import SharedEntry
from inglenook.exchanges.models import Notes, Shelf
from inglenook.people.models import Person
from inglenook.vault.records import readable
from inglenook.vault.trouble import by_the_way

LOOKED_AT = timedelta(days=21)
MOST_ROWS = 120


@dataclass
class News:
    """Bonds with something shared that is new to the reader, and when they last thanked somebody."""

    bond_ids: set[UUID] = field(default_factory=set)
    last_thanks: date | None = None


def first_id_of(day: date) -> UUID:
    """Return the least id that a row made on a day can have: ids begin with their day."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return UUID(int=int(start.timestamp() * 1000) << 80)


def news_for(person: Person, bonds: Iterable[Bond], notes: Notes) -> News:
    """Look through what was shared in the last weeks."""
    ids = [bond.id for bond in bonds]
    news = News()
    if not ids:
        return news
    rows = SharedEntry.objects.of(person).filter(
        bond_id__in=ids, id__gte=first_id_of(person.today() - LOOKED_AT)
    )
    for row in readable(rows.order_by("-id")[:MOST_ROWS]):
        if row.author_id == person.id:
            _note_thanks(news, row, person)
        elif row.bond_id not in news.bond_ids and row.body.at > notes.looked.get(row.bond_id, 0):
            news.bond_ids.add(row.bond_id)
    return news


def _note_thanks(news: News, row: SharedEntry, person: Person) -> None:
    if news.last_thanks is None and row.kind == "appreciation":
        news.last_thanks = row.at.astimezone(person.zone).date()


def note_look(person: Person, bond: Bond, shown: Iterable[SharedEntry]) -> None:
    """Note what a person has now seen; theirs alone, nobody else can tell."""
    newest = max((row.body.at for row in shown if row.author_id != person.id), default=0)
    if newest > Shelf.read(person).looked.get(bond.id, 0):
        with by_the_way():
            Shelf.note_look(person, bond.id, newest)
