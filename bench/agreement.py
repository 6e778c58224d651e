"""Prints how far the two readers of each set in labelled/ agree on each label: `bin/bench agreement`."""

import hashlib
from collections.abc import Iterable

from tests.tree import ROOT

from inglenook.coach import LABELS

HERE = ROOT / "labelled"
FOLDERS = ("", "fresh", "last", "final", "de")
# The head of the first file was looked at while rules were made, so its messages count among those seen.
LAST_SEEN = "m0040"
Labels = dict[str, frozenset[str]]


def is_held_out(id: str) -> bool:
    """Tell whether a message belongs to the third that nobody looks at while rules are made."""
    if "m0001" <= id <= LAST_SEEN:
        return False
    return hashlib.sha256(id.encode()).digest()[0] % 3 == 0


def messages(folder: str = "") -> dict[str, tuple[str, str]]:
    """Return each message's setting and text by its id."""
    rows = _rows(folder, "messages.tsv")
    return {id: (setting, text.replace("\\n", "\n")) for id, setting, text in rows}


def labels(reader: str, folder: str = "") -> Labels:
    """Return the labels that a reader, `a` or `b`, gave to each message."""
    return {id: frozenset(given.split()) - {"-"} for id, given in _rows(folder, f"labels-{reader}.tsv")}


def _rows(folder: str, name: str) -> Iterable[list[str]]:
    lines = (HERE / folder / name).read_text(encoding="utf-8").splitlines()
    return (line.split("\t") for line in lines)


def kappa(one: Labels, two: Labels, label: str) -> float:
    """Return Cohen's kappa for a label: agreement beyond what chance alone would give, at most 1."""
    total = len(one)
    same = sum((label in one[id]) == (label in two[id]) for id in one) / total
    shares = [sum(label in given for given in reader.values()) / total for reader in (one, two)]
    chance = shares[0] * shares[1] + (1 - shares[0]) * (1 - shares[1])
    return 1.0 if chance == 1 else (same - chance) / (1 - chance)


def agreement(folder: str) -> None:
    """Print a line for each label that was given in a set."""
    one, two = labels("a", folder), labels("b", folder)
    held_out = sum(map(is_held_out, one))
    print(f"\n{folder or 'the first set'}: {len(one)} messages, {held_out} of them held out by their ids")
    for label in LABELS:
        counts = [sum(label in given for given in reader.values()) for reader in (one, two)]
        if not any(counts):
            continue
        both = sum(label in one[id] and label in two[id] for id in one)
        agreed = f"kappa {kappa(one, two, label):5.2f}"
        print(f"{label:16} {agreed}   a {counts[0]:4}   b {counts[1]:4}   both {both:4}")
    exact = sum(one[id] == two[id] for id in one) / len(one)
    print(f"the same labels altogether: {exact:.0%}")


def main() -> None:
    """Print the agreement of each set."""
    for folder in FOLDERS:
        agreement(folder)


if __name__ == "__main__":
    main()
