"""HKDF with a purpose: the same secret never gives the same bytes for two uses."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from inglenook.vault.core.encoding import frame


def derive_bytes(secret: bytes, salt: bytes, purpose: str) -> bytes:
    """Derive 32 bytes for one purpose from a secret that is already hard to guess (HKDF-SHA256, RFC 5869)."""
    info = frame("inglenook.derive", purpose)
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(secret)
