"""Which patterns are worth trying on a sentence, by its words alone: a few of some thousands.

All patterns are followed at once, each need of each pattern being a bit of one number: shifted by one, the
needs that were met say which may be met next (R. Baeza-Yates and G. Gonnet, "A new approach to text
searching", Communications of the ACM 35(10), 1992).
To work out the needs takes longer than to review a message, so it is done at installation and read.
"""

from array import array
from collections.abc import Iterable
from functools import cached_property

import msgspec

Words = frozenset[str]


class Sieve(msgspec.Struct, dict=True, eq=False):
    """What some patterns need, by their numbers.

    `needs` has, for each pattern, the numbers of the sets of which a sentence must hold one word or pair of
    words each, in this order; `asked` the set of which it must hold one anywhere; `words` the sets that each
    is in, two bytes each.
    """

    words: dict[str, bytes]
    needs: list[list[int]]
    asked: dict[int, int]

    @classmethod
    def of(cls, patterns: Iterable[tuple[list[Words], Words]]) -> "Sieve":
        """Put together what patterns need, and what they ask for, in the order of their numbers."""
        numbers: dict[Words, int] = {}
        needs, asked = [], {}
        for number, (needed, wanted) in enumerate(patterns):
            needs.append([numbers.setdefault(words, len(numbers)) for words in needed])
            if wanted:
                asked[number] = numbers.setdefault(wanted, len(numbers))
        found: dict[str, array[int]] = {}
        for words, number in numbers.items():
            for word in words:
                found.setdefault(word, array("H")).append(number)
        return cls({word: sets.tobytes() for word, sets in found.items()}, needs, asked)

    def __post_init__(self) -> None:
        self._met: dict[str, int] = {}  # what each word meets, as bits, once it was seen

    @cached_property
    def _bits(self) -> "Bits":
        return Bits(self.needs, self.asked)

    def follow(self, steps: Iterable[str]) -> int:
        """Return the needs, as bits, that the words and pairs of a sentence have met in their order."""
        bits, met, starts = self._bits, self._met, self._bits.starts
        seen = bits.free
        for step in filter(self.words.__contains__, steps):
            meets = met.get(step) or met.setdefault(step, bits.meets(array("H", self.words[step])))
            seen |= (seen << 1 | starts) & meets
        return seen

    def passed(self, steps: Iterable[str]) -> list[int]:
        """Return the numbers of the patterns that a sentence does not rule out, in their order."""
        return self._bits.passed(self.follow(steps))

    def passes(self, number: int, seen: int) -> bool:
        """Tell whether a pattern that asks for nothing is not ruled out by the needs that were met."""
        return bool(seen >> self._bits.last[number] & 1)


class Bits:
    """The needs of patterns, one after the other, each a bit; after them the sets that are asked for."""

    def __init__(self, needs: list[list[int]], asked: dict[int, int]) -> None:
        self.patterns: list[int] = []  # whose need each bit is
        self.last: list[int] = []  # the bit of each pattern's last need
        self._of: dict[int, list[int]] = {}  # the bits that need a set
        starts, free = [], []
        for number, needed in enumerate(needs):
            first = len(self.patterns)
            starts.append(first)
            for at, one in enumerate(needed, first):
                self._of.setdefault(one, []).append(at)
            if not needed:
                free.append(first)
            self.patterns += [number] * max(1, len(needed))
            self.last.append(len(self.patterns) - 1)
        sets = {one: at for at, one in enumerate(dict.fromkeys(asked.values()), len(self.patterns))}
        for one, at in sets.items():
            self._of.setdefault(one, []).append(at)
        self.asks = {number: sets[one] for number, one in asked.items()}
        self.starts, self.ends, self.free = map(_together, ([*starts, *sets.values()], self.last, free))

    def meets(self, sets: Iterable[int]) -> int:
        """Return the needs that are met by a word of these sets."""
        return _together([at for one in sets for at in self._of[one]])

    def passed(self, seen: int) -> list[int]:
        """Return the patterns whose last need was met, and of whose set there was a word."""
        found, left = [], seen & self.ends
        while left:
            lowest = left & -left
            left ^= lowest
            number = self.patterns[lowest.bit_length() - 1]
            if number not in self.asks or seen >> self.asks[number] & 1:
                found.append(number)
        return found


def _together(places: list[int]) -> int:
    """Return bits as one number."""
    found = bytearray(max(places, default=0) // 8 + 1)
    for at in places:
        found[at // 8] |= 1 << at % 8
    return int.from_bytes(found, "little")
