"""Signatures over grants and rosters: Ed25519 (RFC 8032)."""

from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from inglenook.vault.core.encoding import frame
from inglenook.vault.core.errors import Tampered
from inglenook.vault.core.secret import Secret


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """The public half: anyone may check a signature with it."""

    raw: bytes

    def __post_init__(self) -> None:
        if type(self.raw) is not bytes or len(self.raw) != 32:
            raise ValueError("A VerifyingKey needs exactly 32 bytes")

    def __bytes__(self) -> bytes:
        return self.raw

    def verify(self, message: bytes, signature: bytes) -> None:
        """Return quietly if the signature is this key's over this message, else raise Tampered."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, _signed(message))
        except (InvalidSignature, ValueError):
            raise Tampered from None


class SigningPrivateKey(Secret):
    """The private half: signs in a person's name."""

    __slots__ = ()

    @classmethod
    def from_bytes(cls, raw: bytes) -> "SigningPrivateKey":
        """Take up again a key that was stored with `expose()`."""
        return cls(raw)

    @property
    def public(self) -> VerifyingKey:
        """The public half."""
        return VerifyingKey(Ed25519PrivateKey.from_private_bytes(self._raw).public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """Sign a message: 64 bytes. Build messages with `frame(purpose, ...)`."""
        return Ed25519PrivateKey.from_private_bytes(self._raw).sign(_signed(message))


def _signed(message: bytes) -> bytes:
    return frame("inglenook.signature", message)
