"""Splits a sentence into clauses, and takes off what only leads to them: "so what I hear is that"."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from inglenook.coach.near import Meanings
from inglenook.coach.text import Sentence

# "I think", "you mean".
SHORT_FRAME = 2


class Word(NamedTuple):
    """A plain word, and where it stands in the text."""

    plain: str
    start: int
    end: int


def parts(sentence: Sentence, known: Meanings) -> Iterator[list[Word]]:
    """Yield the clauses of a sentence, word by word."""
    return _joined(_split(_words(sentence), known), known)


def _words(sentence: Sentence) -> list[Word]:
    return [
        Word(plain, token.start, token.end) for token in sentence.tokens for plain in token.plain.split(" ")
    ]


def _split(words: list[Word], known: Meanings) -> list[list[Word]]:
    """Cut at what joins clauses, where there is a verb on both sides."""
    edges = [0, *(at for at in range(1, len(words)) if _joins(words, at, known)), len(words)]
    parts: list[list[Word]] = [[]]
    has_verb = False  # in the last part
    for start, end in pairwise(edges):
        piece = words[start:end]
        brings_verb = _has_verb(piece, known)
        if has_verb and brings_verb:
            parts.append(piece)
        else:
            parts[-1].extend(piece)
        has_verb = has_verb or brings_verb
    return parts


def _joins(words: list[Word], at: int, known: Meanings) -> bool:
    """Tell whether a clause may begin here; of ", and" only the comma counts."""
    return words[at].plain in known.joints and words[at - 1].plain not in known.joints


def _has_verb(words: list[Word], known: Meanings) -> bool:
    before = ""
    for word in words:
        if known.is_verb(word.plain) and (word.plain in known.helpers or before not in known.determiners):
            return True
        before = word.plain
    return not known.verbs


def _joined(parts: list[list[Word]], known: Meanings) -> Iterator[list[Word]]:
    """Take off what is said around each clause, and join those to the next that say nothing by themselves."""
    waiting: list[Word] = []
    for number, part in enumerate(parts):
        kept = part if waiting else _without_frame(part, known)
        if " ".join(word.plain for word in kept if word.plain[0].isalnum()) in known.asides:
            continue
        waiting = waiting + kept
        last = number == len(parts) - 1
        if last or not _is_slight(waiting, known):
            yield waiting
            waiting = []


def _is_slight(words: list[Word], known: Meanings) -> bool:
    contents = [word for word in words if _carries(word.plain, known)]
    if any(word.plain in known.negators for word in words):
        return False
    return len(contents) < 2 and all(known.stem(word.plain) in known.light for word in contents)


def _carries(plain: str, known: Meanings) -> bool:
    return (
        plain[0].isalnum()
        and plain not in known.stop
        and plain not in known.persons
        and plain not in known.negators
    )


def _without_frame(words: list[Word], known: Meanings) -> list[Word]:
    """Leave out what only leads to a clause: "so what I hear is that"."""
    at = 0
    while at < len(words):
        plain = words[at].plain
        frames = known.frames.get(plain, ())
        length = next((len(frame) for frame in frames if _begins(words, at, frame, known)), 0)
        if not length and plain[0].isalnum():
            break
        at += length or 1
    return words[at:]


def _begins(words: list[Word], at: int, frame: list[str], known: Meanings) -> bool:
    """Tell whether a frame stands here; "I think" is one only before a clause."""
    plains = [word.plain for word in words[at : at + len(frame) + 1]]
    if plains[: len(frame)] != frame:
        return False
    if frame[0] in known.nameless:
        return len(frame) > 1 or not known.is_verb(plains[-1])
    return len(frame) != SHORT_FRAME or frame[0] not in known.persons or plains[-1] in known.opening
