"""What so many bonds take, worked out from what one couple's day takes.

`python -m bench.costs FIGURES docs/scale.md` writes the table into the page, between its two marks.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

from bench.days import BUSIEST_HOUR
from bench.report import figures_in

BEGIN, END = "<!-- worked out by bench/costs.py -->", "<!-- to here -->"
BONDS = (1_000, 100_000, 10_000_000)
BUSY = 0.5  # what part of the processors the busiest hour may take; the rest is for bad days
COPIES = 2  # one serves, one stands by
DAYS = 365
# For an idea of the money, a month; nobody's price list. Put in your own.
PROCESSOR, GIGABYTE = 10.0, 0.10


@dataclass(frozen=True)
class Day:
    """What one couple takes on one kind of database: kB to begin with and each day, s, requests."""

    begin: float
    stored: float
    log: float
    seconds: float
    requests: float


def read(figures: dict[str, str], database: str, processes: int) -> Day:
    """Find a couple's day among the figures of a run."""
    sizes, days = f"sizes, {database}: ", f"days, {database}, {processes} process(es): "
    names = (
        f"{sizes}a new couple with their keys and sessions, kB",
        f"{sizes}a couple's typical day, kB",
        f"{sizes}a couple's typical day in the log, kB",
        f"{days}s of processors for a couple's day",
        f"{days}requests of a couple's day",
    )
    return Day(*(float(figures[name]) for name in names))


def size(kilobytes: float) -> str:
    """Write kilobytes in the unit that suits them."""
    for unit in ("kB", "MB", "GB"):
        if kilobytes < 1000:
            return f"{kilobytes:.3g} {unit}"
        kilobytes /= 1000
    return f"{kilobytes:,.3g} TB"


def amount(number: float) -> str:
    """Write a number as exactly as it is known."""
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"


def column(bonds: int, day: Day) -> list[str]:
    """Work out what so many bonds take, a cell for each row of the table."""
    busiest = bonds * BUSIEST_HOUR / 3600
    processors = max(1.0, busiest * day.seconds / BUSY)
    year = bonds * (day.begin + DAYS * day.stored)
    money = processors * PROCESSOR + COPIES * year / 1_000_000 * GIGABYTE
    return [
        f"{bonds:,}",
        size(year),
        size(bonds * day.log),
        f"{amount(bonds * day.seconds / 3600)} h",
        amount(busiest * day.requests),
        amount(processors),
        f"{money:,.0f}",
        f"{money / bonds:.3f}",
    ]


ROWS = (
    "bonds",
    "kept after a year",
    "written ahead in a day",
    "of processors, in a day",
    "requests a second, busiest hour",
    "processors, busiest hour, half of them free",
    "money a month, after a year",
    "of that, for each bond",
)


def table(day: Day) -> str:
    """Write the table."""
    cells = zip(ROWS, *(column(bonds, day) for bonds in BONDS), strict=True)
    lines = [f"| {' | '.join(row)} |" for row in cells]
    return "\n".join([lines[0], "|---" * (len(BONDS) + 1) + "|", *lines[1:]])


def told(figures: dict[str, str]) -> str:
    """Write a couple's day on both databases, and what many bonds take on PostgreSQL."""
    each = {"SQLite": read(figures, "SQLite", 1), "PostgreSQL": read(figures, "PostgreSQL", 2)}
    head = "| one couple | kept at first | kept a day | written ahead | of processors | requests |"
    lines = [f"| {' | '.join((name, *cells(day)))} |" for name, day in each.items()]
    return "\n".join([head, "|---" * 6 + "|", *lines, "", table(each["PostgreSQL"])])


def cells(day: Day) -> tuple[str, ...]:
    """Write what one couple takes."""
    return size(day.begin), size(day.stored), size(day.log), f"{day.seconds:.2f} s", f"{day.requests:.0f}"


def main(source: Path, page: Path) -> None:
    """Put what was worked out between the marks of the page."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    worked_out = told(figures_in(source))
    page.write_text(f"{before}{BEGIN}\n{worked_out}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
