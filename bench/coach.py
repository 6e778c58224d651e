"""Prints how well the coach finds what it looks for, in messages that nobody saw while its rules were made.

`bin/bench coach` gives the figures of what was held out of the first set and of the last or final set, with
the false alarms in harmless messages by another writer; and of the German ones that were held out.
`bin/bench coach --tune label ...` gives those of the others, with the messages where the coach is wrong, to
make rules by.
"""

import math
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.agreement import HERE, is_held_out, labels, messages
from inglenook.coach import HARD, LABELS, review


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
    lines = (HERE / f"harmless-{name}.tsv").read_text(encoding="utf-8").splitlines()
    return {id: text.replace("\\n", "\n") for id, _, text in (line.split("\t") for line in lines)}


class Set:
    """Messages with what the two readers gave them, and what the coach gives."""

    def __init__(self, *parts: tuple[str, Callable[[str], bool]], code: str = "en") -> None:
        self.texts: dict[str, str] = {}
        self.readers: tuple[dict[str, frozenset[str]], ...] = ({}, {})
        for folder, is_wanted in parts:
            self.texts |= {id: text for id, (_, text) in messages(folder).items() if is_wanted(id)}
            for told, reader in zip(self.readers, "ab", strict=True):
                told |= labels(reader, folder)
        self.found = reviewed(self.texts, code)

    def figure(self, label: str) -> Figure:
        """Count how a label was found."""
        marked = [id for id, given in self.found.items() if label in given]
        right = sum(label in reader[id] for id in marked for reader in self.readers) / 2
        wanted = sum(label in reader[id] for id in self.texts for reader in self.readers) / 2
        return Figure(len(marked), right, wanted)

    def wrong(self, label: str) -> Iterator[str]:
        """Yield the messages where the coach says other than both readers."""
        for id, text in self.texts.items():
            said, given = label in self.found[id], sum(label in reader[id] for reader in self.readers)
            if said != (given > 0) and (said or given == 2):
                yield f"{label} {'WRONGLY' if said else 'missed '} {id} {text!r}"


def reviewed(texts: dict[str, str], code: str = "en") -> dict[str, frozenset[str]]:
    """Return the labels that the coach gives to each text."""
    return {id: review(text, code=code).labels for id, text in texts.items()}


def alarms(texts: dict[str, str]) -> dict[str, list[str]]:
    """Return, for each hard label, the harmless texts that the coach marks with it."""
    found = reviewed(texts)
    return {label: [id for id, given in found.items() if label in given] for label in HARD}


def share(right: float, total: float) -> str:
    """Return a share with its interval, as it is printed."""
    if not total:
        return "  -  (         )"
    low, high = interval(right, total)
    return f"{right / total:5.2f} ({low:.2f}-{high:.2f})"


def table(name: str, told: Set, calm: dict[str, str], wanted: tuple[str, ...]) -> None:
    """Print a line for each wanted label that the readers gave."""
    false = alarms(calm) if calm else {}
    print(f"\n{name}: {len(told.texts)} messages; 95 % intervals in brackets")
    print(f"{'label':16} {'marks':>5}  {'precision':17}  {'recall':17}", end="")
    print(f"  false alarms in 1,000 of {len(calm)} harmless" if calm else "")
    for label in wanted:
        it = told.figure(label)
        if not it.wanted:
            continue
        line = f"{label:16} {it.found:5}  {share(it.right, it.found)}  {share(it.right, it.wanted)}"
        if label in false:
            low, high = (1000 * edge for edge in interval(len(false[label]), len(calm)))
            line += f"  {1000 * len(false[label]) / len(calm):4.1f} ({low:.1f}-{high:.1f})"
        print(line)


def every(id: str) -> bool:
    """Want each message."""
    return bool(id)


def seen(id: str) -> bool:
    """Want the messages that rules may be made by."""
    return not is_held_out(id)


def main(arguments: list[str]) -> None:
    """Print the figures of what was held out, or with --tune those of the rest."""
    if arguments[:1] == ["--tune"]:
        # The last set stays blind for every label that was not mended by it.
        opened = [("last", every)] if set(arguments[1:]) <= set(AGAIN) else []
        told, calm = Set(("", seen), ("fresh", every), *opened), harmless("a")
        for label in arguments[1:]:
            print(*told.wrong(label), sep="\n")
            print(*(f"{label} ALARM   {id} {calm[id]!r}" for id in alarms(calm).get(label, ())), sep="\n")
        table("what rules may be made by", told, calm, LABELS)
        return
    calm = harmless("b")
    for name, wanted in BLIND.items():
        table(name, Set(*wanted[0]), calm, wanted[1])
    table("German, held out", Set(("de", is_held_out), code="de"), {}, LABELS)


# Three labels were mended by the last set, so that another was written and read for them.
AGAIN = ("blame", "defence", "dismissing")
Parts = list[tuple[str, Callable[[str], bool]]]
BLIND: dict[str, tuple[Parts, tuple[str, ...]]] = {
    "held out of the first set, and the last set": (
        [("", is_held_out), ("last", every)],
        tuple(label for label in LABELS if label not in AGAIN),
    ),
    "held out of the first set, and the final set": ([("", is_held_out), ("final", every)], AGAIN),
}

if __name__ == "__main__":
    main(sys.argv[1:])
