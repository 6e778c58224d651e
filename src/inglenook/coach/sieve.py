"""Which patterns are worth trying on a sentence, by its words alone: a few of some thousands.

To work that out from the rules takes longer than to review a message, so it is done at installation and read.
"""

from collections.abc import Iterable
from functools import cache, cached_property

import msgspec

Words = frozenset[str]
WORDS = msgspec.msgpack.Decoder(frozenset[str])


class Sieve(msgspec.Struct, dict=True, eq=False):
    """What some patterns need, by their numbers.

    `sets` are sets of words, packed until asked for; `needs` has, for each pattern, the numbers of those of
    which a sentence must hold one word each, what rules out most first. `waking` are the patterns by the
    words of their first set, `always` those that need none.
    """

    sets: list[msgspec.Raw]
    needs: list[list[int]]
    waking: dict[str, list[int]]
    always: list[int]

    @classmethod
    def of(cls, patterns: Iterable[list[Words]]) -> "Sieve":
        """Put together what patterns need, in the order of their numbers."""
        numbers: dict[Words, int] = {}
        needs = [[numbers.setdefault(words, len(numbers)) for words in needed] for needed in patterns]
        sets, waking = list(numbers), dict[str, list[int]]()
        for number, needed in enumerate(needs):
            for word in sets[needed[0]] if needed else ():
                waking.setdefault(word, []).append(number)
        always = [number for number, needed in enumerate(needs) if not needed]
        packed = [msgspec.Raw(msgspec.msgpack.encode(sorted(words))) for words in sets]
        return cls(packed, needs, waking, always)

    @cached_property
    def words(self) -> Words:
        """The words that wake a pattern."""
        return frozenset(self.waking)

    @cache  # noqa: B019  (there are as many sieves as scopes of languages)
    def rest(self, number: int) -> tuple[Words, ...]:
        """Return what a pattern needs beyond the set that wakes it."""
        return tuple(WORDS.decode(self.sets[one]) for one in self.needs[number][1:])

    def passed(self, words: Words) -> list[int]:
        """Return the numbers of the patterns that the words do not rule out, in their order."""
        awake, found = set(self.always), []
        for word in words & self.words:
            awake.update(self.waking[word])
        for number in awake:
            for needed in self.rest(number):
                if words.isdisjoint(needed):
                    break
            else:
                found.append(number)
        found.sort()
        return found
