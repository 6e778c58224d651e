"""Talks of a bond: what was proposed, what happened, what was written in them, and what is still unseen."""

from datetime import date
from typing import Any, ClassVar, Self
from uuid import UUID

import msgspec
from django.db import models

from inglenook.bonds.models import AuthoredRecord, BondRecord, BondRecordQuerySet
from inglenook.conversations.planning import Happening
from inglenook.guide.content import Kind
from inglenook.guide.protocols import Manner
from inglenook.people.models import OneRow, Person, PersonQuerySet, PersonRecord
from inglenook.vault.fields import SealedJSONField, SealedTextField


class Plan(msgspec.Struct, frozen=True):
    """What a talk is: its protocol, who takes part in which order, and how.

    Whoever proposes it stands first in the circle. `aloud`: people speak, and only the turns are kept.
    `times` are minutes since 1970. `shape` is a mark of the protocol's steps as they were. `minutes` says
    for how long; None where its proposer did not say.
    """

    protocol: str
    shape: str
    circle: tuple[UUID, ...]
    kind: Kind
    manner: Manner
    aloud: bool
    heaviness: int
    times: tuple[int, ...]
    minutes: int | None = None


class Conversation(BondRecord):
    """A talk in turns of the members of a bond, from its being proposed on."""

    table = "conversation"
    pinned: ClassVar[tuple[str, ...]] = ("opened_on",)

    opened_on = models.DateField()
    ended_on = models.DateField(null=True)
    plan = SealedJSONField[Plan](of=Plan, place="plan")

    objects: ClassVar[Any] = BondRecordQuerySet.as_manager()

    class Meta(BondRecord.Meta):
        abstract = False
        # What waits is asked for at every visit: a few rows out of years of talks.
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["bond", "ended_on"], name="conversations_by_end")
        ]


class Happened(msgspec.Struct, frozen=True):
    """What somebody did, and when (in seconds)."""

    event: Happening
    at: int


class TurnQuerySet(BondRecordQuerySet["Turn"]):
    """What people did in talks."""

    def to_take_along(self, person: Person) -> Self:
        # Who of the others tapped what is not for a file: it was said in a talk, and to be forgotten.
        return self.of(person).filter(author_id=person.id)


class Turn(AuthoredRecord):
    """One thing that somebody did in a talk; all of them in their order make up where it is."""

    table = "turn"
    pinned = (*AuthoredRecord.pinned, "conversation_id", "number")

    conversation_id = models.UUIDField()
    number = models.PositiveIntegerField()
    happened = SealedJSONField[Happened](of=Happened, place="happened")

    objects: ClassVar[Any] = TurnQuerySet.as_manager()

    class Meta(AuthoredRecord.Meta):
        abstract = False
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["bond", "conversation_id", "number"], name="one_turn_each")
        ]


# What a talk is about stands before its first turn.
TOPIC = -1


class Words(AuthoredRecord):
    """What somebody wrote at a turn of a talk, for the others to read; theirs to take back."""

    table = "words"
    pinned = (*AuthoredRecord.pinned, "conversation_id", "turn")

    conversation_id = models.UUIDField()
    turn = models.IntegerField()
    text = SealedTextField(place="text")

    objects: ClassVar[Any] = BondRecordQuerySet.as_manager()

    class Meta(AuthoredRecord.Meta):
        abstract = False
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["bond", "conversation_id", "turn", "author"], name="one_text_a_turn"
            )
        ]


class Held(PersonRecord):
    """What somebody wrote unseen: no key of the bond opens it until everybody has written theirs."""

    table = "held"
    pinned: ClassVar[tuple[str, ...]] = ("bond_id", "conversation_id", "turn")

    bond_id = models.UUIDField()
    conversation_id = models.UUIDField()
    turn = models.PositiveIntegerField()
    text = SealedTextField(place="text")

    objects: ClassVar[Any] = PersonQuerySet.as_manager()

    class Meta(PersonRecord.Meta):
        abstract = False
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "bond_id", "conversation_id", "turn"], name="held_once")
        ]


class After(msgspec.Struct, frozen=True):
    """How somebody felt after a talk, from 0 (not at all) to 4 (very much); None where they did not say."""

    conversation_id: UUID
    bond_id: UUID
    on: date
    understood: int | None = None
    valued: int | None = None
    cared_for: int | None = None
    calm: int | None = None


class Notes(msgspec.Struct, frozen=True):
    """What somebody keeps of talks for themselves: how they were, and which proposals are set aside."""

    told: tuple[After, ...] = ()
    aside: frozenset[UUID] = frozenset()


class Afterwards(OneRow):
    """One row a person, written anew each time, so that nobody can tell after which talks it was."""

    table = "afterwards"

    notes = SealedJSONField[Notes](of=Notes, place="notes")

    class Meta(OneRow.Meta):
        abstract = False


class Shown(msgspec.Struct, frozen=True):
    """How talks were for somebody, and for whose eyes; no points before everybody has agreed."""

    audience: frozenset[UUID]
    points: tuple[After, ...] = ()


class LineQuerySet(BondRecordQuerySet["Line"]):
    """Lines that members show each other."""

    def to_take_along(self, person: Person) -> Self:
        # The others' are shown for as long as all agree, and are no copy to keep.
        return self.of(person).filter(author_id=person.id)


class Line(AuthoredRecord):
    """A member's consent to show each other how talks were; what they show once all have agreed."""

    table = "line"

    shown = SealedJSONField[Shown](of=Shown, place="shown")

    objects: ClassVar[Any] = LineQuerySet.as_manager()

    class Meta(AuthoredRecord.Meta):
        abstract = False
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["bond", "author"], name="one_line_each")
        ]
