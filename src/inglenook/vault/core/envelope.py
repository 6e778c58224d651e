"""The envelope: how every text and every wrapped key lies in the database.

    1 byte    format: 1 a padded text, 2 a wrapped key
    1 byte    suite: 1 XChaCha20-Poly1305 with keyed BLAKE2b (a post-quantum one may follow)
    24 bytes  random nonce
    32 bytes  commitment: keyed BLAKE2b over the format, the suite, the nonce and the associated data
    the rest  XChaCha20-Poly1305 ciphertext with its tag, bound to the same associated data

The commitment is checked first, in constant time. It fixes the key and the place an envelope was made for:
XChaCha20-Poly1305 alone would let somebody craft one ciphertext that opens under two keys. The given key is
used for neither purpose itself: one subkey commits and another encrypts, both made from it by keyed BLAKE2b,
so that the two uses cannot meet.
"""

import secrets
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal, NamedTuple, TypeVar
from uuid import UUID

from nacl.exceptions import CryptoError
from nacl.secret import Aead

from inglenook.vault.core.encoding import frame
from inglenook.vault.core.errors import Tampered
from inglenook.vault.core.keys import Key
from inglenook.vault.core.padding import is_padded_size, pad, unpad

TEXT_FORMAT = 1
KEY_FORMAT = 2
SUITE = 1

_NONCE_END = 2 + Aead.NONCE_SIZE
_HEADER = _NONCE_END + 32

K = TypeVar("K", bound=Key)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an envelope belongs; it opens nowhere else."""

    table: str
    owner: UUID
    row: UUID
    field: str
    revision: int
    epoch: int
    beside: bytes = b""  # what stands in the open beside it and must not be changed


class Description(NamedTuple):
    """What the first two bytes of an envelope say."""

    format: int
    suite: int


def seal(key: Key, plaintext: bytes, place: Place, *, least: int = 256) -> bytes:
    """Pad and encrypt a text for its place; `least` is the smallest padded size in bytes."""
    bound = _bound(TEXT_FORMAT, "text", place)
    return _lock(key, pad(plaintext, least), TEXT_FORMAT, bound, secrets.token_bytes(Aead.NONCE_SIZE))


def open_envelope(key: Key, envelope: bytes, place: Place) -> bytes:
    """Decrypt a text, or raise Tampered if anything about it is not as it was sealed."""
    return unpad(_unlock(key, envelope, TEXT_FORMAT, _bound(TEXT_FORMAT, "text", place)))


def wrap_key(under: Key, key: Key, place: Place) -> bytes:
    """Encrypt a key under another; its kind is bound in, so that it comes back as the same kind only."""
    bound = _bound(KEY_FORMAT, key.label, place)
    return _lock(under, key.expose(), KEY_FORMAT, bound, secrets.token_bytes(Aead.NONCE_SIZE))


def unwrap_key(under: Key, wrapped: bytes, place: Place, kind: type[K]) -> K:
    """Decrypt a key of the given kind, or raise Tampered."""
    return kind(_unlock(under, wrapped, KEY_FORMAT, _bound(KEY_FORMAT, kind.label, place)))


def describe(envelope: bytes) -> Description:
    """Read format and suite without any key, or raise Tampered if this cannot be an envelope of ours."""
    body = len(envelope) - _HEADER - Aead.MACBYTES
    if body < 1 or envelope[0] not in (TEXT_FORMAT, KEY_FORMAT) or envelope[1] != SUITE:
        raise Tampered
    fits = is_padded_size(body) if envelope[0] == TEXT_FORMAT else body == Key.size
    if not fits:
        raise Tampered
    return Description(envelope[0], envelope[1])


def header_ok(envelope: bytes) -> bool:
    """Whether this looks like an envelope of ours; backups are checked so, without keys."""
    try:
        describe(envelope)
    except Tampered:
        return False
    return True


def _bound(form: int, purpose: str, place: Place) -> bytes:
    return frame(
        "inglenook.envelope",
        form,
        SUITE,
        purpose,
        place.epoch,
        place.owner,
        place.table,
        place.row,
        place.field,
        place.revision,
        *([place.beside] if place.beside else []),
    )


def _lock(key: Key, body: bytes, form: int, bound: bytes, nonce: bytes) -> bytes:
    head = bytes((form, SUITE)) + nonce
    sealed = Aead(_subkey(key, "encrypt")).encrypt(body, bound, nonce).ciphertext
    return head + _commitment(key, head, bound) + sealed


def _unlock(key: Key, envelope: bytes, form: int, bound: bytes) -> bytes:
    if describe(envelope).format != form:
        raise Tampered
    head, commitment = envelope[:_NONCE_END], envelope[_NONCE_END:_HEADER]
    if not secrets.compare_digest(commitment, _commitment(key, head, bound)):
        raise Tampered
    try:
        return Aead(_subkey(key, "encrypt")).decrypt(envelope[_HEADER:], bound, head[2:])
    except CryptoError:
        raise Tampered from None


def _commitment(key: Key, head: bytes, bound: bytes) -> bytes:
    committed = frame(head[0], head[1], head[2:], bound)
    subkey = _subkey(key, "commit")
    return blake2b(committed, digest_size=32, key=subkey, person=b"inglenook-commit").digest()


def _subkey(key: Key, use: Literal["commit", "encrypt"]) -> bytes:
    """Make the key for one use: keyed BLAKE2b of the use and the suite, personalised for subkeys."""
    return blake2b(frame(use, SUITE), digest_size=32, key=key.expose(), person=b"inglenook-subkey").digest()
