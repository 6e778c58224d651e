"""Exchanges: a question, each member's answer while it is theirs alone, and the answers once open."""

from collections.abc import Callable
from typing import Any, ClassVar, Self
from uuid import UUID

import msgspec
from django.db import models
from django.utils.translation import gettext

from inglenook.bonds.models import AuthoredRecord, BondRecord, BondRecordQuerySet, Membership
from inglenook.guide.content import Deck, library
from inglenook.people.models import OneRow, Person, PersonQuerySet, PersonRecord
from inglenook.vault.fields import SealedJSONField

MOST_SEEN = 300


class Asked(msgspec.Struct, frozen=True):
    """What was asked, by whom and when (in seconds)."""

    question: str
    text: str
    depth: int
    by: UUID
    at: int


class ExchangeQuerySet(BondRecordQuerySet["Exchange"]):
    """Questions."""

    def to_take_along(self, person: Person) -> Self:
        here = Membership.objects.filter(
            person_id=person.id,
            left_on=None,
            bond_id=models.OuterRef("bond_id"),
            since_epoch__lte=models.OuterRef("asked_epoch"),
        )
        return self.of(person).filter(models.Exists(here) | models.Q(revealed_on__isnull=False))


class RevealQuerySet(BondRecordQuerySet["Reveal"]):
    """Opened answers."""

    def to_take_along(self, person: Person) -> Self:
        opened = Exchange.objects.filter(
            bond_id=models.OuterRef("bond_id"), id=models.OuterRef("exchange_id"), revealed_on__isnull=False
        )
        return self.of(person).filter(models.Exists(opened))


class Exchange(BondRecord):
    """A question that the members of a bond answer unseen."""

    table = "exchange"
    pinned: ClassVar[tuple[str, ...]] = ("opened_on", "asked_epoch")

    opened_on = models.DateField()
    asked_epoch = models.PositiveIntegerField()
    revealed_on = models.DateField(null=True)
    asked = SealedJSONField[Asked](of=Asked, place="asked")

    objects: ClassVar[Any] = ExchangeQuerySet.as_manager()

    class Meta(BondRecord.Meta):
        abstract = False
        # Today asks what waits and what has opened lately: a few rows out of years of questions.
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["bond", "revealed_on"], name="exchanges_by_opening")
        ]

    @property
    def text(self) -> str:
        """The question as it was when asked, even if its deck has changed since."""
        return gettext(self.asked.text)

    @property
    def deck(self) -> Deck | None:
        """The deck the question came from, if it is still there."""
        try:
            return library().deck_of(self.asked.question)
        except KeyError:
            return None


class Given(msgspec.Struct, frozen=True):
    """An answer, when it was given (in seconds), and for whose eyes."""

    text: str
    at: int
    audience: frozenset[UUID]


class Answer(PersonRecord):
    """One person's answer, sealed under their own keys: no key of the bond opens it."""

    table = "answer"
    pinned: ClassVar[tuple[str, ...]] = ("exchange_id", "bond_id", "bond_epoch")

    exchange_id = models.UUIDField(db_index=True)
    bond_id = models.UUIDField()
    bond_epoch = models.PositiveIntegerField()
    given = SealedJSONField[Given](of=Given, place="given")

    objects: ClassVar[Any] = PersonQuerySet.as_manager()

    class Meta(PersonRecord.Meta):
        abstract = False
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "bond_id", "exchange_id"], name="one_answer_each")
        ]


class Shown(msgspec.Struct, frozen=True):
    """An answer as all may read it."""

    text: str
    at: int


class Reveal(AuthoredRecord):
    """An answer its author has given to the bond, because everybody has answered."""

    table = "reveal"
    pinned = (*AuthoredRecord.pinned, "exchange_id")

    exchange_id = models.UUIDField()
    shown = SealedJSONField[Shown](of=Shown, place="shown")

    objects: ClassVar[Any] = RevealQuerySet.as_manager()

    class Meta(AuthoredRecord.Meta):
        abstract = False
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["bond", "exchange_id", "author"], name="one_reveal_each")
        ]


class Notes(msgspec.Struct, frozen=True):
    """What a person is done with: questions answered or set aside, answers read, the last look around."""

    handled: frozenset[UUID] = frozenset()
    seen: frozenset[UUID] = frozenset()
    looked: dict[UUID, int] = {}


class Shelf(OneRow):
    """One row a person, written anew at each answer, skip and look, so that none of these shows."""

    table = "shelf"

    notes = SealedJSONField[Notes](of=Notes, place="notes")

    class Meta(OneRow.Meta):
        abstract = False

    @classmethod
    def read(cls, person: Person) -> Notes:
        """Return a person's notes."""
        row = cls.row_of(person)
        return row.notes if row else Notes()

    @classmethod
    def write(cls, person: Person, change: Callable[[Notes], Notes]) -> None:
        """Change a person's notes."""
        cls.put(person, lambda row: {"notes": change(row.notes if row else Notes())})

    @classmethod
    def handle(cls, person: Person, exchange_id: UUID, *, done: bool) -> None:
        """Note that a question is answered or set aside, or that it waits again."""

        def change(notes: Notes) -> Notes:
            handled = notes.handled | {exchange_id} if done else notes.handled - {exchange_id}
            return msgspec.structs.replace(notes, handled=handled)

        cls.write(person, change)

    @classmethod
    def note_seen(cls, person: Person, exchange_id: UUID) -> None:
        """Note that a person has read what has opened; nobody else can tell."""

        def change(notes: Notes) -> Notes:
            # Ids begin with their day, so the greatest are the newest.
            newest = sorted(notes.seen | {exchange_id})[-MOST_SEEN:]
            # Whether it was handled counts only until it opens: so the row stays small over the years.
            handled = notes.handled - {exchange_id}
            return msgspec.structs.replace(notes, handled=handled, seen=frozenset(newest))

        cls.write(person, change)

    @classmethod
    def note_look(cls, person: Person, bond_id: UUID, at: int) -> None:
        """Note the moment (in seconds) up to which a person has seen what was shared with a bond."""
        cls.write(person, lambda notes: msgspec.structs.replace(notes, looked={**notes.looked, bond_id: at}))
