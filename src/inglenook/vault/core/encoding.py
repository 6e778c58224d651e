"""One unambiguous way to write several values as bytes, for associated data, signatures and digests.

A frame is the number of its parts (4 bytes), then for each part its kind (1 byte), its length (4 bytes) and
its content. Two different rows of parts never give the same bytes, and a frame never begins another.
"""

from uuid import UUID

from inglenook.vault.core.errors import Tampered

Part = bytes | str | int | UUID

_BYTES, _TEXT, _NUMBER, _UUID = b"b", b"s", b"i", b"u"


def frame(*parts: Part) -> bytes:
    """Write the parts so that their number, kinds and borders can be read back from the bytes."""
    out = [len(parts).to_bytes(4)]
    for part in parts:
        kind, content = _content(part)
        out += (kind, len(content).to_bytes(4), content)
    return b"".join(out)


def unframe(framed: bytes) -> tuple[Part, ...]:
    """Read the parts back; anything that `frame` would not have written is refused."""
    parts: list[Part] = []
    at = 4
    for _ in range(int.from_bytes(framed[:4])):
        start = at + 5
        at = start + int.from_bytes(framed[at + 1 : start])
        if at > len(framed):
            raise Tampered
        parts.append(_part(framed[start - 5 : start - 4], framed[start:at]))
    if frame(*parts) != framed:
        raise Tampered
    return tuple(parts)


def _content(part: Part) -> tuple[bytes, bytes]:
    if type(part) is bytes:
        return _BYTES, part
    if type(part) is str:
        return _TEXT, part.encode("utf-8", "surrogatepass")
    if type(part) is int:
        return _NUMBER, part.to_bytes(part.bit_length() // 8 + 1, signed=True)
    if isinstance(part, UUID):
        return _UUID, part.bytes
    raise TypeError(f"A frame cannot hold a {type(part).__name__}")


def _part(kind: bytes, content: bytes) -> Part:
    if kind == _BYTES:
        return content
    if kind == _NUMBER and content:
        return int.from_bytes(content, signed=True)
    if kind == _UUID and len(content) == 16:
        return UUID(bytes=content)
    if kind == _TEXT:
        try:
            return content.decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            pass  # the error would carry the content
    raise Tampered
