"""Reads a message into sentences of plain words that still know where in the message they stand.

All that people do to words when they type fast is undone here (curly quotes, missing apostrophes, capitals,
letters drawn out), so that rules can be written in plain language. Linear in the length of the message.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import chain

import msgspec

WORD = r"[^\W\d_]+(?:'[^\W\d_]+)*"
# Halves of signs, which are no text, are left out like what steers a terminal.
SIGN = r"[^\w\s\x00-\x1f\x7f-\x9f\ud800-\udfff]"
PIECE = re.compile(rf"{WORD}'(?=\s|$)|{WORD}|\d+(?:[.,:]\d+)*|[.!?…‽]+|\n|{SIGN}|_+")
# Whatever stands for an apostrophe, a letter for a letter, so that places stay what they are.
APOSTROPHES = "\u2019\u02bc\u2018`\u00b4"
DRAWN_OUT = re.compile(r"(.)\1{2,}")
# What opens a quotation, and what closes it.
QUOTES = {'"': '"', "“": "”", "„": "“”", "«": "»", "»": "«"}
LONGEST_QUOTE = 300
# The rest of a quotation; however many spaces there are between two words, they count as one.
RESTS = {
    sign: re.compile(rf"(?:[ \t]++|[^{closers}\n \t]){{0,{LONGEST_QUOTE}}}+[{closers}]")
    for sign, closers in QUOTES.items()
}
QUOTED = "<quote>"
ENDS = frozenset(".!?…‽")
# \u2013 is the dash of a break, shorter than the other.
PAUSES = {"…": "…", ";": ",", "\u2013": ",", "—": ",", ":": ",", "(": ",", ")": ","}


class Token(msgspec.Struct, gc=False):
    """A word or sign in its plain form; `start` and `end` are places in the message."""

    plain: str
    start: int
    end: int


class Sentence(msgspec.Struct, dict=True):
    """A sentence: its words in plain form, and where each stands in the message.

    `plain` has the words with one space between (a contraction is two words), `raw` is the same in UTF-8,
    `words` are the single words, signs among them, and `steps` are those, each after the pair that it ends.
    """

    tokens: list[Token]

    def __post_init__(self) -> None:
        self.plain = " ".join([token.plain for token in self.tokens])
        self.raw = self.plain.encode("utf-8", "replace")
        self.words = self.plain.split(" ")
        pairs = map(" ".join, zip(["", *self.words], self.words, strict=False))
        self.steps = list(chain.from_iterable(zip(pairs, self.words, strict=False)))

    @cached_property
    def _starts(self) -> list[int]:
        at, starts = 0, []
        for token in self.tokens:
            starts.append(at)
            at += len(token.plain) + 1
        return starts

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the message a stretch of `plain` stands, spaces around it left out."""
        inner = self.plain[start:end]
        start, end = start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip())
        first = self.tokens[bisect_right(self._starts, start) - 1]
        last = self.tokens[bisect_right(self._starts, max(start, end - 1)) - 1]
        return first.start, last.end

    @property
    def around(self) -> tuple[int, int]:
        """Where in the message the whole sentence stands."""
        return self.tokens[0].start, self.tokens[-1].end


def straight(message: str) -> str:
    """Return a message with straight apostrophes."""
    for sign in APOSTROPHES:
        message = message.replace(sign, "'")
    return message


def tokens(message: str, spellings: Mapping[str, str]) -> Iterator[Token]:
    """Cut a message into its words and signs; what stands in double quotes becomes one token."""
    message = straight(message)
    quoted_until, is_drawn_out = 0, DRAWN_OUT.search(message) is not None
    for piece in PIECE.finditer(message):
        start, end = piece.span()
        if start < quoted_until:
            continue
        found = piece.group()
        if found[0].isalpha():
            low = found.lower()
            if is_drawn_out and len(low) > 2:
                low = DRAWN_OUT.sub(r"\1", low)
            if plain := spellings.get(low) or low.strip("'"):
                yield Token(plain, start, end)
        elif found in RESTS and (rest := RESTS[found].match(message, end)):
            quoted_until = rest.end()
            yield Token(QUOTED, start, quoted_until)
        else:
            yield Token(_sign(found), start, end)


def _sign(found: str) -> str:
    """Return the plain form of a sign or a number."""
    if found[0] not in ENDS:
        return PAUSES.get(found, found)
    if "?" in found or "‽" in found:
        return "?"
    if "!" in found:
        return "!"
    return "…" if len(found) > 1 else found


def sentences(message: str, spellings: Mapping[str, str], abbreviations: frozenset[str]) -> list[Sentence]:
    """Split a message into sentences: at what ends one, and at each new line."""
    return [Sentence(part) for part in _parts(message, spellings, abbreviations)]


def _parts(message: str, spellings: Mapping[str, str], abbreviations: frozenset[str]) -> list[list[Token]]:
    found: list[list[Token]] = []
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


def _close(found: list[list[Token]], now: list[Token]) -> None:
    if any(token.plain[0].isalnum() or token.plain == QUOTED for token in now):
        found.append(now)
    elif found:  # a smile or signs alone belong to what was said before
        found[-1] += now


def _goes_on(now: list[Token], token: Token, message: str, abbreviations: frozenset[str]) -> bool:
    """Tell whether a sentence goes on after a full stop: "e.g.", "Dr. Moss", "well... you know"."""
    stop, lower = now[-1].plain, message[token.start].islower()
    if stop == "…":
        return lower and any(before.plain[0].isalnum() for before in now)
    before = now[-2].plain if len(now) > 1 else ""
    if stop == ".":
        touches = token.start == now[-1].end and token.plain[0].isalnum()
        return before in abbreviations or (touches and len(before) == 1)
    return not token.plain[0].isalnum() and token.plain != QUOTED
