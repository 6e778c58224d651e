"""The picture of how talks were: a row for each question, a point for each talk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from inglenook.bonds.models import Bond
from inglenook.conversations.after import HIGHEST, items_for
from inglenook.conversations.forms import AfterForm
from inglenook.conversations.models import After

WIDTH, HEIGHT, EDGE = 320, 56, 10


@dataclass(frozen=True)
class Track:
    """Somebody's answers to one question, talk by talk, their points, and the line through them."""

    name: str
    values: tuple[int | None, ...]

    @property
    def points(self) -> tuple[tuple[float, float], ...]:
        """Where the points lie; there is none where they did not say."""
        step = (WIDTH - 2 * EDGE) / max(len(self.values) - 1, 1)
        room = HEIGHT - 2 * EDGE
        return tuple(
            (round(EDGE + number * step, 1), round(EDGE + room * (1 - value / HIGHEST), 1))
            for number, value in enumerate(self.values)
            if value is not None
        )

    @property
    def line(self) -> str:
        """The points of the line."""
        return " ".join(f"{x},{y}" for x, y in self.points)


@dataclass(frozen=True)
class Row:
    """One question, with a track for each whose line may be seen, the reader's first."""

    label: str
    tracks: tuple[Track, ...]


@dataclass(frozen=True)
class Lines:
    """The picture: its rows, and the days of the talks."""

    rows: tuple[Row, ...]
    days: tuple[date, ...]


def lines_of(bond: Bond, reader: UUID, told: Mapping[UUID, Sequence[After]]) -> Lines:
    """Lay out how the talks of a bond were for those whose answers are given, the reader first."""
    people = [reader, *(one for one in told if one != reader)]
    talks = sorted({(one.on, one.conversation_id) for points in told.values() for one in points})

    def track(one: UUID, item: str) -> Track:
        said = {after.conversation_id: getattr(after, item) for after in told[one]}
        return Track(bond.name_of(one), tuple(said.get(id) for _, id in talks))

    rows = tuple(
        Row(str(AfterForm.base_fields[item].label), tuple(track(one, item) for one in people))
        for item in items_for(bond)
    )
    return Lines(rows, tuple(on for on, _ in talks))
