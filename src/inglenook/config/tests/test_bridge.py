"""Requests reach Django whole or not at all."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import pytest

from inglenook.config import bridge
from inglenook.config.bridge import (
    HARD_THREADS,
    LONGEST_LINE,
    MOST_BYTES,
    MOST_BYTES_IN_LINE,
    THREADS,
    Bridge,
    Scope,
    StartResponse,
)
from inglenook.web.middleware import REFUSED

Message = dict[str, Any]


def scope(*headers: tuple[bytes, bytes]) -> Scope:
    return {
        "type": "http",
        "method": "POST",
        "path": "/me/jour\u00e9/",
        "query_string": b"a=1",
        "http_version": "1.1",
        "headers": list(headers),
        "server": ("localhost", 80),
    }


def serve(
    asked: Scope, *messages: Message, works_hard: bool = False
) -> tuple[list[dict[str, Any]], list[Message]]:
    """Send messages through the bridge; return what the application saw and what went out."""
    seen: list[dict[str, Any]] = []
    sent: list[Message] = []
    waiting = iter(messages)

    def pages(environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        seen.append({**environ, "body": environ["wsgi.input"].read()})
        start("200 OK", [("X-Said", "yes")])
        return [b"fine"]

    async def receive() -> Message:
        return next(waiting)

    async def send(message: Any) -> None:
        sent.append(dict(message))

    asyncio.run(Bridge(pages, lambda _: works_hard)(asked, receive, send))
    return seen, sent


def part(body: bytes, *, more: bool = False) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


def test_a_body_in_parts_arrives_whole() -> None:
    seen, sent = serve(scope((b"content-length", b"6")), part(b"abc", more=True), part(b"def"))
    assert seen[0]["body"] == b"abcdef"
    assert seen[0]["PATH_INFO"].encode("latin-1").decode() == "/me/jour\u00e9/"
    assert sent[0]["status"] == 200
    assert sent[1]["body"] == b"fine"


def test_a_body_cut_off_never_reaches_a_page() -> None:
    seen, sent = serve(scope((b"content-length", b"6")), part(b"abc", more=True), {"type": "http.disconnect"})
    assert seen == sent == []


def test_a_body_shorter_than_said_never_reaches_a_page() -> None:
    seen, _ = serve(scope((b"content-length", b"6")), part(b"abc"))
    assert seen == []


def test_a_body_too_large_is_refused_before_it_is_read() -> None:
    seen, sent = serve(scope((b"content-length", str(MOST_BYTES + 1).encode())), {"type": "http.disconnect"})
    assert [(one["REQUEST_METHOD"], one["body"], one[REFUSED]) for one in seen] == [("GET", b"", 413)]
    assert (b"connection", b"close") in sent[0]["headers"]


def test_of_many_bodies_under_way_the_oldest_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "MOST_BYTES_AT_ONCE", 100)
    monkeypatch.setattr(bridge, "LINGER_SECONDS", 0.1)
    ended = asyncio.run(_two_bodies(first=60, second=60))
    assert ended == ["refused 408", "fine"]


def test_no_more_than_so_many_are_under_way_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "MOST_AT_ONCE", 1)
    monkeypatch.setattr(bridge, "LINGER_SECONDS", 0.1)
    assert asyncio.run(_two_bodies(first=1, second=1)) == ["refused 408", "fine"]


async def _two_bodies(*, first: int, second: int) -> list[str]:
    """Begin a body that never ends, then send another whole; return how the two were answered."""

    def pages(environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        start("200 OK", [])
        return [f"refused {environ[REFUSED]}".encode() if REFUSED in environ else b"fine"]

    waiting = [part(b"x" * first, more=True)]
    pages_of = Bridge(pages)
    told: list[list[Message]] = [[], []]

    async def dawdle() -> Message:
        if waiting:
            return waiting.pop()
        return await asyncio.get_running_loop().create_future()  # type: ignore[no-any-return]

    async def whole() -> Message:
        return part(b"y" * second)

    async def answer_to(number: int, receive: Callable[[], Awaitable[Message]]) -> None:
        async def send(message: Any) -> None:
            told[number].append(dict(message))

        await pages_of(scope(), receive, send)

    old = asyncio.ensure_future(answer_to(0, dawdle))
    await asyncio.sleep(0.05)
    await answer_to(1, whole)
    await asyncio.wait_for(old, 10)
    return [sent[1]["body"].decode() for sent in told]


@pytest.mark.parametrize(
    ("said", "passed_on"),
    [
        (b"text/plain; charset=undefined", "text/plain"),
        (b"multipart/form-data; charset=utf-7; boundary=--edge1", "multipart/form-data; boundary=--edge1"),
        (b'multipart/form-data; boundary="--edge1"; charset*=hex', "multipart/form-data; boundary=--edge1"),
        (b"multipart/form-data; boundary=", "multipart/form-data"),
        (b"a/b; boundary=" + b"x" * 500, "a/b; boundary=" + "x" * 70),
    ],
)
def test_a_body_has_no_say_in_which_alphabet_it_is_read(said: bytes, passed_on: str) -> None:
    seen, _ = serve(scope((b"content-type", said)), part(b""))
    assert seen[0]["CONTENT_TYPE"] == passed_on


def test_a_header_cannot_pose_as_another() -> None:
    seen, _ = serve(
        scope((b"x_forwarded_proto", b"https"), (b"cookie", b"a=1"), (b"cookie", b"b=2")), part(b"")
    )
    assert "HTTP_X_FORWARDED_PROTO" not in seen[0]
    assert seen[0]["HTTP_COOKIE"] == "a=1; b=2"


class Door:
    """An application whose hard work takes until it is let go on."""

    def __init__(self) -> None:
        self.goes_on = threading.Event()
        self.at_work = 0
        self._one = threading.Lock()

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/sign-in/":
            with self._one:
                self.at_work += 1
            assert self.goes_on.wait(30)
        start("200 OK", [])
        return [b"fine"]


async def status_of(bridge: Bridge, path: str) -> int:
    said: list[int] = []

    async def receive() -> Message:
        return part(b"")

    async def send(message: Any) -> None:
        said.extend([message["status"]] if "status" in message else [])

    await bridge({**scope(), "path": path}, receive, send)
    return said[0]


def test_no_page_waits_behind_those_who_sign_in() -> None:
    door = Door()

    async def all_at_once() -> list[int]:
        bridge = Bridge(door, lambda asked: asked["path"] == "/sign-in/")
        line = [asyncio.ensure_future(status_of(bridge, "/sign-in/")) for _ in range(THREADS * 2)]
        while door.at_work < HARD_THREADS:
            await asyncio.sleep(0.01)
        assert await asyncio.wait_for(status_of(bridge, "/"), 30) == 200
        assert not any(one.done() for one in line)
        door.goes_on.set()
        return await asyncio.gather(*line)

    assert set(asyncio.run(all_at_once())) == {200}


def test_nothing_large_is_kept_in_the_line_of_those_who_sign_in() -> None:
    seen, _ = serve(
        scope(), part(b"x" * (MOST_BYTES_IN_LINE + 1)), {"type": "http.disconnect"}, works_hard=True
    )
    assert [one[REFUSED] for one in seen] == [413]
    assert seen[0]["body"] == b""
    seen, _ = serve(scope(), part(b"x" * MOST_BYTES_IN_LINE), works_hard=True)
    assert len(seen[0]["body"]) == MOST_BYTES_IN_LINE


def test_whoever_would_wait_too_long_is_asked_to_come_again() -> None:
    door = Door()

    async def too_many() -> list[int]:
        bridge = Bridge(door, lambda asked: asked["path"] == "/sign-in/")
        line = [asyncio.ensure_future(status_of(bridge, "/sign-in/")) for _ in range(LONGEST_LINE)]
        while bridge._line < LONGEST_LINE:
            await asyncio.sleep(0.01)
        assert await status_of(bridge, "/sign-in/") == 503
        door.goes_on.set()
        await asyncio.gather(*line)
        return [await status_of(bridge, "/sign-in/")]

    assert asyncio.run(too_many()) == [200]
