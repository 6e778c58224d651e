"""Odd things to send: values that have broken some program somewhere, and forms bent out of shape."""

from dataclasses import dataclass, field
from random import Random
from urllib.parse import quote_from_bytes, urlencode

Pairs = list[tuple[str, bytes]]

ODD_TEXTS = [
    "",
    " ",
    "\t\r\n",
    "\0",
    "canary\0ember",
    "\ud800",
    "\udfff\ud800",
    "\ufffe\uffff",
    "\ufeff",
    "\u202egnidaer",
    "e\u0301" * 300,
    "\U0001f469\u200d\U0001f469\u200d\U0001f467" * 40,
    "\u0130\u0131\u00df\ufb03",
    "\u2028\u2029\x85",
    "\x1b[31m\x08\x7f",
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}{% include 'x' %}${7}#{7}",
    "' OR 1=1 -- ",
    "%s%n%d %(name)s {0} {x.y}",
    "../../../../etc/passwd",
    "a\r\nSet-Cookie: put=in",
    "//evil.example/",
    "javascript:alert(1)",
    "-1",
    "0",
    "1e9",
    "NaN",
    "\u0663",
    "\u00b2",
    "9" * 5000,
    "-" + "9" * 400,
    "0x10",
    "true",
    "null",
    "none",
    "1,1",
    "9,9",
    "1,1,1",
    "3,-4",
    "Europe/../../etc",
    "share",
    "choose",
    "own",
    "name",
    "next",
    "00000000-0000-0000-0000-000000000000",
    "{01900000-0000-7000-8000-000000000001}",
    "urn:uuid:01900000-0000-7000-8000-000000000001",
    "0190000000007000800000000000000G",
    "\u0661" * 32,
    "x" * 41,
    "x" * 501,
    "x" * 20_001,
    "\U0001f98a" * 60_000,
    "\n" * 3000,
    "a b " * 2000,
]
ODD_BYTES = [b"\xff\xfe\x00", b"\xc0\xaf", b"\xed\xa0\x80", b"%", b"%zz", b"&", b"a=b;c=d", b"\xf0\x9f\x98"]
ODD_NAMES = [
    "",
    "text[]",
    "text\0",
    "old-passphrase",
    "__proto__",
    "id",
    "next",
    "then",
    "turn",
    "way",
    "\u2028",
]


def typed_bytes(text: str) -> bytes:
    """Return the bytes of a text as a careless program would send them."""
    return text.encode("utf-8", "surrogatepass")


@dataclass
class Sent:
    """One request, as odd as chance made it."""

    path: str
    body: bytes
    kind: str
    headers: dict[str, str] = field(default_factory=dict)


class Oddity:
    """Bends forms by chance; the same seed bends them alike."""

    def __init__(self, seed: int, ids: list[str]) -> None:
        self.chance = Random(seed)  # noqa: S311  (no secret)
        self.ids = ids

    def value(self) -> bytes:
        """Return something odd."""
        kind = self.chance.random()
        if kind < 0.15:
            return self.chance.choice(ODD_BYTES)
        if kind < 0.3:
            return self.chance.choice(self.ids).encode()
        if kind < 0.4:
            letters = [chr(self.chance.randrange(0x11000)) for _ in range(self.chance.randrange(60))]
            return typed_bytes("".join(letters))
        return typed_bytes(self.chance.choice(ODD_TEXTS))

    def bent(self, form: Pairs) -> Pairs:
        """Return a form with up to four things wrong in it."""
        pairs = list(form)
        for _ in range(self.chance.randrange(5)):
            way, at = self.chance.randrange(7), self.chance.randrange(len(pairs) + 1)
            if way == 0 and pairs:
                del pairs[at % len(pairs)]
            elif way == 1 and pairs:
                pairs.append((pairs[at % len(pairs)][0], self.value()))
            elif way == 2:
                pairs.insert(at, (self.chance.choice(ODD_NAMES), self.value()))
            elif way == 3 and pairs:
                pairs[at % len(pairs)] = (pairs[at % len(pairs)][0], self.chance.choice(pairs)[1])
            elif pairs:
                pairs[at % len(pairs)] = (pairs[at % len(pairs)][0], self.value())
        return pairs

    def body(self, pairs: Pairs) -> tuple[bytes, str]:
        """Return a form as bytes, mostly as a browser would put it, and what it says it is."""
        plain = "application/x-www-form-urlencoded"
        way = self.chance.random()
        if way < 0.15:
            return _multipart(pairs), "multipart/form-data; boundary=----edge"
        quoted = "&".join(
            f"{quote_from_bytes(typed_bytes(name))}={quote_from_bytes(value)}" for name, value in pairs
        )
        odd_kinds = [
            "text/plain",
            "application/json",
            "",
            "multipart/form-data",
            "multipart/form-data; boundary=\u00e4",
            "multipart/mixed; boundary=x",
        ]
        return quoted.encode(), self.chance.choice(odd_kinds) if way < 0.25 else plain

    def query(self) -> str:
        """Return a query that is mostly not there."""
        if self.chance.random() < 0.7:
            return ""
        name = self.chance.choice(
            ["next", "said", "at", "known", "page", "more", "depth", "before", "bond", "prompt"]
        )
        return "?" + urlencode({name: self.value()})

    def headers(self) -> dict[str, str]:
        """Return headers that are mostly not there; bytes of a header are letters of latin-1."""
        if self.chance.random() < 0.8:
            return {}
        name = self.chance.choice(
            ["X-Revision", "X-Fragment", "User-Agent", "Accept-Language", "Referer", "Range"]
        )
        return {name: self.value()[:6000].decode("latin-1")}


def _multipart(pairs: Pairs) -> bytes:
    parts = [
        b'------edge\r\nContent-Disposition: form-data; name="'
        + typed_bytes(name)
        + b'"\r\n\r\n'
        + value
        + b"\r\n"
        for name, value in pairs
    ]
    return b"".join(parts) + b"------edge--\r\n"
