"""What one person writes for themselves, and the copies they choose to give to a bond."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any, ClassVar
from uuid import UUID

import msgspec
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from inglenook.bonds.models import AuthoredRecord, Bond, BondRecordQuerySet
from inglenook.bonds.turn import take_turn
from inglenook.entries.bodies import Body, CheckIn, Text
from inglenook.entries.passages import Match, search
from inglenook.entries.shown import searchable
from inglenook.entries.written import Written
from inglenook.people.models import Person, PersonQuerySet, PersonRecord
from inglenook.vault.core.ids import first_id_of
from inglenook.vault.keyring import Keyring
from inglenook.vault.records import Conflict, opens, readable
from inglenook.vault.turns import take_persons_turn

PAGE = 30
BEFORE_LONG = timedelta(days=2)  # ids begin with the day in UTC, which may be one ahead
MOST_FOUND = 50


@dataclass(frozen=True)
class Found:
    """An entry that a search found, and where in it."""

    entry: "Entry"
    match: Match


@dataclass(frozen=True)
class History:
    """Some days of one's own entries, newest first, and the day before which there are more."""

    days: "list[tuple[date, list[Entry]]]"
    before: date | None
    shut: bool = False  # whether some of them do not open: damaged, or altered in the files


class EntryQuerySet(PersonQuerySet["Entry"]):
    """Entries, for the one who wrote them."""

    def history(self, kind: str = "", before: date | None = None, page: int = PAGE) -> History:
        """Return whole days of entries, newest first; which kind one is, only opening it tells."""
        rows = self.order_by("-written_on", "-id")
        if before:
            rows = rows.filter(written_on__lt=before)
        days: dict[date, list[Entry]] = {}
        count, shut = 0, False
        for row in _little_by_little(rows, 2 * page):
            if not opens(row):
                shut = True
                continue
            if kind and row.kind != kind:
                continue
            if count >= page and row.written_on not in days:
                return History(_in_order(days), min(days), shut)
            days.setdefault(row.written_on, []).append(row)
            count += 1
        return History(_in_order(days), None, shut)

    def check_ins(self, since: date) -> "list[Entry]":
        """Return the check-ins since a day, newest first."""
        rows = [row for row in readable(self.filter(written_on__gte=since)) if row.kind == "check-in"]
        return sorted(rows, key=lambda row: (row.written_on, row.body.at), reverse=True)

    def search(self, wanted: str) -> list[Found]:
        """Search one's own words, newest first; they are opened here and kept nowhere."""
        rows = readable(self.order_by("-written_on", "-id").iterator(chunk_size=200))
        found = ((row, search(searchable(row.body, row.text), wanted)) for row in rows)
        return [Found(row, match) for row, match in islice(((r, m) for r, m in found if m), MOST_FOUND)]


def _little_by_little(rows: "models.QuerySet[Entry]", first: int) -> "Iterator[Entry]":
    """Yield rows a slice at a time, each twice as long as the one before.

    Outside a transaction PostgreSQL fetches for `iterator` everything at once, however little is looked at.
    """
    start, size = 0, first
    while some := list(rows[start : start + size]):
        yield from some
        if len(some) < size:
            return
        start, size = start + size, 2 * size


def _in_order(days: "dict[date, list[Entry]]") -> "list[tuple[date, list[Entry]]]":
    return [(day, sorted(rows, key=lambda row: row.body.at, reverse=True)) for day, rows in days.items()]


class Entry(Written, PersonRecord):
    """A check-in, a page, an appreciation or a reading. Nobody but its writer ever sees this row."""

    table = "entry"
    pinned: ClassVar[tuple[str, ...]] = ("written_on",)

    objects: ClassVar[Any] = EntryQuerySet.as_manager()

    class Meta(PersonRecord.Meta):
        abstract = False
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "-written_on"], name="entries_by_day")
        ]

    @classmethod
    def keep(
        cls, person: Person, id: UUID, body: Body, text: Text, on: date | None = None
    ) -> "tuple[Entry, bool]":
        """Write an entry once; sent again, return what is there, and False."""
        row: Entry | None = cls.objects.of(person).filter(id=id).first()
        if row:
            return row, False
        try:
            with transaction.atomic():
                made: Entry = cls.objects.of(person).create(
                    person=person, id=id, written_on=on or person.today(), body=body, text=text
                )
        except IntegrityError:
            return cls.objects.of(person).get(id=id), False
        return made, True

    def says(self, body: Body, text: Text) -> bool:
        """Whether this entry says just that, whenever it was written."""
        return (msgspec.structs.replace(body, at=self.body.at), text) == (self.body, self.text)

    @transaction.atomic
    def rewrite(self, body: Body, text: Text) -> None:
        """Say something else, as of the same moment; raises `Conflict` where it was changed meanwhile."""
        self.body, self.text = msgspec.structs.replace(body, at=self.body.at), text
        self.__dict__.pop("shown", None)
        self.save()

    @transaction.atomic
    def remove(self) -> None:
        """Delete the entry and every copy that was shared of it."""
        take_persons_turn(self.person_id)
        SharedEntry.copies_of(self).delete()
        self.delete()


