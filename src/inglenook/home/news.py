"""What is new in somebody's bonds since they last looked. Never asks for more rows when the years add up."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from inglenook.bonds.models import Bond
from inglenook.entries.models import BEFORE_LONG, SharedEntry
from inglenook.exchanges.models import Notes, Shelf
from inglenook.people.models import Person
from inglenook.vault.core.ids import first_id_of
from inglenook.vault.records import readable
from inglenook.vault.sessions import CLOCK_MAY_SLIP
from inglenook.vault.trouble import by_the_way

LOOKED_AT = timedelta(days=21)
MOST_ROWS = 120


@dataclass
class News:
    """Bonds with something shared that is new to the reader, and when they last thanked somebody."""

    bond_ids: set[UUID] = field(default_factory=set)
    last_thanks: date | None = None


def news_for(person: Person, bonds: Iterable[Bond], notes: Notes) -> News:
    """Look through what was shared in the last weeks."""
    ids = [bond.id for bond in bonds]
    news = News()
    if not ids:
        return news
    rows = SharedEntry.objects.of(person).filter(
        bond_id__in=ids,
        id__gte=first_id_of(person.today() - LOOKED_AT),
        id__lt=first_id_of(person.today() + BEFORE_LONG),
    )
    now = _now()
    for row in readable(rows.order_by("-id")[:MOST_ROWS]):
        if row.body.at > now:
            continue  # given by a clock that went ahead: new then, and for years to come
        if row.author_id == person.id:
            _note_thanks(news, row, person)
        elif row.bond_id not in news.bond_ids and row.body.at > _looked(notes, row.bond_id, now):
            news.bond_ids.add(row.bond_id)
    return news


def _now() -> int:
    return int((timezone.now() + CLOCK_MAY_SLIP).timestamp())


def _looked(notes: Notes, bond_id: UUID, now: int) -> int:
    """Return up to when somebody has looked; a moment yet to come is of a clock that went ahead."""
    looked = notes.looked.get(bond_id, 0)
    return looked if looked <= now else 0


def _note_thanks(news: News, row: SharedEntry, person: Person) -> None:
    if news.last_thanks is None and row.kind == "appreciation":
        news.last_thanks = row.at.astimezone(person.zone).date()


def note_look(person: Person, bond: Bond, shown: Iterable[SharedEntry]) -> None:
    """Note what a person has now seen; theirs alone, nobody else can tell."""
    now = _now()
    given = [row.body.at for row in shown if row.author_id != person.id]
    newest = max((at for at in given if at <= now), default=0)
    if newest > _looked(Shelf.read(person), bond.id, now):
        with by_the_way():
            Shelf.note_look(person, bond.id, newest)
