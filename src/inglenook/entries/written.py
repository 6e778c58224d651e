"""What private entries and shared copies have in common: a day, a sealed body, a sealed text."""

from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from django.db import models

from inglenook.entries.bodies import LARGEST_BODY, Body, KindOfEntry, Praise, Text, kind_of, plain
from inglenook.entries.shown import Shown, show
from inglenook.vault.fields import SealedJSONField


class BodyField(SealedJSONField[Body]):
    """A body, which always takes up the same room, so that its size gives no kind away."""

    def __init__(self, *args: Any, place: str = "body", **kwargs: Any) -> None:
        super().__init__(*args, of=Body, place=place, **kwargs)

    def encode(self, value: Body) -> bytes:
        data = super().encode(value)
        if len(data) > LARGEST_BODY:
            raise ValueError("This body is too large to look like all others.")
        return data


class Written(models.Model):
    """What private entries and shared copies have in common."""

    written_on = models.DateField()
    body = BodyField(place="body")
    text = SealedJSONField[Text](of=Text, place="text")

    class Meta:
        abstract = True

    @property
    def kind(self) -> KindOfEntry:
        """Check-in, journal, appreciation or reading."""
        return kind_of(self.body)

    @property
    def at(self) -> datetime:
        """The exact moment of writing."""
        return datetime.fromtimestamp(self.body.at, UTC)

    @property
    def plain(self) -> str:
        """The text as one piece."""
        return plain(self.text)

    @property
    def praise(self) -> Praise:
        """The two parts of an appreciation."""
        return self.text if isinstance(self.text, Praise) else Praise(self.text)

    @cached_property
    def shown(self) -> Shown:
        """The entry in the words of a page."""
        return show(self.body, self.text)
