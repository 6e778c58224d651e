"""Requests reach Django whole or not at all."""

import asyncio
from collections.abc import Iterable
from typing import Any

from inglenook.config.bridge import MOST_BYTES, Bridge, Scope, StartResponse

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


def serve(asked: Scope, *messages: Message) -> tuple[list[dict[str, Any]], list[Message]]:
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

    asyncio.run(Bridge(pages)(asked, receive, send))
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
    seen, sent = serve(scope((b"content-length", str(MOST_BYTES + 1).encode())))
    assert seen == []
    assert sent[0]["status"] == 413


def test_a_header_cannot_pose_as_another() -> None:
    seen, _ = serve(
        scope((b"x_forwarded_proto", b"https"), (b"cookie", b"a=1"), (b"cookie", b"b=2")), part(b"")
    )
    assert "HTTP_X_FORWARDED_PROTO" not in seen[0]
    assert seen[0]["HTTP_COOKIE"] == "a=1; b=2"
