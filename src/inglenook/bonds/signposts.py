"""Signposts: from an invitation's code to its bond, for whoever hands one in knows only the code."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db import models

from inglenook.bonds.rules import INVITATION_LASTS
from inglenook.vault.door import Shape
from inglenook.vault.sessions import CLOCK_MAY_SLIP


class SignpostQuerySet(models.QuerySet["Signpost"]):
    """Signposts."""

    def due(self, moment: datetime) -> "SignpostQuerySet":
        """Return those whose invitations want looking after.

        One that is due later than any can be was set up by a clock that has been set back since.
        """
        latest = moment + INVITATION_LASTS + CLOCK_MAY_SLIP
        return self.filter(models.Q(due__lte=moment) | models.Q(due__gt=latest))


class Signpost(models.Model):
    """Which bond an invitation's code leads to, and when the invitation is to be looked after next."""

    shapes: ClassVar[dict[str, Shape]] = {"digest": Shape.DIGEST}

    digest = models.BinaryField(primary_key=True, max_length=64)
    bond_id = models.UUIDField()
    due = models.DateTimeField(db_index=True)

    objects: ClassVar[Any] = SignpostQuerySet.as_manager()

    def __str__(self) -> str:
        return f"signpost to bond {self.bond_id}"


def follow(digest: bytes) -> UUID | None:
    """Return the bond that a code leads to."""
    found: UUID | None = Signpost.objects.filter(digest=digest).values_list("bond_id", flat=True).first()
    return found


def take_down(digests: Iterable[bytes]) -> None:
    """Remove the signposts of invitations that are forgotten."""
    Signpost.objects.filter(digest__in=list(digests)).delete()
