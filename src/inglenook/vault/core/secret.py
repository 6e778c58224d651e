"""Bytes that must never be shown: what keys, codes and tokens have in common."""

import secrets
from typing import ClassVar, NoReturn, Self


class Secret:
    """Bytes of a fixed size that print redacted and refuse to be copied, pickled or hashed."""

    __slots__ = ("_raw",)
    size: ClassVar[int] = 32

    def __init__(self, raw: bytes) -> None:
        if type(raw) is not bytes or len(raw) != self.size:
            raise ValueError(f"{type(self).__name__} needs exactly {self.size} bytes")
        self._raw = raw

    @classmethod
    def generate(cls) -> Self:
        """Make a new one from the system's randomness."""
        return cls(secrets.token_bytes(cls.size))

    def expose(self) -> bytes:
        """Give the bytes themselves; every call of this deserves a second look."""
        return self._raw

    def __repr__(self) -> str:
        return f"<{type(self).__name__} redacted>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret) or type(other) is not type(self):
            return NotImplemented
        return secrets.compare_digest(self._raw, other._raw)

    # The modules copy and pickle both come here.
    def __getstate__(self) -> NoReturn:
        raise TypeError(f"{type(self).__name__} cannot be copied or pickled")
