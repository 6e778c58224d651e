"""Codes that people keep or pass on: the recovery code on paper, and the invitation."""

import re
import secrets
import unicodedata
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import blake2b
from typing import Self

from inglenook.vault.core.derivation import derive_bytes
from inglenook.vault.core.encoding import frame
from inglenook.vault.core.errors import BadCode, Tampered
from inglenook.vault.core.keys import InviteKey, RecoveryKey
from inglenook.vault.core.secret import Secret
from inglenook.vault.core.words import from_words, is_clear_aloud, to_words

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O or U
_LOOK_ALIKE = str.maketrans("OIL", "011")
_SECRET_LETTERS = 26
_CHECK_LETTERS = 4
_GROUP = 5


class RecoveryCode(Secret):
    """130 random bits, shown as six groups of five letters, the last four of which are a checksum."""

    __slots__ = ()
    size = 17

    def __init__(self, raw: bytes) -> None:
        super().__init__(raw)
        if int.from_bytes(raw) >> 5 * _SECRET_LETTERS:
            raise ValueError("A RecoveryCode has 130 bits")

    @classmethod
    def generate(cls) -> Self:
        """Make a new code."""
        return cls(secrets.randbits(5 * _SECRET_LETTERS).to_bytes(cls.size))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a code from paper, in any case and grouping, with O for 0 and I or L for 1."""
        letters = _letters(text)
        wanted = _SECRET_LETTERS + _CHECK_LETTERS
        if len(letters) != wanted:
            raise BadCode(
                "That is %(found)d letters and digits; there should be %(wanted)d.",
                found=len(letters),
                wanted=wanted,
            )
        raw = _number(letters[:_SECRET_LETTERS]).to_bytes(cls.size)
        if _checksum(raw) != letters[_SECRET_LETTERS:]:
            raise BadCode("The letters do not fit together: one may be mistyped.")
        return cls(raw)

    @property
    def shown(self) -> str:
        """The code as printed, for example `7Q2MK-0X9DA-...`."""
        letters = _base32(int.from_bytes(self._raw), _SECRET_LETTERS) + _checksum(self._raw)
        return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))

    def key(self, salt: bytes) -> RecoveryKey:
        """Derive the key that wraps the account key; 130 random bits need no slow hash."""
        return RecoveryKey(derive_bytes(self._raw, salt, "recovery key"))


class InviteCode(Secret):
    """128 random bits that let one person into a bond, as a link's fragment or as eleven words."""

    __slots__ = ()
    size = 16

    @classmethod
    def generate(cls) -> Self:
        """Make a new code whose words are clear when read aloud."""
        while True:
            code = super().generate()
            if is_clear_aloud(to_words(code.expose())):
                return code

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a code from its words, from the end of its link, or from the whole link."""
        last = unicodedata.normalize("NFKC", text).strip().rpartition("#")[2]
        if re.fullmatch(r"[A-Za-z0-9_-]{22}", last):
            return cls(urlsafe_b64decode(last + "=="))
        if "#" in text or re.fullmatch(r"\S*[0-9_/]\S*", last):
            raise BadCode("This link is not whole. Copy it again from its beginning to its end.")
        return cls(from_words(last))

    @property
    def link(self) -> str:
        """The 22 letters to put behind the `#` of a link, where no server's log sees them."""
        return urlsafe_b64encode(self._raw).decode("ascii").rstrip("=")

    @property
    def words(self) -> str:
        """The code as words to read aloud."""
        return " ".join(to_words(self._raw))

    def digest(self) -> bytes:
        """What the server keeps to recognise the code: 32 bytes that do not lead back to it."""
        return blake2b(self._raw, digest_size=32, person=b"inglenook-invite").digest()

    def key(self) -> InviteKey:
        """Derive the key that vouches for what the invited person sends."""
        return InviteKey(derive_bytes(self._raw, b"", "invite key"))

    def mac(self, payload: bytes) -> bytes:
        """Vouch for a payload: 32 bytes that only a holder of the code can make."""
        key = self.key().expose()
        return blake2b(frame(payload), digest_size=32, key=key, person=b"inglenook-invmac").digest()

    def check(self, payload: bytes, mac: bytes) -> None:
        """Return quietly if a holder of the code vouched for this payload, else raise Tampered."""
        if not secrets.compare_digest(self.mac(payload), mac):
            raise Tampered


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).upper()
    letters = re.sub("[\\s.,_\u2010-\u2015-]+", "", plain).translate(_LOOK_ALIKE)
    for place, letter in enumerate(letters, 1):
        if letter not in _ALPHABET:
            raise BadCode(
                "“%(letter)s”, at place %(place)d, is never part of a code.", letter=letter, place=place
            )
    return letters


def _base32(number: int, length: int) -> str:
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(length)))


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number << 5 | _ALPHABET.index(letter)
    return number


def _checksum(raw: bytes) -> str:
    digest = blake2b(raw, digest_size=4, person=b"inglenook-reccod").digest()
    return _base32(int.from_bytes(digest) >> 12, _CHECK_LETTERS)
