"""Plain rules about entries: regions of the map, prompts, excerpts, search, and the picture of four weeks."""

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b
from typing import Literal

Region = Literal["bright", "calm", "stormy", "heavy", "between", "unsure", "unsaid"]

WEEKS = 4
DAYS_OF_WEEK = 7
PITCH = 46
CELL = 42
LEFT = 54
TOP = 24
WIDTH = LEFT + DAYS_OF_WEEK * PITCH
HEIGHT = TOP + WEEKS * PITCH
STEP = 4.7


def region_of(energy: int, pleasantness: int) -> Region:
    """Return the quarter of the map that a place lies in; on an axis it lies between."""
    if not energy or not pleasantness:
        return "between"
    if pleasantness > 0:
        return "bright" if energy > 0 else "calm"
    return "stormy" if energy > 0 else "heavy"


# Prompts


def prompts_in_turn(ids: Sequence[str], seed: bytes, day: date) -> list[str]:
    """Return the prompts in one person's order, the day's own first; none twice before all have come."""
    if not ids:
        return []
    turn, place = divmod(day.toordinal(), len(ids))

    def shuffled(name: str) -> bytes:
        return blake2b(f"{turn} {name}".encode(), key=seed[:64], digest_size=16).digest()

    order = sorted(ids, key=shuffled)
    return order[place:] + order[:place]


def after(ids: Sequence[str], current: str) -> str:
    """Return the one that follows, going round."""
    if current not in ids:
        return ids[0] if ids else ""
    return ids[(ids.index(current) + 1) % len(ids)]


# Texts


def paragraphs(text: str) -> list[str]:
    """Return the parts of a page one may pick from: its paragraphs, or its lines where it has only one."""
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]
    if len(blocks) == 1:
        return [line.strip() for line in blocks[0].split("\n") if line.strip()]
    return blocks


def excerpt(text: str, longest: int) -> str:
    """Return the beginning of a text on one line, cut between words."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    head, _, _ = cut.rpartition(" ")
    return (head if len(head) > longest // 2 else cut).rstrip(" .,;:…") + "…"


@dataclass(frozen=True, slots=True)
class Match:
    """A place where a search found something, with what stands around it."""

    before: str
    hit: str
    after: str


def folded(text: str) -> str:
    """Return a text as it is compared: no case, no accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c)).casefold()


def search(text: str, wanted: str, around: int = 60) -> Match | None:
    """Find words in a text whatever their case and accents, and return the first place."""
    line = " ".join(text.split())
    needle = folded(" ".join(wanted.split()))
    # Folding may make a letter longer ("ß") or nothing at all, so each folded letter remembers its source.
    letters = [(part, place) for place, letter in enumerate(line) for part in folded(letter)]
    at = "".join(part for part, _ in letters).find(needle)
    if not needle or at < 0:
        return None
    start, end = letters[at][1], letters[at + len(needle) - 1][1] + 1
    while end < len(line) and not folded(line[end]):
        end += 1
    before = line[max(0, start - around) : start]
    behind = line[end : end + around]
    return Match(
        ("…" if start > around else "") + before,
        line[start:end],
        behind + ("…" if end + around < len(line) else ""),
    )


# The picture of four weeks: each day is a small map, each check-in a mark on it


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
