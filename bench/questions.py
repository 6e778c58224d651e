"""Prints whether the coach knows a question, open or closed or at all: `bin/bench questions`.

As F1 of the coach with a reader, beside that of the two readers. Sentences whose ids end in an odd number are
those that rules may be made by.
"""

import math

from bench.agreement import HERE, is_held_out
from bench.coach import Set, every
from inglenook.coach import questions

Ids = frozenset[str]


def f1(one: Ids, other: Ids) -> float:
    """Return how far two agree about what holds something, from 0 to 1."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else math.nan


def sentences() -> dict[str, tuple[str, str, str]]:
    """Return each sentence by its id, and whether it asks as its writer and as a reader say: yes or no."""
    lines = (HERE / "questions.tsv").read_text(encoding="utf-8").splitlines()
    return {id: (text, writer, reader) for id, writer, reader, text in (line.split("\t") for line in lines)}


def tell(name: str, found: Ids, first: Ids, second: Ids) -> None:
    """Print how far the coach and the readers agree."""
    ours = (f1(found, first) + f1(found, second)) / 2
    print(f"{name:40} {ours:.3f} of the coach, {f1(first, second):.3f} of the two readers")


def main() -> None:
    """Print a line for each kind of question."""
    told = sentences()
    blind = [id for id in told if int(id[-1]) % 2 == 0]
    for name, ids in {
        "a question at all": blind,
        "where no question mark stands": [id for id in blind if "?" not in told[id][0]],
    }.items():
        found = frozenset(id for id in ids if questions(told[id][0], code="en"))
        readers = [frozenset(id for id in ids if told[id][at] == "yes") for at in (1, 2)]
        tell(f"{name}, {len(ids)} sentences", found, *readers)
    seen = Set(("", is_held_out), ("last", every))
    for kind in ("open", "closed"):
        by = [
            frozenset(id for id in seen.texts if f"{kind}-question" in one[id])
            for one in (seen.found, *seen.readers)
        ]
        tell(f"{kind}, in {len(seen.texts)} messages", *by)


if __name__ == "__main__":
    main()
