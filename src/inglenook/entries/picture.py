"""The picture of four weeks: each day is a small map, each check-in a mark on it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from inglenook.entries.rules import Region

WEEKS = 4
DAYS_OF_WEEK = 7
PITCH = 46
CELL = 42
LEFT = 54
TOP = 24
WIDTH = LEFT + DAYS_OF_WEEK * PITCH
HEIGHT = TOP + WEEKS * PITCH
STEP = 4.7


@dataclass(frozen=True, slots=True)
class Moment:
    """One check-in as the picture sees it; without a place where somebody was not sure or did not say."""

    day: date
    at: int
    region: Region
    energy: int = 0
    pleasantness: int = 0
    strength: int | None = None


@dataclass(frozen=True, slots=True)
class Dot:
    """A mark in the picture: its centre and its outline."""

    region: Region
    x: float
    y: float
    path: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day's little map: where it is drawn, its marks in order, and the line that joins them."""

    date: date
    x: int
    y: int
    is_today: bool
    is_ahead: bool
    dots: tuple[Dot, ...]

    @property
    def line(self) -> str:
        """The points of the line through the day."""
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)


def first_day(today: date) -> date:
    """Return the Monday on which the four weeks began."""
    return today - timedelta(days=today.weekday() + (WEEKS - 1) * DAYS_OF_WEEK)


def draw_weeks(moments: Sequence[Moment], today: date) -> list[Day]:
    """Lay out four calendar weeks up to this one."""
    start = first_day(today)
    days = []
    for number in range(WEEKS * DAYS_OF_WEEK):
        day = start + timedelta(days=number)
        row, column = divmod(number, DAYS_OF_WEEK)
        x, y = LEFT + column * PITCH, TOP + row * PITCH
        of_day = sorted((m for m in moments if m.day == day), key=lambda m: m.at)
        dots = tuple(_dot(m, x + CELL / 2, y + CELL / 2) for m in of_day)
        days.append(Day(day, x, y, day == today, day > today, dots))
    return days


def _dot(moment: Moment, middle_x: float, middle_y: float) -> Dot:
    x = round(middle_x + moment.pleasantness * STEP, 1)
    y = round(middle_y - moment.energy * STEP, 1)
    size = 4.6 if moment.strength is None else 3.6 + moment.strength * 0.6
    return Dot(moment.region, x, y, outline(moment.region, x, y, size))


def outline(region: Region, x: float = 0, y: float = 0, size: float = 6) -> str:
    """Return the outline by which a region is known without its colour, as an SVG path."""
    if region in ("calm", "unsure"):
        half = f"a{size:.1f} {size:.1f} 0 1 0"
        return f"M{x - size:.1f} {y:.1f}{half} {2 * size:.1f} 0{half} {-2 * size:.1f} 0z"
    if region == "unsaid":
        return f"M{x - size:.1f} {y:.1f}h{2 * size:.1f}"
    corners, turn, inner = {
        "bright": (16, 0.0, 0.62),
        "stormy": (3, -90.0, 1.0),
        "heavy": (4, -45.0, 1.0),
        "between": (4, -90.0, 1.0),
    }[region]
    points = []
    for corner in range(corners):
        angle = math.radians(turn + 360 * corner / corners)
        reach = size * 1.25 * (inner if corner % 2 else 1)
        points.append(f"{x + reach * math.cos(angle):.1f} {y + reach * math.sin(angle):.1f}")
    return "M" + "L".join(points) + "z"
