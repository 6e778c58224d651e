"""Small learned heads: how likely it is that a sentence shows gratitude, gives advice or insults.

A head is one signed byte for each of 32,768 buckets. Every word, every two words in a row and every four
letters in a word fall into a bucket; what a head says is the sum of its bytes there. `training/` makes them.
"""

import hashlib
import math
import struct
import zlib
from array import array
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import msgspec

BITS = 15
MASK = (1 << BITS) - 1
LETTERS = 4

MAGIC = b"INGHEADS"
VERSION = 1
# The magic word, version, bits, the size of the table, and the SHA-256 of all that follows.
START = struct.Struct("<8sHHI32s")


class HeadsError(ValueError):
    """A file of heads that cannot be used."""


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of the table: what a sum means, from where on it counts, and where the packed bytes lie."""

    label: str
    scale: float
    bias: float
    threshold: float
    at: int
    size: int


TABLE = msgspec.json.Decoder(list[Head])


def features(words: Sequence[str]) -> list[int]:
    """Return the buckets that the words of a sentence fall into, each once."""
    found = [f"{word}=" for word in words]
    found += [f"{one} {next_one}" for one, next_one in pairwise(("^", *words, "$"))]
    for word in words:
        edged = f"<{word}>"
        found += [edged[at : at + LETTERS] for at in range(len(word) + 3 - LETTERS)]
    each = "\n".join(found).encode("utf-8", "replace").split(b"\n")
    return list({crc & MASK for crc in map(zlib.crc32, each)})


class Heads:
    """The heads of one language; each is unpacked when first asked for."""

    def __init__(self, table: Sequence[Head], packed: bytes) -> None:
        self.labels = tuple(head.label for head in table)
        self._heads = {head.label: head for head in table}
        self._packed = packed
        self._weights: dict[str, array[int]] = {}

    @classmethod
    def load(cls, path: Path) -> "Heads":
        """Read a file of heads; raises `HeadsError` where it is damaged or of another kind."""
        try:
            return cls(*_parts(path.read_bytes()))
        except HeadsError as error:
            raise HeadsError(f"{path.name}: {error}") from error

    def threshold(self, label: str) -> float:
        """Return the probability from which on a label is more right than wrong to give."""
        return self._heads[label].threshold

    def score(self, words: Sequence[str], label: str) -> float:
        """Return how likely a label is, between 0 and 1."""
        return self.scores(words, (label,))[label]

    def scores(self, words: Sequence[str], labels: Iterable[str] | None = None) -> dict[str, float]:
        """Return how likely each of these labels is, or each of all."""
        buckets = features(words)
        length = math.sqrt(len(buckets))
        return {
            label: self._probability(label, buckets, length)
            for label in (self.labels if labels is None else labels)
        }

    def _probability(self, label: str, buckets: list[int], length: float) -> float:
        head = self._heads[label]
        weights = self._weights.get(label) or self._unpack(head)
        logit = head.bias + head.scale * sum(map(weights.__getitem__, buckets)) / length
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))

    def _unpack(self, head: Head) -> "array[int]":
        weights = array("b", _inflated(self._packed[head.at : head.at + head.size]))
        self._weights[head.label] = weights
        return weights


def pack(heads: Iterable[tuple[str, float, float, float, bytes]]) -> bytes:
    """Return the file of these heads: label, scale, bias, threshold and bytes of each."""
    table: list[Head] = []
    packed = b""
    for label, scale, bias, threshold, weights in heads:
        small = zlib.compress(weights, 9)
        table.append(Head(label, scale, bias, threshold, len(packed), len(small)))
        packed += small
    lines = msgspec.json.encode(table)
    digest = hashlib.sha256(lines + packed).digest()
    return START.pack(MAGIC, VERSION, BITS, len(lines), digest) + lines + packed


def _parts(data: bytes) -> tuple[list[Head], bytes]:
    if len(data) < START.size or not data.startswith(MAGIC):
        raise HeadsError("this is no file of heads")
    _, version, bits, size, digest = START.unpack_from(data)
    if (version, bits) != (VERSION, BITS):
        raise HeadsError(f"version {version} with {bits} bits; version {VERSION} with {BITS} bits is wanted")
    rest = data[START.size :]
    if hashlib.sha256(rest).digest() != digest:
        raise HeadsError("the checksum does not fit, so the file is damaged")
    try:
        table = TABLE.decode(rest[:size])
    except msgspec.DecodeError as error:
        raise HeadsError(f"the table cannot be read: {error}") from error
    packed = rest[size:]
    if sum(head.size for head in table) != len(packed):
        raise HeadsError("the table and the bytes are not of one size")
    return table, packed


def _inflated(small: bytes) -> bytes:
    try:
        weights = zlib.decompressobj().decompress(small, MASK + 2)
    except zlib.error as error:
        raise HeadsError("the bytes of a head cannot be unpacked") from error
    if len(weights) != MASK + 1:
        raise HeadsError(f"a head has {MASK + 1} bytes")
    return weights
