"""The session token: what a browser's cookie holds, and what the server may know of it."""

import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import blake2b
from typing import Self

from inglenook.vault.core.derivation import derive_bytes
from inglenook.vault.core.encoding import frame
from inglenook.vault.core.keys import SessionKey
from inglenook.vault.core.secret import Secret

_ID_SIZE = 16
_COOKIE = re.compile(r"[A-Za-z0-9_-]{64}")


class SessionToken(Secret):
    """An id of 16 bytes, known to the server by its hash, and a secret of 32 that only the cookie holds."""

    __slots__ = ()
    size = 48

    @classmethod
    def parse(cls, cookie: str) -> Self | None:
        """Read a cookie; anything malformed is None, as if there were no cookie."""
        if not _COOKIE.fullmatch(cookie):
            return None
        return cls(urlsafe_b64decode(cookie))

    @property
    def cookie(self) -> str:
        """The value of the cookie: 64 letters, digits, hyphens and underscores."""
        return urlsafe_b64encode(self._raw).decode("ascii")

    @property
    def id_hash(self) -> bytes:
        """What the database stores to find the session: 32 bytes that do not lead back to the cookie."""
        return blake2b(self._raw[:_ID_SIZE], digest_size=32, person=b"inglenook-sessid").digest()

    def key(self) -> SessionKey:
        """Derive the key that wraps the account key while the session lasts."""
        return SessionKey(derive_bytes(self._raw[_ID_SIZE:], self._raw[:_ID_SIZE], "session key"))

    def with_fresh_secret(self) -> Self:
        """Return a token of the same id whose secret is another."""
        return type(self)(self._raw[:_ID_SIZE] + secrets.token_bytes(self.size - _ID_SIZE))

    def vouch(self, payload: bytes) -> bytes:
        """Vouch for something the server stores: 32 bytes that only a holder of the cookie can make."""
        key = derive_bytes(self._raw[_ID_SIZE:], self._raw[:_ID_SIZE], "session vouch")
        return blake2b(frame(payload), digest_size=32, key=key, person=b"inglenook-sesvch").digest()
