"""Where somebody stands before exercises for two: whether these are open to them, and never why."""

from datetime import date
from uuid import UUID

import msgspec

from inglenook.people.models import OneRow
from inglenook.vault.fields import SealedJSONField


class Stand(msgspec.Struct, frozen=True):
    """Whether exercises for two are open to somebody in one bond, and the day on which they said so."""

    is_open: bool
    on: date


class Ground(msgspec.Struct, frozen=True):
    """Where somebody stands in each bond; on one phone that is passed round, by their own id."""

    bonds: dict[UUID, Stand] = {}


class Footing(OneRow):
    """One row a person, written anew alike for a yes, a no and no answer, so that none of these shows."""

    table = "footing"

    ground = SealedJSONField[Ground](of=Ground, place="ground")

    class Meta(OneRow.Meta):
        abstract = False
