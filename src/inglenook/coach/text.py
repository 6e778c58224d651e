"""Reads a message into sentences of plain words that still know where in the message they stand.

All that people do to words when they type fast is undone here (curly quotes, missing apostrophes, capitals, letters
drawn out), so that rules can be written in plain language. Linear in the length of the message.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

WORD = r"[^\W\d_]+(?:['’ʼ`´‘][^\W\d_]+)*"
PIECE = re.compile(rf"{WORD}['’](?=\s|$)|{WORD}|\d+(?:[.,:]\d+)*|[.!?…‽]+|\n|[^\w\s]|_+")
APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ`´‘", "'"))
DRAWN_OUT = re.compile(r"(.)\1{2,}")
# What opens a quotation, and what closes it.
QUOTES = {'"': '"', "“": "”", "„": "“”", "«": "»", "»": "«"}
QUOTED = "<quote>"
ENDS = frozenset(".!?…‽")
PAUSES = {"…": "…", ";": ",", "–": ",", "—": ",", ":": ",", "(": ",", ")": ","}


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign in its plain form; `start` and `end` are places in the message."""

    plain: str
    start: int
    end: int
    shouted: bool = False


@dataclass
class Sentence:
    """A sentence: its words in plain form with one space between, and where each stands in the message."""

    tokens: list[Token]
    starts: list[int] = field(init=False)
    plain: str = field(init=False)

    def __post_init__(self) -> None:
        at, self.starts = 0, []
        for token in self.tokens:
            self.starts.append(at)
            at += len(token.plain) + 1
        self.plain = " ".join(token.plain for token in self.tokens)

    @cached_property
    def words(self) -> list[str]:
        """The plain words, signs among them; a contraction is two words."""
        return self.plain.split(" ")

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the message a stretch of the plain text stands."""
        first = self.tokens[bisect_right(self.starts, start) - 1]
        last = self.tokens[bisect_right(self.starts, max(start, end - 1)) - 1]
        return first.start, last.end


def tokens(message: str, spellings: Mapping[str, str]) -> Iterator[Token]:
    """Cut a message into its words and signs; what stands in double quotes becomes one token."""
    quoted_until = 0
    for piece in PIECE.finditer(message):
        start, end = piece.span()
        if start < quoted_until:
            continue
        found = piece.group()
        if found in QUOTES and (close := _closing(message, end, QUOTES[found])):
            quoted_until = close
            yield Token(QUOTED, start, close)
            continue
        plain = _plain(found, spellings)
        if plain:
            yield Token(plain, start, end, shouted=len(found) > 1 and found.isupper())


def _closing(message: str, start: int, closers: str) -> int:
    """Return where a quotation ends, or 0 where it never does before the line is over."""
    for at in range(start, min(len(message), start + LONGEST_QUOTE)):
        if message[at] in closers:
            return at + 1
        if message[at] == "\n":
            break
    return 0


LONGEST_QUOTE = 300


def _plain(found: str, spellings: Mapping[str, str]) -> str:
    if found[0].isalpha():
        low = found.lower().translate(APOSTROPHES)
        low = DRAWN_OUT.sub(r"\1", low) if len(low) > 2 else low
        return spellings.get(low, low.strip("'"))
    if found[0] in ENDS:
        return (
            "?"
            if "?" in found or "‽" in found
            else "!"
            if "!" in found
            else "…"
            if len(found) > 1
            else found[0]
        )
    return PAUSES.get(found, found)


def sentences(message: str, spellings: Mapping[str, str], abbreviations: frozenset[str]) -> list[Sentence]:
    """Split a message into sentences: at what ends one, and at each new line."""
    found: list[Sentence] = []
    now: list[Token] = []
    for token in tokens(message, spellings):
        if token.plain == "\n":
            _close(found, now)
            now = []
            continue
        if now and now[-1].plain in "?!.…" and not _goes_on(now, token, message, abbreviations):
            _close(found, now)
            now = []
        now.append(token)
    _close(found, now)
    return found


def _close(found: list[Sentence], now: list[Token]) -> None:
    if any(token.plain[0].isalnum() or token.plain == QUOTED for token in now):
        found.append(Sentence(now))
    elif found and now:  # a smile or signs alone belong to what was said before
        found[-1] = Sentence([*found[-1].tokens, *now])


def _goes_on(now: list[Token], token: Token, message: str, abbreviations: frozenset[str]) -> bool:
    """Tell whether a sentence goes on after a full stop: "e.g.", "Dr. Moss", "well... you know"."""
    stop, lower = now[-1].plain, message[token.start].islower()
    if stop == "…":
        return lower
    before = now[-2].plain if len(now) > 1 else ""
    if stop == ".":
        touches = token.start == now[-1].end and token.plain[0].isalnum()
        return before in abbreviations or (touches and len(before) == 1)
    return not token.plain[0].isalnum() and token.plain != QUOTED
