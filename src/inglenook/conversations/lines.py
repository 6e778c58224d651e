"""The picture of how talks were: a row for each question, a point for each talk."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from inglenook.bonds.models import Bond
from inglenook.conversations.after import HIGHEST, ITEMS, Shown
from inglenook.conversations.forms import AfterForm
from inglenook.conversations.models import After
from inglenook.people.models import Person

WIDTH, HEIGHT, EDGE = 320, 56, 10


@dataclass(frozen=True)
class Track:
    """Somebody's points in one row of the picture, and the line through them."""

    name: str
    points: tuple[tuple[float, float], ...]

    @property
    def line(self) -> str:
        """The points of the line."""
        return " ".join(f"{x},{y}" for x, y in self.points)


@dataclass(frozen=True)
class Row:
    """One question, with a track for oneself and for each who shows theirs."""

    label: str
    tracks: tuple[Track, ...]


def rows_of(person: Person, bond: Bond, told: Sequence[After], shown: Shown) -> list[Row]:
    """Lay out how the talks of a bond were, one's own first."""
    lines: dict[UUID, Sequence[After]] = {person.id: told}
    lines |= {one: points for one, points in shown.lines.items() if one != person.id}
    talks = sorted({(one.on, one.conversation_id) for points in lines.values() for one in points})
    rows = []
    for item in ITEMS:
        label = str(AfterForm.base_fields[item].label)
        rows.append(Row(label, tuple(_of(bond, one, points, talks, item) for one, points in lines.items())))
    return rows


def _of(bond: Bond, one: UUID, points: Sequence[After], talks: Sequence[Any], item: str) -> Track:
    said = {after.conversation_id: getattr(after, item) for after in points}
    return Track(bond.name_of(one), place([said.get(id) for _, id in talks]))


def place(values: Sequence[int | None]) -> tuple[tuple[float, float], ...]:
    """Lay out what somebody said after each talk; where they did not say, there is no point."""
    step = (WIDTH - 2 * EDGE) / max(len(values) - 1, 1)
    room = HEIGHT - 2 * EDGE
    return tuple(
        (round(EDGE + number * step, 1), round(EDGE + room * (1 - value / HIGHEST), 1))
        for number, value in enumerate(values)
        if value is not None
    )
