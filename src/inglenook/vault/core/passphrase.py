"""From a passphrase to a key: Argon2id (RFC 9106), hard on those who guess."""

import re
import threading
import unicodedata
from dataclasses import dataclass
from typing import Self

from argon2.low_level import ARGON2_VERSION, Type, hash_secret_raw

from inglenook.vault.core.errors import VaultError
from inglenook.vault.core.keys import PassphraseKey
from inglenook.vault.core.words import on_list, spelled

SALT_SIZE = 16

# Each derivation takes 64 MiB and four lanes: more than two at once would starve a small computer.
slots = threading.BoundedSemaphore(2)

_STORED = re.compile(r"argon2id:v=19:m=([1-9][0-9]{0,7}),t=([1-9][0-9]{0,2}),p=([1-9][0-9]?)")
_MOST_MEMORY_KIB = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Hardness:
    """How much work one guess takes; stored beside the salt, so that it can be raised later."""

    memory_kib: int = 65536
    passes: int = 3
    lanes: int = 4

    def __post_init__(self) -> None:
        if not (1 <= self.lanes <= 64 and 1 <= self.passes <= 100):
            raise ValueError("Passes or lanes are out of bounds")
        if not 8 * self.lanes <= self.memory_kib <= _MOST_MEMORY_KIB:
            raise ValueError("Memory is out of bounds")

    def encode(self) -> str:
        """Write as stored, for example `argon2id:v=19:m=65536,t=3,p=4`."""
        return f"argon2id:v={ARGON2_VERSION}:m={self.memory_kib},t={self.passes},p={self.lanes}"

    @classmethod
    def decode(cls, stored: str) -> Self:
        """Read what `encode` wrote; anything else is refused."""
        found = _STORED.fullmatch(stored)
        if not found:
            raise VaultError("The stored hardness cannot be read.")
        try:
            return cls(*map(int, found.groups()))
        except ValueError:
            raise VaultError("The stored hardness is out of bounds.") from None


STANDARD = Hardness()


def normalise(text: str) -> str:
    """Make a passphrase the same however it was typed: NFKC, trimmed, single spaces; the case is kept."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def tidy_words(text: str) -> str:
    """Forgive capitals, commas and hyphens if this is a passphrase of words from the list (four or more).

    Any other passphrase is only normalised. Call it where a passphrase is set and where it is typed again.
    """
    words = spelled(text)
    return " ".join(words) if len(words) >= 4 and on_list(words) else normalise(text)


def derive(passphrase: str, salt: bytes, hardness: Hardness = STANDARD) -> PassphraseKey:
    """Derive the key of a passphrase; takes about 0.2 s at the standard hardness, at most two at once."""
    if len(salt) < SALT_SIZE:
        raise ValueError("A salt needs at least 16 bytes")
    secret = normalise(passphrase).encode("utf-8", "surrogatepass")
    with slots:
        raw = hash_secret_raw(
            secret,
            salt,
            time_cost=hardness.passes,
            memory_cost=hardness.memory_kib,
            parallelism=hardness.lanes,
            hash_len=PassphraseKey.size,
            type=Type.ID,
        )
    return PassphraseKey(raw)
