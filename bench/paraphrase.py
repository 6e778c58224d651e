"""Prints how well a paraphrase is compared with what was said, on pairs held out while it was made.

`bin/bench paraphrase` gives the figures of the held-out third of labelled/paraphrases.tsv, with --tune those
of the others and the pairs where the comparison says something else than the set.
"""

import sys
from dataclasses import dataclass

from bench.agreement import HERE, is_held_out
from bench.coach import share
from inglenook.coach import Comparison, compare

FLAGS = ("turned-negation", "turned-who", "added", "judged", "advised")
NAMED = "feeling-named"


@dataclass(frozen=True)
class Pair:
    """What was said, its paraphrase, and what an attentive person says of it."""

    id: str
    said: str
    reply: str
    covered: int
    points: int
    flags: frozenset[str]
    feeling: str


def pairs() -> list[Pair]:
    """Return all pairs of the set."""
    lines = (HERE / "paraphrases.tsv").read_text(encoding="utf-8").splitlines()
    return [_pair(*line.split("\t")) for line in lines]


def _pair(id: str, said: str, reply: str, points: str, feeling: str, flags: str) -> Pair:
    covered, total = map(int, points.split("/"))
    return Pair(id, said, reply, covered, total, frozenset(flags.split()) - {"-"}, feeling)


def found(comparison: Comparison) -> frozenset[str]:
    """Return a comparison in the words of the set."""
    flags = {f"turned-{turned.how}" for turned in comparison.turned}
    flags |= {name for name in ("added", "judged", "advised") if getattr(comparison, name)}
    return frozenset(flags | {feeling(comparison)})


def feeling(comparison: Comparison) -> str:
    """Return whether the feelings in what was said are named."""
    if not comparison.feelings:
        return "no-feeling"
    return "feeling-missing" if comparison.feelings_missing else NAMED


def table(chosen: list[Pair]) -> None:
    """Print the figures of some pairs."""
    compared = [compare(pair.said, pair.reply, code="en") for pair in chosen]
    both = list(zip(chosen, compared, strict=True))
    off = [abs(len(it.covered) - pair.covered) for pair, it in both]
    shares = [abs(len(it.covered) / max(1, len(it.points)) - pair.covered / pair.points) for pair, it in both]
    counted = sum(len(it.points) == pair.points for pair, it in both)
    print(f"{len(chosen)} pairs; 95 % intervals in brackets")
    print(f"as many points in all     {share(counted, len(chosen))}")
    print(f"covered points the same   {share(off.count(0), len(chosen))}")
    print(f"covered points within one {share(sum(one <= 1 for one in off), len(chosen))}")
    print(f"mean error of the share covered {sum(shares) / len(shares):.2f}")
    print(f"{'':16} {'set':>4} {'found':>5}  {'F1':>4}  {'precision':17}  recall")
    for flag in (*FLAGS, NAMED, "feeling-missing"):
        wanted = [flag in pair.flags | {pair.feeling} for pair, _ in both]
        given = [flag in found(it) for _, it in both]
        right = sum(want and give for want, give in zip(wanted, given, strict=True))
        f1 = 2 * right / max(1, sum(wanted) + sum(given))
        precision, recall = share(right, sum(given)), share(right, sum(wanted))
        print(f"{flag:16} {sum(wanted):4} {sum(given):5}  {f1:4.2f}  {precision}  {recall}")


def errors(chosen: list[Pair]) -> None:
    """Print the pairs where the comparison says something else than the set."""
    for pair in chosen:
        it = compare(pair.said, pair.reply, code="en")
        wanted, given = pair.flags | {pair.feeling}, found(it)
        mine = f"{len(it.covered)}/{len(it.points)}"
        if wanted == given and mine == f"{pair.covered}/{pair.points}":
            continue
        print(f"{pair.id} {pair.said!r}\n     {pair.reply!r}")
        print(f"     {mine} for {pair.covered}/{pair.points}  {' '.join(sorted(wanted ^ given))}")
        print(f"     {[(point.text, point.covered) for point in it.points]}")
        print(f"     added {it.added} turned {[(one.how, one.said) for one in it.turned]}")


def main(arguments: list[str]) -> None:
    """Print the figures of what was held out, or with --tune those of the rest with their errors."""
    tune = arguments[:1] == ["--tune"]
    chosen = [pair for pair in pairs() if is_held_out(pair.id) != tune]
    if tune:
        errors(chosen)
    table(chosen)


if __name__ == "__main__":
    main(sys.argv[1:])
