"""Prints how right the coach's learned heads are, and how quick: `bin/bench heads FOLDER`.

The folder is that of training/README.md. What is printed is measured on the parts of the data that nothing
was learned from or tuned on; behind each F1 stand the ends of its 95 % bootstrap interval, over whole posts
or talks.
"""

import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

from training.examples import Example, corpora

from inglenook.coach.heads import Heads, features
from inglenook.coach.language import FOLDER

TIMES, SEED = 1000, 1
ROUNDS = 5
# What happened to a label in a text: it was given rightly, given wrongly, or missed.
RIGHT, WRONG, MISSED = range(3)
Outcome = tuple[str, int]
Counts = dict[str, list[int]]


def outcomes(heads: Heads, examples: list[Example], labels: tuple[str, ...]) -> list[tuple[Outcome, ...]]:
    """Return what happened in each post, dialogue or single comment."""
    found: dict[str, list[Outcome]] = defaultdict(list)
    for example in examples:
        here = found[example.group]
        for label, probability in heads.scores(example.words, labels).items():
            given, meant = probability >= heads.threshold(label), label in example.labels
            if given or meant:
                here.append((label, MISSED if not given else RIGHT if meant else WRONG))
    return [tuple(sorted(each)) for each in found.values()]


def counts(groups: Counter[tuple[Outcome, ...]], labels: tuple[str, ...]) -> Counts:
    """Return for each label how often it was right, wrong and missed."""
    found = {label: [0, 0, 0] for label in labels}
    for group, times in groups.items():
        for label, kind in group:
            found[label][kind] += times
    return found


def share(part: float, whole: float) -> float:
    """Return a part of a whole; 0 of nothing."""
    return part / whole if whole else 0.0


def f1(count: list[int]) -> float:
    """Return F1 of what was right, wrong and missed."""
    return share(2 * count[RIGHT], 2 * count[RIGHT] + count[WRONG] + count[MISSED])


def mean(count: Counts) -> float:
    """Return the mean F1 of the labels that there are."""
    there = [one for one in count.values() if one[RIGHT] + one[MISSED]]
    return share(sum(map(f1, there)), len(there))


def resampled(groups: list[tuple[Outcome, ...]], labels: tuple[str, ...]) -> Iterator[Counts]:
    """Yield the counts of as many groups, drawn again and again with replacement."""
    dice = random.Random(SEED)  # noqa: S311  (nothing secret)
    for _ in range(TIMES):
        yield counts(Counter(dice.choices(groups, k=len(groups))), labels)


def interval(values: list[float]) -> str:
    """Return the ends of the middle 95 % of these."""
    inner = sorted(values)
    cut = len(inner) // 40
    return f"{inner[cut]:.3f} to {inner[-1 - cut]:.3f}"


def print_part(heads: Heads, name: str, examples: list[Example], labels: tuple[str, ...]) -> None:
    """Print a line for each label that there is, and their mean where there are several."""
    there = {label for example in examples for label in example.labels}
    labels = tuple(label for label in labels if label in there)
    groups = outcomes(heads, examples, labels)
    now, again = counts(Counter(groups), labels), list(resampled(groups, labels))
    print(f"\n{name}: {len(examples)} texts")
    for label, count in now.items():
        right, wrong, missed = count
        shares = f"precision {share(right, right + wrong):.3f}   recall {share(right, right + missed):.3f}"
        ends = interval([f1(one[label]) for one in again])
        print(f"{label:16} {right + missed:4} with it   {shares}   F1 {f1(count):.3f}   {ends}")
    if len(labels) > 1:
        print(f"{'macro-F1':62} {mean(now):.3f}   {interval([mean(one) for one in again])}")


def print_time(heads: Heads, examples: list[Example]) -> None:
    """Print how long it takes, the quickest of several rounds."""
    words = sum(len(example.words) for example in examples)
    some = heads.labels[:4]
    acts: dict[str, Callable[[Example], object]] = {
        "the words' buckets": lambda example: features(example.words),
        "one label": lambda example: heads.score(example.words, some[0]),
        "four labels": lambda example: heads.scores(example.words, some),
        f"all {len(heads.labels)} labels": lambda example: heads.scores(example.words),
    }
    print(f"\nTime: {len(examples)} texts of {words / len(examples):.1f} words and signs")
    for name, act in acts.items():
        best = min(_seconds(act, examples) for _ in range(ROUNDS))
        each = f"{best / len(examples) * 1e3:.3f} ms a text"
        print(f"{name:20} {best / words * 1e5:.3f} ms for 100 words   {each}")


def _seconds(act: Callable[[Example], object], examples: list[Example]) -> float:
    begun = perf_counter()
    for example in examples:
        act(example)
    return perf_counter() - begun


def main() -> None:
    """Print all figures."""
    folder, file = Path(sys.argv[1]), FOLDER / "en" / "heads.bin"
    begun = perf_counter()
    heads = Heads.load(file)
    took = perf_counter() - begun
    print(f"{len(heads.labels)} heads, {file.stat().st_size} bytes, read in {took * 1e3:.1f} ms")
    parts = [
        (f"{corpus.name}, {name}", examples, corpus.labels)
        for corpus in corpora(folder, train=False)
        for name, examples in corpus.held_out.items()
    ]
    for name, examples, labels in parts:
        print_part(heads, name, examples, labels)
    print_time(heads, parts[0][1][:1000])


if __name__ == "__main__":
    main()
