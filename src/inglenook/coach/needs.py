"""What a pattern cannot do without: sets of words, one of each, in this order.

Most patterns are never tried on most sentences: one look at the words of a sentence rules them out.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

import msgspec

PIECE = re.compile(
    r"(?P<open>\()|(?P<close>\))|(?P<bar>\|)|(?P<gap>~\d \??)|(?P<loose> \?)|(?P<space> )|(?P<mark>[<>^$])"
    r"|(?P<word>(?:\{[a-z_0-9-]+\}|[^\W\d_]+\+|[^()|<>^$ ?~\\]|\\.)+)|(?P<maybe>\?)|(?P<other>.)",
    re.DOTALL,
)
# What is a token by itself: a class, a verb, a word or a sign.
PLAIN = re.compile(
    r"\{[a-z_0-9-]+\}|[^\W\d_]+\+|[^\W_]+(?:['-][^\W_]+)*|\\<quote\\>|\\\?|[^\w\s.*+?{}\[\]\\()|^$]"
)
Words = frozenset[str]
# As many pairs of words stand for two items at most.
MOST_PAIRS = 16


class Part(msgspec.Struct):
    """One way through a pattern or a group, and the sets of words or pairs that it needs.

    `last` are the words of an item that has just ended, where each of its entries is one word.
    """

    needs: list[Words] = []
    last: Words = frozenset()
    is_empty: bool = True
    whole: bool = True  # whether a word that comes now is a whole word

    def take(self, needs: list[Words], last: Words = frozenset()) -> None:
        """Go on with what is needed next."""
        self.needs += needs
        self.last = last


def asked(on: Sequence[str], words_of: Callable[[str], Words], common: Words) -> Words:
    """Return the words of which a rule wants to see one before it is tried."""
    return telling(Words().union(*map(words_of, on)), common)


def needs(pattern: str, words_of: Callable[[str], Words], common: Words) -> list[Words]:
    """Return the sets of words that a pattern needs, in the order in which it needs them.

    Two words in one entry stand for a pair that must come one directly after the other.
    """
    return Reader(pattern, words_of, common).group().needs


def telling(entries: Words, common: Words) -> Words:
    """Return of each entry the word or the pair of words that the fewest sentences hold."""
    return Words(min(_pairs(one), key=lambda pair: weakness(pair, common)) for one in entries)


def weakness(entry: str, common: Words) -> tuple[int, int]:
    """Return by what words and pairs are put in order: the fewer sentences hold one, the earlier."""
    words = entry.split(" ")
    known = sum(word in common for word in words)
    return 2 * known - len(words), -len(entry)


def _pairs(entry: str) -> list[str]:
    words = entry.split(" ")
    return [" ".join(pair) for pair in pairwise(words)] or words


class Reader:
    """Reads one pattern; `words_of` tells what a word, a `{class}` or a `verb+` stands for."""

    def __init__(self, pattern: str, words_of: Callable[[str], Words], common: Words) -> None:
        self.pieces = [(match.lastgroup or "", match.group()) for match in PIECE.finditer(pattern)]
        self.words_of, self.common = words_of, common
        self.at = 0

    def weakness(self, words: Words) -> tuple[int, int]:
        """Return by what sets are put in order: the fewer sentences hold one of their words, the earlier."""
        return max(weakness(word, self.common)[0] for word in words), len(words)

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
            elif kind == "gap":
                now.last = frozenset()
            elif kind == "open":
                self._take_group(now)
            elif kind == "word":
                self._take_word(now, text)
            elif kind in ("maybe", "other"):
                now.whole, now.last = False, frozenset()
        return now

    def _take_word(self, now: Part, text: str) -> None:
        if now.whole and self._word_ends() and PLAIN.fullmatch(text):
            self._take_item(now, self.words_of(text.replace("\\", "")))
        else:
            now.last = frozenset()
        now.is_empty = now.whole = False

    def _take_item(self, now: Part, entries: Words) -> None:
        """Take a whole word; with the one before it, it makes pairs, where they are few."""
        single = frozenset(entry for entry in entries if " " not in entry)
        if len(single) < len(entries):
            now.take([telling(entries, self.common)])
        elif 0 < len(now.last) * len(single) <= MOST_PAIRS:
            if now.needs[-1] == now.last:
                now.needs.pop()
            now.take([frozenset(f"{last} {word}" for last in now.last for word in single)], single)
        else:
            now.take([single], single)

    def _word_ends(self) -> bool:
        """Tell whether the word just read is whole: what comes next begins with a space or ends."""
        if self.at == len(self.pieces) or self.next_is("space", "gap", "bar", "close", "mark"):
            return True
        if self.next_is("loose"):
            return self._is_sign(self.at + 1)
        at, depth, begins = self.at, 0, True
        while at < len(self.pieces) and self.next_is("open"):
            kind = self.pieces[at][0]
            if depth == 1 and begins and kind not in ("space", "gap", "loose", "mark", "close"):
                return False
            depth += (kind == "open") - (kind == "close")
            begins = depth == 1 and kind in ("open", "bar")
            at += 1
            if not depth:
                return True
        return False

    def _is_sign(self, at: int) -> bool:
        """Tell whether a piece is a sign, which is a token of its own without a space too, or the end."""
        kind, text = self.pieces[at] if at < len(self.pieces) else ("mark", "")
        return kind == "mark" or (kind == "word" and not any(letter.isalnum() for letter in text))

    def _take_group(self, now: Part) -> None:
        inner = self.group()
        self.at += 1  # its closing bracket
        is_whole = now.whole
        now.whole = now.whole and inner.whole
        now.last = frozenset()
        if self.next_is("maybe"):
            self.at += 1
            return
        if is_whole and not inner.is_empty:
            now.take(inner.needs)
        now.is_empty, now.whole = False, inner.whole
