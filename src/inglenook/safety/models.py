"""Where somebody stands before exercises for two: whether these are open to them, and never why."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

import msgspec
from django.db import models

from inglenook.people.models import PersonQuerySet, PersonRecord
from inglenook.vault.fields import SealedJSONField


class Stand(msgspec.Struct, frozen=True):
    """Whether exercises for two are open to somebody in one bond, and the day on which they said so."""

    is_open: bool
    on: date


class Ground(msgspec.Struct, frozen=True):
    """Where somebody stands in each bond; on one phone that is passed round, by their own id."""

    bonds: dict[UUID, Stand] = {}


class Footing(PersonRecord):
    """One row a person, written anew alike for a yes, a no and no answer, so that none of these shows."""

    table = "footing"

    ground = SealedJSONField[Ground](of=Ground, place="ground")

    objects: ClassVar[Any] = PersonQuerySet.as_manager()

    class Meta(PersonRecord.Meta):
        abstract = False
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person"], name="one_footing_per_person")
        ]
