"""What a pattern cannot do without: sets of words, of each of which a sentence that it matches holds one.

Most patterns are never tried on most sentences: one look at the words of a sentence rules them out.
"""

import re
from collections.abc import Callable, Sequence

import msgspec

PIECE = re.compile(
    r"(?P<open>\()|(?P<close>\))|(?P<bar>\|)|(?P<space> )|(?P<mark>[<>^$])"
    r"|(?P<word>(?:\{[a-z_0-9-]+\}|[^\W\d_]+\+|~\d|[^()|<>^$ ?\\]|\\.)+)|(?P<maybe>\?)|(?P<other>.)",
    re.DOTALL,
)
PLAIN = re.compile(r"\{[a-z_0-9-]+\}|[^\W\d_]+\+|[^\W_]+(?:['-][^\W_]+)*|\\<quote\\>")
Words = frozenset[str]


class Part(msgspec.Struct):
    """One way through a pattern or a group, and the sets of words that it needs."""

    needs: list[Words] = []
    is_empty: bool = True
    whole: bool = True  # whether a word that comes now is a whole word


def needs(pattern: str, on: Sequence[str], words_of: Callable[[str], Words], common: Words) -> list[Words]:
    """Return the sets of words that a pattern needs, with those that its rule asks for.

    Those without a `common` word rule out most and come first.
    """
    reader = Reader(pattern, words_of, common)
    asked = [reader.telling(frozenset().union(*map(words_of, on)))] if on else []
    return sorted({*reader.group().needs, *asked}, key=reader.weakness)


class Reader:
    """Reads one pattern; `words_of` tells what a word, a `{class}` or a `verb+` stands for."""

    def __init__(self, pattern: str, words_of: Callable[[str], frozenset[str]], common: Words) -> None:
        self.pieces = [(match.lastgroup or "", match.group()) for match in PIECE.finditer(pattern)]
        self.words_of, self.common = words_of, common
        self.at = 0

    def weakness(self, words: Words) -> tuple[bool, int]:
        """Return by what sets of words are put in order: the fewer sentences hold one, the earlier."""
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
        if now.whole and self._word_ends() and PLAIN.fullmatch(text):
            now.needs.append(self.telling(self.words_of(text.replace("\\", ""))))
        now.is_empty = now.whole = False

    def _word_ends(self) -> bool:
        """Tell whether the word just read is whole: what comes next begins with a space or ends."""
        if self.at == len(self.pieces) or self.next_is("space", "bar", "close", "mark"):
            return True
        at, depth, begins = self.at, 0, True
        while at < len(self.pieces) and self.next_is("open"):
            kind = self.pieces[at][0]
            if depth == 1 and begins and kind not in ("space", "mark", "close"):
                return False
            depth += (kind == "open") - (kind == "close")
            begins = depth == 1 and kind in ("open", "bar")
            at += 1
            if not depth:
                return True
        return False

    def telling(self, entries: Words) -> Words:
        """Return of each entry the word that the fewest sentences hold."""
        return frozenset(
            min(entry.split(" "), key=lambda word: (word in self.common, -len(word))) for entry in entries
        )

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
