"""Passages of a text: the parts to pick from, its beginning, and where a search finds something."""

import re
import unicodedata
from dataclasses import dataclass


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
