"""Talks of a bond: what was proposed, what happened, what was written in them, and what is still unseen."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

import msgspec
from django.db import models

from inglenook.bonds.models import AuthoredRecord, BondRecord, BondRecordQuerySet
from inglenook.conversations.planning import Happening
from inglenook.guide.content import Kind
from inglenook.guide.protocols import Manner
from inglenook.people.models import PersonQuerySet, PersonRecord
from inglenook.vault.fields import SealedJSONField, SealedTextField


class Plan(msgspec.Struct, frozen=True):
    """What a talk is: its protocol, who takes part in which order, and how.

    Whoever proposes it stands first in the circle. `aloud`: people speak, and only the turns are kept.
    `times` are minutes since 1970, `at` is seconds.
    """

    protocol: str
    circle: tuple[UUID, ...]
    kind: Kind
    manner: Manner
    aloud: bool
    topic: str
    heaviness: int
    times: tuple[int, ...]
    at: int


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


class Turn(AuthoredRecord):
    """One thing that somebody did in a talk; all of them in their order make up where it is."""

    table = "turn"
    pinned = (*AuthoredRecord.pinned, "conversation_id", "number")

    conversation_id = models.UUIDField()
    number = models.PositiveIntegerField()
    happened = SealedJSONField[Happened](of=Happened, place="happened")

    objects: ClassVar[Any] = BondRecordQuerySet.as_manager()

    class Meta(AuthoredRecord.Meta):
        abstract = False
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["bond", "conversation_id", "number"], name="one_turn_each")
        ]


class Words(AuthoredRecord):
    """What somebody wrote at a turn of a talk, for the others to read; theirs to take back."""

    table = "words"
    pinned = (*AuthoredRecord.pinned, "conversation_id", "turn")

    conversation_id = models.UUIDField()
    turn = models.PositiveIntegerField()
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


class Afterwards(PersonRecord):
    """One row a person, written anew each time, so that nobody can tell after which talks it was."""

    table = "afterwards"

    told = SealedJSONField[tuple[After, ...]](of=tuple[After, ...], place="told")

    objects: ClassVar[Any] = PersonQuerySet.as_manager()

    class Meta(PersonRecord.Meta):
        abstract = False
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person"], name="one_afterwards_per_person")
        ]


class Line(AuthoredRecord):
    """A member's consent to show each other how talks were; what they show once all have agreed."""

    table = "line"

    points = SealedJSONField[tuple[After, ...]](of=tuple[After, ...], place="points")

    objects: ClassVar[Any] = BondRecordQuerySet.as_manager()

    class Meta(AuthoredRecord.Meta):
        abstract = False
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["bond", "author"], name="one_line_each")
        ]