class SharedEntry(Written, AuthoredRecord):
    """The version of an entry that its author chose to give to a bond, sealed anew under the bond's key."""

    table = "shared-entry"
    pinned = (*AuthoredRecord.pinned, "source", "written_on")
    unshown = ("source",)

    source = models.UUIDField()

    objects: ClassVar[Any] = BondRecordQuerySet.as_manager()

    class Meta(AuthoredRecord.Meta):
        abstract = False
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["bond", "source", "author"], name="one_copy_of_an_entry")
        ]

    @classmethod
    def copies_of(cls, entry: Entry) -> "models.QuerySet[SharedEntry]":
        """Return the copies an author has given, also to a bond since left: to take back, not to read."""
        return cls._given(entry.keyring).filter(source=entry.id)

    @classmethod
    def given_by(cls, person: Person) -> "models.QuerySet[SharedEntry]":
        """Return all copies that a person has given to anybody: to count and to take back, not to read."""
        return cls._given(person.keyring)

    @classmethod
    def _given(cls, keyring: Keyring) -> "models.QuerySet[SharedEntry]":
        here: models.QuerySet[SharedEntry] = cls.objects.filter(bond_id__in=keyring.whereabouts)
        return here.filter(author_id=keyring.person_id)

    @classmethod
    @transaction.atomic
    def give(cls, person: Person, bond: Bond, copy: "SharedEntry") -> "SharedEntry":
        """Give a bond the previewed version; one that was given before is replaced. May raise `Conflict`."""
        if not bond.is_open:
            raise NobodyThere
        take_turn(bond)  # else it would be sealed to others than those the preview named
        take_persons_turn(person.id)
        if not Entry.objects.filter(person_id=person.id, id=copy.source).exists():
            raise Conflict  # deleted in another tab: no page would be left to take the copy back on
        same = cls.objects.filter(bond_id=bond.id, source=copy.source, author_id=person.id)
        row: SharedEntry | None = cls.objects.of(person).filter(pk__in=same).first()
        newest = len(person.keyring.chain(bond.id))
        if row is not None and not opens(row):
            row = None  # altered in the files: what is given now takes its place
        if row is None:
            same.delete()  # a copy from before one left and came back, which no key opens
            row = copy.bind(person.keyring)
            row.save()
        elif row.epoch != newest or (row.text, row.body) != (copy.text, row.kept_at(copy.body)):
            # Also where only the members have changed: sharing again is for those who are named now.
            row.body, row.text = row.kept_at(copy.body), copy.text
            row.save()
        bond.tell(besides=person)
        return row

    def kept_at(self, body: Body) -> Body:
        """Return a body with the moment at which this row was first given: a change leaves no trace."""
        return msgspec.structs.replace(body, at=self.body.at)


class NobodyThere(Exception):
    """The bond has nobody in it to share with."""


def copy_for(entry: Entry, bond: Bond, person: Person, body: Body, text: Text) -> SharedEntry:
    """Make, but do not keep, the copy that a bond would get: what the preview shows."""
    given = msgspec.structs.replace(body, at=int(timezone.now().timestamp()))
    return SharedEntry(
        bond_id=bond.id,
        author_id=person.id,
        source=entry.id,
        written_on=entry.written_on,
        body=given,
        text=text,
    )


def shared_with(person: Person, bond: Bond, limit: int = 20) -> list[SharedEntry]:
    """Return what members have shared with a bond, as far as this person may read it, newest first."""
    given = SharedEntry.objects.of(person).filter(bond_id=bond.id)
    # What a clock that went ahead has dated years to come must not hide what is given after it was set right.
    is_ahead = models.Q(id__gte=first_id_of(person.today() + BEFORE_LONG))
    given = given.order_by(models.Case(models.When(is_ahead, then=1), default=0), "-id")
    rows: Iterable[SharedEntry] = given[:limit]
    return sorted(readable(rows), key=lambda row: (row.id.int >> 80, row.body.at), reverse=True)


def has_checked_in(person: Person, day: date) -> bool:
    """Whether somebody has checked in on a day; for their own page only."""
    return any(
        isinstance(row.body, CheckIn) for row in readable(Entry.objects.of(person).filter(written_on=day))
    )
