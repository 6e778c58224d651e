"""Talking to a server by the bytes: what a browser would never send, and what comes back for it."""

import socket
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.server import Server


@dataclass
class Told:
    """An answer as it came over the wire; status 0 where the connection just ended."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    rest: bytes = b""


def plug(server: Server, *, patience: float = 10) -> socket.socket:
    """Open a connection."""
    return socket.create_connection(("127.0.0.1", urlsplit(server.address).port or 0), timeout=patience)


def raw(server: Server, sent: bytes, *, patience: float = 10) -> Told:
    """Send bytes as they are, and read until the server ends the connection or says no more."""
    with plug(server, patience=patience) as line:
        with suppress(OSError):
            line.sendall(sent)
        return read(line)


def read(line: socket.socket) -> Told:
    """Read one answer whole: by its length, or until the connection ends."""
    came = b""
    with suppress(OSError):
        while b"\r\n\r\n" not in came or not _is_whole(came):
            part = line.recv(65536)
            if not part:
                break
            came += part
    return parse(came)


def parse(came: bytes) -> Told:
    """Take an answer apart."""
    head, _, rest = came.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    if not first.startswith("HTTP/1.1 "):
        return Told(rest=came)
    pairs = [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    return Told(int(first.split()[1]), dict(pairs), [name for name, _ in pairs], rest)


def _is_whole(came: bytes) -> bool:
    told = parse(came)
    if told.headers.get("transfer-encoding") == "chunked":
        return told.rest.endswith(b"0\r\n\r\n")
    return len(told.rest) >= int(told.headers.get("content-length", 0))


def request(
    path: str,
    *lines: str,
    method: str = "GET",
    host: str = "localhost",
    body: bytes = b"",
    close: bool = True,
) -> bytes:
    """Spell out a request."""
    head = [f"{method} {path} HTTP/1.1", f"Host: {host}", *lines]
    if body:
        head.append(f"Content-Length: {len(body)}")
    if close:
        head.append("Connection: close")
    return "\r\n".join([*head, "", ""]).encode("latin-1", "surrogateescape") + body
