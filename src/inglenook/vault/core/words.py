"""Words that people can write down and read aloud: passphrases, codes and fingerprints.

The list is the long one of the EFF, 7,776 words, as the package xkcdpass carries it.
"""

import re
import secrets
import unicodedata
from functools import lru_cache
from hashlib import blake2b
from importlib.resources import files

from inglenook.vault.core.encoding import frame
from inglenook.vault.core.errors import BadCode, VaultError

LIST_SIZE = 7776
CODE_BYTES = 16

_BORDERS = re.compile("[\\s,.;:\u2010-\u2015-]+")
_SOUND_ALIKE = frozenset({"yo-yo", "yoyo"})


@lru_cache(maxsize=1)
def word_list() -> tuple[str, ...]:
    """Give the list in its order, after checking that it is whole."""
    words = tuple((files("xkcdpass") / "static" / "eff-long").read_text("ascii").split())
    if len(words) != LIST_SIZE or len(set(words)) != LIST_SIZE:
        raise VaultError("The word list is not the one expected.")
    return words


@lru_cache(maxsize=1)
def _numbers() -> dict[str, int]:
    """Map each word to its place in the list; words with a hyphen are known without it too."""
    own = {word: number for number, word in enumerate(word_list())}
    joined = {word.replace("-", ""): number for word, number in own.items() if "-" in word}
    return joined | own


def six_words() -> str:
    """Make a passphrase of six random words (77 bits)."""
    return " ".join(secrets.choice(_clear_words()) for _ in range(6))


@lru_cache(maxsize=1)
def _clear_words() -> tuple[str, ...]:
    return tuple(word for word in word_list() if word not in _SOUND_ALIKE)


def is_clear_aloud(words: list[str]) -> bool:
    """Whether no word sounds like another of the list."""
    return _SOUND_ALIKE.isdisjoint(words)


def spelled(text: str) -> list[str]:
    """Split what somebody typed into words: any case, commas, dots, hyphens and spaces between them.

    A word of the list that has a hyphen itself is put together again, however it was typed.
    """
    pieces = [piece for piece in _BORDERS.split(unicodedata.normalize("NFKC", text).casefold()) if piece]
    numbers, words, at = _numbers(), [], 0
    while at < len(pieces):
        both = "-".join(pieces[at : at + 2])
        whole = both if "-" in both and both in numbers else pieces[at]
        at += 1 + ("-" in whole)
        words.append(word_list()[numbers[whole]] if whole in numbers else whole)
    return words


def on_list(words: list[str]) -> bool:
    """Whether every word is on the list."""
    return all(word in _numbers() for word in words)


def to_words(data: bytes) -> list[str]:
    """Write bytes as words: 16 bytes give ten words and an eleventh that catches every single wrong word."""
    number, digits = int.from_bytes(data), []
    for _ in range(_data_words(len(data))):
        number, digit = divmod(number, LIST_SIZE)
        digits.append(digit)
    digits.append(_check(digits))
    return [word_list()[digit] for digit in digits]


def from_words(text: str, size: int = CODE_BYTES) -> bytes:
    """Read words typed or heard back into bytes; BadCode says kindly what does not fit."""
    words = [word for word in spelled(text) if not word.isdecimal()]  # a numbered list keeps its numbers
    digits = [_digit(place, word) for place, word in enumerate(words, 1)]
    wanted = _data_words(size) + 1
    if len(digits) == 1 != wanted:
        raise BadCode("That is one word; there should be %(wanted)d.", wanted=wanted)
    if len(digits) != wanted:
        raise BadCode(
            "That is %(found)d words; there should be %(wanted)d.", found=len(digits), wanted=wanted
        )
    number: int = sum(digit * LIST_SIZE**power for power, digit in enumerate(digits[:-1]))
    if digits[-1] != _check(digits[:-1]) or number >= 256**size:
        raise BadCode("The words do not fit together: one may be misheard.")
    return number.to_bytes(size)


def fingerprint_words(*public_parts: bytes, count: int = 4) -> list[str]:
    """Give words for two people to compare: the same public parts in the same order give the same words."""
    if not 1 <= count <= 16:
        raise ValueError("A fingerprint has 1 to 16 words")
    number = int.from_bytes(blake2b(frame(*public_parts), person=b"inglenook-finger").digest())
    return [word_list()[number // LIST_SIZE**place % LIST_SIZE] for place in range(count)]


def _digit(place: int, word: str) -> int:
    digit = _numbers().get(word)
    if digit is None:
        raise BadCode("Word %(place)d, “%(word)s”, is not on the list.", place=place, word=word[:40])
    return digit


def _data_words(size: int) -> int:
    count = 0
    while LIST_SIZE**count < 256**size:
        count += 1
    return count


def _check(digits: list[int]) -> int:
    """Weigh each digit by a number that shares no factor with 7,776: one changed digit always shows."""
    weights = (6 * (place // 2) + (5 if place % 2 else 1) for place in range(len(digits)))
    return (len(digits) + sum(map(int.__mul__, weights, digits))) % LIST_SIZE
