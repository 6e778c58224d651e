"""Which patterns are worth trying on a sentence, by its words alone: a few of some thousands.

To work that out from the rules takes longer than to review a message, so it is done at installation and read.
"""

from collections.abc import Iterable
from functools import cache, cached_property

import msgspec

Words = frozenset[str]


class Sieve(msgspec.Struct, dict=True, eq=False):
    """What some patterns need, by their numbers.

    `needs` has, for each pattern, the numbers of the sets of words of which a sentence must hold one word
    each; `words` the numbers of the sets that each word is in.
    """

    words: dict[str, list[int]]
    needs: list[list[int]]

    @classmethod
    def of(cls, patterns: Iterable[list[Words]]) -> "Sieve":
        """Put together what patterns need, in the order of their numbers."""
        numbers: dict[Words, int] = {}
        needs = [[numbers.setdefault(words, len(numbers)) for words in needed] for needed in patterns]
        found: dict[str, list[int]] = {}
        for words, number in numbers.items():
            for word in words:
                found.setdefault(word, []).append(number)
        return cls(found, needs)

    @cached_property
    def _turns(self) -> list[tuple[int, dict[int, int]]]:
        """The patterns, as bits, without a first need, a second and so on; others by the set they need."""
        turns = []
        for turn in range(max(map(len, self.needs), default=0)):
            free, needing = 0, dict[int, int]()
            for number, needed in enumerate(self.needs):
                if turn < len(needed):
                    needing[needed[turn]] = needing.get(needed[turn], 0) | 1 << number
                else:
                    free |= 1 << number
            turns.append((free, needing))
        return turns

    @cache  # noqa: B019  (there are as many answers as words in the rules)
    def _met(self, word: str) -> list[int]:
        """Return the patterns, as bits, whose first need a word meets, whose second and so on."""
        sets = self.words[word]
        return [_together(needing[one] for one in sets if one in needing) for _, needing in self._turns]

    def passed(self, words: Words) -> list[int]:
        """Return the numbers of the patterns that the words do not rule out, in their order."""
        met = [self._met(word) for word in words if word in self.words]
        left = (1 << len(self.needs)) - 1
        for turn, (free, _) in enumerate(self._turns):
            for one in met:
                free |= one[turn]
            left &= free
        return _numbers(left)


def _together(bits: Iterable[int]) -> int:
    found = 0
    for some in bits:
        found |= some
    return found


def _numbers(bits: int) -> list[int]:
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return found
