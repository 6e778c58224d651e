"""Writes docs/performance.md from a run: `python -m bench.report FIGURES [--quick]`; see bin/bench."""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

HEAD = """# How fast it is

This page is made by `bin/bench --report` from what its parts print, on two cores shared by the driver, the
server and the database; nothing here is written by hand but the sentences, and those are in
`bench/report.py`. Rates and times hold for that machine and that hour only. Ratios hold further: both sides
of each were measured in turns.
"""
SHORT = """
This was a short run, with shorter soaks and fewer rows than `bin/bench --report` without `--quick`.
"""
TAIL = """## What this does not say

- How fast the machine was in that hour, the first table tells: the same two cores have answered 8,900 bare
  requests a second in a good hour (on 2026-11-25), and every rate and time moves with that.
- Driver, server and database shared two cores. On a machine of its own a server holds more.
- Everything went over loopback: no network, no TLS, no proxy. The couples live faster than people do, with
  eight tenths of a second between two requests; thinking longer makes no request dearer.
- The bonds that fill a database are copies with noise in place of sealed text. They are as large as real
  ones, and nobody opens them.
- Minutes show a leak that is quick. A slow one shows in weeks, in whatever watches the server.

## Again

`bin/bench` runs all of it, `bin/bench days` one part, and `bin/bench --quick` what `bin/check` runs. Most
parts take `sqlite` or `postgres` to measure only one: `bin/bench push postgres`. `bin/bench --report` needs
the better part of an hour, `bin/bench --report --quick` shorter soaks and fewer rows.
"""
# Heading, what the names of its figures begin with, how it was measured and what it means.
SECTIONS: list[tuple[str, str | tuple[str, ...], str]] = [
    (
        "One page beside a bare one",
        "bench: ",
        "The same uvicorn serves our Today page, a Django page with nothing behind it, and nothing at "
        "all. Today opens the keys and the sealed rows of its reader anew at each request and asks the "
        "database twenty times (`tests/test_queries.py` holds it to that).",
    ),
    (
        "Couples' days",
        "days, ",
        "Couples look at Today, check in, write a page of 1,500 characters of which drafts are kept and "
        "the coach is asked all the while, share a part, ask, answer, read the opened answers, hold a "
        "written talk in turns twice in ten days and look around, each with both streams open. Locust "
        "(`bench/day.py`) sends the next request when it falls due, however slow "
        "the last one was. More and more couples come until 95 of 100 requests no longer take less than "
        "300 ms, or one fails. The last lines work out how many couples a machine carries whose busiest "
        "hour has a fifth of the day.",
    ),
    (
        "Hour after hour",
        "soak, ",
        "Half of the highest rate is held for some minutes. What grows is compared between the second "
        "and the last fifth.",
    ),
    (
        "A hundred sign in at once",
        "sign-ins, ",
        "Working out a passphrase's key takes 64 MiB and a good part of a second of both processors, on "
        "purpose. Two are worked out at once in a process; the others wait in a line of their own. "
        "Nobody's page waits behind them, though it shares the processors with them.",
    ),
    (
        "As the years add up",
        ("Today, ", "/"),
        "Each size is a database and a server of its own, all asked in turns. After its bonds were "
        "written a database was told to look at how its rows are spread (ANALYZE). Today asks only for "
        "the last weeks and should cost the same whatever lies before them. Searching opens every entry, "
        "because nothing readable is kept to search in: it grows with what there is. The other pages "
        "show more where there is more: at 30 entries, together has three shared copies and talk one "
        "opened question; at 3,000 both fill their first screen of twelve.",
    ),
    (
        "Telling the other's page",
        "push, ",
        "A thousand streams are open on our server and on a bare one. A form wakes one person, and the "
        "time runs from its sending until each of their streams says so. It includes the form, which our "
        "server works through and the bare one does not: so the time from the form's own answer to the "
        "last stream is given too. With two processes the streams lie on both, and news crosses from one "
        "to the other by the database.",
    ),
    (
        "Talks in turns",
        "talks, ",
        "Five hundred couples hold a talk aloud in one process, each with a stream open, and a bare server "
        "holds as many streams. After a tap the other's stream says that something changed, their page asks "
        "for its part, and whoever tapped is shown the page anew; the time runs from the tap until the "
        "other's stream says so, and until their part has come. Then sixteen tap all the while, to find what "
        "the server does at most, and at last half of that is tapped, each tap when it falls due.",
    ),
    (
        "Starting, and memory",
        ("start, ", "memory, "),
        "Cold is an empty folder: the database, stylesheets and typefaces are made first. Warm is any "
        "later start.",
    ),
    (
        "Room",
        "sizes, ",
        "A typical day has two check-ins, a page of 1,500 characters with eight kept drafts, a question "
        "that both answer and a shared appreciation. What lies in the database counts with its indexes; "
        "the log is what the database writes ahead and then lets go. [How far it goes](scale.md) counts "
        "on with these.",
    ),
]


def is_prompt(value: str) -> bool:
    """Tell whether the first of some times, the median, is below what reads as at once."""
    return float(value.split(" / ")[0]) < 100


# What a figure should be, by what its name ends in.
LIMITS: list[tuple[str, str, Callable[[str], bool]]] = [
    (r"^Today, .* against .*: (time|processors)$", "flat: at most 1.2", lambda v: float(v) <= 1.2),
    (r"^days, .*: ms at 50/95/99 %$", "95 % under 300", lambda v: float(v.split(" / ")[1]) < 300),
    (r"seconds, requests, errors$", "no error", lambda v: v.endswith(" 0")),
    (r"^soak, .* grew", "flat: at most 5", lambda v: float(v) <= 5),
    (r"let in of 100 at once$", "100", lambda v: v == "100"),
    (r"^sign-ins, SQLite: peak of memory, MB above rest$", "below 150", lambda v: float(v) < 150),
    (r"^sign-ins, PostgreSQL: peak of memory, MB above rest$", "below 300", lambda v: float(v) < 300),
    (r"^push, .*from form to stream, ours, ms", "median under 100", is_prompt),
    (r"^talks, .*(one tap at a time|at that rate): from tap to .*, ms", "median under 100", is_prompt),
    (r"others' Today meanwhile, slowest in ms$", "below 3,000", lambda v: float(v) < 3_000),
]


def limit(name: str, value: str) -> str:
    """Return what a figure should be, and whether it is."""
    for pattern, told, is_met in LIMITS:
        if re.search(pattern, name):
            return told if is_met(value) else f"{told}; **missed**"
    return ""


def section(heading: str, begins: "str | tuple[str, ...]", prose: str, figures: dict[str, str]) -> str:
    """Write one section."""
    rows = [
        f"| {name.removeprefix('bench: ')} | {value} | {limit(name, value)} |"
        for name, value in figures.items()
        if name.startswith(begins)
    ]
    table = (
        ["| | measured | should be |", "|---|---|---|", *rows] if rows else ["(Not measured in this run.)"]
    )
    return "\n".join([f"## {heading}\n", f"{prose}\n", *table, ""])


def figures_in(source: Path) -> dict[str, str]:
    """Read the figures of a run; of one that was measured again, the last."""
    lines = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    return {line["figure"]: str(line["value"]) for line in lines}


def main(source: Path, *, short: bool) -> None:
    """Write the page."""
    figures = figures_in(source)
    parts = [section(*one, figures) for one in SECTIONS]
    sys.stdout.write("\n".join([HEAD + (SHORT if short else ""), *parts, TAIL]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), short="--quick" in sys.argv)
