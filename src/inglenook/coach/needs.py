"""What a pattern cannot do without: sets of words, one of each of which any sentence that it matches must hold.

Most patterns are never tried on most sentences: one look at the words of a sentence rules them out.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

PIECE = re.compile(
    r"(?P<open>\()|(?P<close>\))|(?P<bar>\|)|(?P<space> )|(?P<mark>[<>^$])"
    r"|(?P<word>(?:\{[a-z_0-9-]+\}|[^\W\d_]+\+|~\d|[^()|<>^$ ?\\]|\\.)+)|(?P<maybe>\?)|(?P<other>.)",
    re.DOTALL,
)
PLAIN = re.compile(r"\{[a-z_0-9-]+\}|[^\W\d_]+\+|[^\W_]+(?:['-][^\W_]+)*|\\<quote\\>")
Words = frozenset[str]


@dataclass
class Part:
    """One way through a pattern or a group, and the sets of words that it needs."""

    needs: list[Words] = field(default_factory=list)
    is_empty: bool = True
    whole: bool = True  # whether a word that comes now is a whole word


def needs(pattern: str, words_of: Callable[[str], frozenset[str]], common: Words) -> list[Words]:
    """Return the sets of words that a pattern needs; those without a `common` word rule out most and come first."""
    reader = Reader(pattern, words_of, common)
    return sorted(set(reader.group().needs), key=reader.weakness)


class Sieve:
    """Which of some patterns are worth trying on a sentence, by its words alone."""

    def __init__(self, patterns: Sequence[str], needs: Callable[[str], list[Words]]) -> None:
        self.rest = [needs(pattern) for pattern in patterns]
        self.always = [number for number, sets in enumerate(self.rest) if not sets]
        self.waking: dict[str, list[int]] = {}
        for number, sets in enumerate(self.rest):
            for word in sets[0] if sets else ():
                self.waking.setdefault(word, []).append(number)
        self.words = frozenset(self.waking)

    def passed(self, words: Words) -> list[int]:
        """Return the numbers of the patterns that the words do not rule out, in their order."""
        awake = set(self.always)
        for word in words & self.words:
            awake.update(self.waking[word])
        return [number for number in sorted(awake) if not any(map(words.isdisjoint, self.rest[number]))]


class Reader:
    """Reads one pattern; `words_of` tells what a word, a `{class}` or a `verb+` stands for."""

    def __init__(self, pattern: str, words_of: Callable[[str], frozenset[str]], common: Words) -> None:
        self.pieces = [(match.lastgroup or "", match.group()) for match in PIECE.finditer(pattern)]
        self.words_of, self.common = words_of, common
        self.at = 0

    def weakness(self, words: Words) -> tuple[bool, int]:
        """Return by what sets of words are put in order: the fewer sentences hold one of them, the earlier."""
        return not words.isdisjoint(self.common), len(words)

    def next_is(self, *kinds: str) -> bool:
        """Tell whether the next piece is of one of these kinds."""
        return self.at < len(self.pieces) and self.pieces[self.at][0] in kinds

    def group(self) -> Part:
        """Read the ways through a group, up to its end."""
        ways = [self.way()]
        while self.next_is("bar"):
            self.at += 1
            ways.append(self.way())
        if len(ways) == 1:
            return ways[0]
        each = Part(is_empty=any(way.is_empty for way in ways), whole=all(way.whole for way in ways))
        if all(way.needs for way in ways):
            each.needs.append(frozenset().union(*(min(way.needs, key=self.weakness) for way in ways)))
        return each

    def way(self) -> Part:
        """Read one way: words and groups one after the other."""
        now = Part()
        while self.at < len(self.pieces) and not self.next_is("bar", "close"):
            kind, text = self.pieces[self.at]
            self.at += 1
            if kind == "space":
                now.whole = True
            elif kind == "open":
                self._take_group(now)
            elif kind == "word":
                self._take_word(now, text)
            elif kind in ("maybe", "other"):
                now.whole = False
        return now

    def _take_word(self, now: Part, text: str) -> None:
        ended = self.at == len(self.pieces) or self.next_is("space", "bar", "close", "mark")
        if now.whole and ended and PLAIN.fullmatch(text):
            entries = self.words_of(text.replace("\\", ""))
            now.needs.append(frozenset(map(self._telling, entries)))
        now.is_empty = now.whole = False

    def _telling(self, entry: str) -> str:
        """Return the word of an entry that the fewest sentences hold."""
        return min(entry.split(" "), key=lambda word: (word in self.common, -len(word)))

    def _take_group(self, now: Part) -> None:
        inner = self.group()
        self.at += 1  # its closing bracket
        is_whole = now.whole
        now.whole = now.whole and inner.whole
        if self.next_is("maybe"):
            self.at += 1
            return
        if is_whole and not inner.is_empty:
            now.needs += inner.needs
        now.is_empty, now.whole = False, inner.whole
