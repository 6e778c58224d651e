"""Padding that hides lengths: powers of two up to 4 KiB, then Padme (at most 12 % more).

Padme is from Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with
PURBs", 2019.
The padding itself is that of ISO/IEC 7816-4: one byte 0x80, then zeros.
"""

from inglenook.vault.core.errors import Tampered

_LARGEST_POWER = 4096
_MARK = b"\x80"


def padded_size(length: int, least: int = 256) -> int:
    """Give the size in bytes that `length` bytes of text take up once padded."""
    if length < 0 or least < 1:
        raise ValueError("A length cannot be negative, and the least size is at least 1")
    return _bucket(max(length + len(_MARK), least))


def pad(data: bytes, least: int = 256) -> bytes:
    """Pad to the next size that many lengths share."""
    return (data + _MARK).ljust(padded_size(len(data), least), b"\x00")


def unpad(padded: bytes) -> bytes:
    """Take the padding off again; a size or ending that `pad` never makes is refused."""
    marked = padded.rstrip(b"\x00")
    if not is_padded_size(len(padded)) or not marked.endswith(_MARK):
        raise Tampered
    return marked[: -len(_MARK)]


def is_padded_size(size: int) -> bool:
    """Whether some text could have been padded to this size."""
    return size > 0 and _bucket(size) == size


def _bucket(size: int) -> int:
    exponent = (size - 1).bit_length()
    if size <= _LARGEST_POWER:
        return 1 << exponent
    floor = size.bit_length() - 1
    mask = (1 << (floor - floor.bit_length())) - 1
    return (size + mask) & ~mask
