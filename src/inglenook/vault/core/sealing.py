"""Sealing to a person's public key: HPKE (RFC 9180) in base mode, X25519, HKDF-SHA256, ChaCha20-Poly1305.

A sealed message is one suite byte (a post-quantum hybrid may follow), then HPKE's encapsulated key and
ciphertext of the padded text. Callers build `info` with `frame(...)`: purpose, bond, epoch, recipient. The
suite is bound in with it.
"""

from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from inglenook.vault.core.encoding import frame
from inglenook.vault.core.errors import Tampered
from inglenook.vault.core.padding import pad, unpad
from inglenook.vault.core.secret import Secret

SUITE = 1

_HPKE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


@dataclass(frozen=True, slots=True)
class SealingPublicKey:
    """The public half: anyone may seal to it."""

    raw: bytes

    def __post_init__(self) -> None:
        if type(self.raw) is not bytes or len(self.raw) != 32:
            raise ValueError("A SealingPublicKey needs exactly 32 bytes")

    def __bytes__(self) -> bytes:
        return self.raw


class SealingPrivateKey(Secret):
    """The private half: opens what was sealed to its public key."""

    __slots__ = ()

    @classmethod
    def from_bytes(cls, raw: bytes) -> "SealingPrivateKey":
        """Take up again a key that was stored with `expose()`."""
        return cls(raw)

    @property
    def public(self) -> SealingPublicKey:
        """The public half."""
        own = X25519PrivateKey.from_private_bytes(self._raw)
        return SealingPublicKey(own.public_key().public_bytes_raw())


def seal_to(public: SealingPublicKey, plaintext: bytes, info: bytes, *, least: int = 256) -> bytes:
    """Pad and seal for the holder of the private key, bound to `info`; `least` is the least padded size."""
    padded = pad(plaintext, least)
    recipient = X25519PublicKey.from_public_bytes(public.raw)
    try:
        return bytes((SUITE,)) + _HPKE.encrypt(padded, recipient, _info(info))
    except ValueError:  # a public key that gives everybody the same secret
        raise Tampered from None


def open_sealed(private: SealingPrivateKey, sealed: bytes, info: bytes) -> bytes:
    """Open what was sealed to this key with the same `info`, or raise Tampered."""
    if sealed[:1] != bytes((SUITE,)):
        raise Tampered
    try:
        padded = _HPKE.decrypt(sealed[1:], X25519PrivateKey.from_private_bytes(private.expose()), _info(info))
    except (InvalidTag, ValueError):
        raise Tampered from None
    return unpad(padded)


def _info(info: bytes) -> bytes:
    return frame("inglenook.sealed", SUITE, info)
