"""Reads the public data that the heads learn from: each text as the coach's own words, with its labels."""

import csv
import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from inglenook.coach.language import language
from inglenook.coach.text import sentences

# CaSiNo's own names of strategies, and ours.
STRATEGIES = {
    "elicit-pref": "asks-need",
    "no-need": "no-need",
    "other-need": "other-need",
    "promote-coordination": "coordination",
    "self-need": "own-need",
    "showing-empathy": "shows-empathy",
    "small-talk": "small-talk",
    "uv-part": "undervalues",
    "vouch-fair": "fairness",
}
ANNOTATORS = range(1, 9)
ABUSE = ("-1", "-2", "-3")
NO_ABUSE = ("0", "1")
POST, SENTENCE, MAJORITY = "ID", "Sentence", "Majority_label"


@dataclass(frozen=True, slots=True)
class Example:
    """A text in plain words, its labels, and what it belongs to (a post, a dialogue)."""

    words: list[str]
    labels: frozenset[str]
    group: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus: the labels that it teaches, what to learn from, and what only to measure with."""

    name: str
    labels: tuple[str, ...]
    train: list[Example]
    held_out: dict[str, list[Example]]


def words_of(text: str) -> list[str]:
    """Return the words of a text as the coach itself reads them."""
    english = language("en")
    found = sentences(text, english.lexicon.spellings, english.abbreviations)
    return [word for sentence in found for word in sentence.words]


def corpora(folder: Path, *, train: bool = True) -> Iterator[Corpus]:
    """Yield the four corpora; without their training parts where only the others are wanted."""
    emotions = tuple((folder / "goe-labels.txt").read_text(encoding="utf-8").split())
    yield Corpus(
        "GoEmotions",
        emotions,
        list(_emotions(folder / "goe-train.tsv.gz", emotions)) if train else [],
        {"dev": list(_emotions(folder / "goe-dev.tsv.gz", emotions))},
    )
    forums = ("needadvice", "askparents")
    yield Corpus(
        "Advice",
        ("advice",),
        [one for name in forums for one in _advice(folder / f"{name}-train.tsv.gz")] if train else [],
        {f"{name}, dev": list(_advice(folder / f"{name}-dev.tsv.gz")) for name in forums},
    )
    yield Corpus(
        "ConvAbuse",
        ("insult",),
        list(_insults(folder / "convabuse-train.csv.gz")) if train else [],
        {"valid": list(_insults(folder / "convabuse-valid.csv.gz"))},
    )
    yield Corpus(
        "CaSiNo",
        tuple(sorted(STRATEGIES.values())),
        list(_strategies(folder / "casino_train.json.gz")) if train else [],
        {"valid": list(_strategies(folder / "casino_valid.json.gz"))},
    )


def _emotions(file: Path, names: tuple[str, ...]) -> Iterator[Example]:
    with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
        for text, numbers, id in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            labels = frozenset(names[int(number)] for number in numbers.split(","))
            yield Example(words_of(text), labels, id)


def _advice(file: Path) -> Iterator[Example]:
    with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            labels = frozenset({"advice"} if row[MAJORITY] == "1" else ())
            yield Example(words_of(row[SENTENCE]), labels, row[POST].split("-")[0])


def _insults(file: Path) -> Iterator[Example]:
    with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            abuse, none = _votes(row, ABUSE), _votes(row, NO_ABUSE)
            labels = frozenset({"insult"} if abuse > none else ())
            yield Example(words_of(row["user"]), labels, row["conv_id"])


def _votes(row: Mapping[str, str], marks: tuple[str, ...]) -> int:
    """Count the annotators who gave one of these marks."""
    columns = (f"Annotator{one}_is_abuse.{mark}" for one in ANNOTATORS for mark in marks)
    return sum(row.get(column) in ("1", "1.0") for column in columns)


def _strategies(file: Path) -> Iterator[Example]:
    with gzip.open(file, "rt", encoding="utf-8") as text:
        dialogues = json.load(text)
    for dialogue in dialogues:
        for said, given in dialogue.get("annotations", []):
            labels = frozenset(STRATEGIES[name] for name in given.split(",") if name in STRATEGIES)
            yield Example(words_of(said), labels, str(dialogue["dialogue_id"]))
