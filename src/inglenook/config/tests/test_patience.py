"""Whoever reads slowly is waited for; whoever does not read is not."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import uvicorn

from inglenook.config import patience

LARGE = 30_000_000
ASKED = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


async def one_large_page(scope: Any, receive: Any, send: Any) -> None:
    length = [(b"content-length", str(LARGE).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": length})
    await send({"type": "http.response.body", "body": b"x" * LARGE})


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Serve one large page, with little patience."""
    monkeypatch.setattr(patience, "WRITE_SECONDS", 0.5)
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        config = uvicorn.Config(
            one_large_page, http=patience.Patient, log_level="error", lifespan="off", ws="none"
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([place],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield place.getsockname()[1]
        server.should_exit = True
        thread.join(20)


def read(port: int, *, first: float = 0, pause: float = 0) -> int:
    """Return how much of the page comes to somebody who rests at first, and after each piece."""
    came = 0
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line, suppress(ConnectionError):
        line.sendall(ASKED)
        time.sleep(first)
        while came < LARGE and (part := line.recv(1_000_000)):
            came += len(part)
            time.sleep(pause)
    return came


def test_a_slow_reader_gets_all_of_a_large_page(port: int) -> None:
    begun = time.monotonic()
    assert read(port, pause=0.05) >= LARGE
    assert time.monotonic() - begun > 2 * patience.WRITE_SECONDS


def test_somebody_who_does_not_read_is_let_go(port: int) -> None:
    assert read(port, first=4 * patience.WRITE_SECONDS) < LARGE
