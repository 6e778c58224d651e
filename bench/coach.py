"""Prints how well the coach finds what it looks for, in messages that nobody saw while its rules were made.

`bin/bench coach` gives the figures of the held-out third and of the held-out harmless sentences; `bin/bench coach --tune
label ...` those of the others, with the messages where the coach is wrong, to make rules by.
"""

import math
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bench.agreement import HARD, HERE, LABELS, is_held_out, labels, messages
from inglenook.coach import GOOD, review

MOST_ALARMS = 3.0
LEAST_PRECISION = 0.9


@dataclass
class Figure:
    """How a label was found: each of the two readers' word counts half."""

    found: int
    right: float
    wanted: float

    @property
    def precision(self) -> float:
        """The share of marks that are right."""
        return self.right / self.found if self.found else math.nan

    @property
    def recall(self) -> float:
        """The share of what readers saw that was marked."""
        return self.right / self.wanted if self.wanted else math.nan


def interval(right: float, total: float) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share."""
    if not total:
        return (0.0, 1.0)
    z, p = 1.96, right / total
    middle, spread = p + z * z / (2 * total), z * math.sqrt(p * (1 - p) / total + z * z / (4 * total * total))
    return (
        max(0.0, (middle - spread) / (1 + z * z / total)),
        min(1.0, (middle + spread) / (1 + z * z / total)),
    )


def harmless(name: str) -> dict[str, str]:
    """Return harmless sentences by their ids."""
    if not (HERE / f"harmless-{name}.tsv").exists():
        return {"x": "x"}
    lines = (HERE / f"harmless-{name}.tsv").read_text(encoding="utf-8").splitlines()
    return {id: text.replace("\\n", "\n") for id, _, text in (line.split("\t") for line in lines)}


def figure(label: str, found: dict[str, frozenset[str]]) -> Figure:
    """Count how a label was found among messages whose labels the coach gave."""
    readers = [labels("a"), labels("b")]
    marked = [id for id, given in found.items() if label in given]
    right = sum(label in reader[id] for id in marked for reader in readers) / 2
    wanted = sum(label in reader[id] for id in found for reader in readers) / 2
    return Figure(len(marked), right, wanted)


def reviewed(texts: dict[str, str]) -> dict[str, frozenset[str]]:
    """Return the labels that the coach gives to each text."""
    return {id: review(text, code="en").labels for id, text in texts.items()}


def alarms(texts: dict[str, str]) -> dict[str, list[str]]:
    """Return, for each hard label, the harmless texts that the coach marks with it."""
    found = reviewed(texts)
    return {label: [id for id, given in found.items() if label in given] for label in HARD}


def chosen(is_wanted: Callable[[str], bool]) -> dict[str, str]:
    """Return the labelled messages whose id is wanted."""
    return {id: text for id, (_, text) in messages().items() if is_wanted(id)}


def share(right: float, total: float) -> str:
    """Return a share with its interval, as it is printed."""
    if not total:
        return "  -  (         )"
    low, high = interval(right, total)
    return f"{right / total:5.2f} ({low:.2f}-{high:.2f})"


def table(texts: dict[str, str], calm: dict[str, str]) -> None:
    """Print a line for each label."""
    found, false = reviewed(texts), alarms(calm)
    print(f"{len(texts)} labelled messages, {len(calm)} harmless ones; 95 % intervals in brackets")
    print(f"{'label':16} {'marks':>5}  {'precision':17}  {'recall':17}  false alarms in 1,000 harmless")
    for label in LABELS:
        it = figure(label, found)
        line = f"{label:16} {it.found:5}  {share(it.right, it.found)}  {share(it.right, it.wanted)}"
        if label in GOOD:
            print(line)
            continue
        count = len(false[label])
        low, high = (1000 * edge for edge in interval(count, len(calm)))
        print(f"{line}  {1000 * count / len(calm):4.1f} ({low:.1f}-{high:.1f})")


def wrong(wanted: Iterable[str], texts: dict[str, str], calm: dict[str, str]) -> None:
    """Print the messages where the coach is wrong about some labels."""
    a, b = labels("a"), labels("b")
    found = reviewed(texts)
    for label in wanted:
        for id, text in texts.items():
            said, is_it = label in found[id], (label in a[id]) + (label in b[id])
            if said != (is_it > 0) and (said or is_it == 2):
                print(f"{label} {'WRONGLY' if said else 'missed '} {id} {text!r}")
        for id in alarms(calm).get(label, ()):
            print(f"{label} ALARM   {id} {calm[id]!r}")


def main(arguments: list[str]) -> None:
    """Print the figures of what was held out, or with --tune those of the rest."""
    if arguments[:1] == ["--tune"]:
        texts, calm = chosen(lambda id: not is_held_out(id)), harmless("a")
        wrong(arguments[1:], texts, calm)
    else:
        texts, calm = chosen(is_held_out), harmless("b")
    table(texts, calm)


if __name__ == "__main__":
    main(sys.argv[1:])
