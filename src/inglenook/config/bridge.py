"""From ASGI into Django's WSGI handler: one thread hop, whole requests in, whole answers out.

Our own instead of a library, because a request that was cut off must never reach a view as if it were
complete: a page half arrived would be kept as the whole, and the browser's second try ignored as a repeat.
"""

import asyncio
import io
import logging
import re
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from inglenook.web.middleware import REFUSED, bare_headers

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
StartResponse = Callable[..., Callable[[bytes], object]]
WSGIApplication = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]
Answer = tuple[int, list[tuple[bytes, bytes]], bytes]

MOST_BYTES = 6_000_000
SLOWEST_BODY_SECONDS = 30.0
LINGER_SECONDS = 5.0
MOST_AT_ONCE = 200
MOST_BYTES_AT_ONCE = 60_000_000
THREADS = 8
# Hard work waits for its own kind alone: as many at once as vault/core/passphrase.py lets work. Whoever would
# wait for more than about half a minute is asked to come again.
HARD_THREADS = 2
LONGEST_LINE = 200
# What stands in that line is kept all the while; no form that brings a passphrase is longer.
MOST_BYTES_IN_LINE = 100_000

COME_AGAIN = [
    (b"retry-after", b"30"),
    (b"content-type", b"text/plain; charset=utf-8"),
    *bare_headers(),
]
MANY_AT_ONCE = b"Many people are coming in just now. Please go back and try again in half a minute."

BOUNDARY = re.compile(r';\s*boundary="?([\w\'()+,./:=?-]{1,70})', re.ASCII | re.IGNORECASE)

log = logging.getLogger("inglenook.bridge")


class CutOff(Exception):
    """The browser went away, or sent another length than it said."""


class TooLarge(Exception):
    """The body is larger than anything a form of ours sends."""


class Arriving:
    """The bodies under way. Where they are too many or too large together, the oldest gives way."""

    def __init__(self) -> None:
        self._sizes: dict[asyncio.Timeout, int] = {}

    async def read(self, scope: Scope, receive: Receive) -> bytes:
        """Return a whole body; raises `CutOff`, `TooLarge` or `TimeoutError`."""
        async with asyncio.timeout(SLOWEST_BODY_SECONDS) as limit:
            self._sizes[limit] = 0
            try:
                return await read_body(scope, receive, lambda size: self._note(limit, size))
            finally:
                self._sizes.pop(limit, None)

    def _note(self, limit: asyncio.Timeout, size: int) -> None:
        if limit in self._sizes:
            self._sizes[limit] = size
        while len(self._sizes) > MOST_AT_ONCE or sum(self._sizes.values()) > MOST_BYTES_AT_ONCE:
            oldest = next(iter(self._sizes))
            del self._sizes[oldest]
            oldest.reschedule(asyncio.get_running_loop().time())


class Bridge:
    """Serves a WSGI application to an ASGI server from a few threads, and what works hard from two others."""

    def __init__(self, pages: WSGIApplication, works_hard: Callable[[Scope], bool] = lambda _: False) -> None:
        self._pages = pages
        self._arriving = Arriving()
        self._works_hard = works_hard
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="pages")
        self._hard_threads = ThreadPoolExecutor(HARD_THREADS, thread_name_prefix="hard")
        self._line = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        refused = 0
        try:
            body = await self._arriving.read(scope, receive)
        except CutOff:
            return
        except TooLarge:
            refused = 413
        except TimeoutError:
            refused = 408
        # Out here the error, and with it all that was read so far, is gone.
        hard = not refused and self._works_hard(scope)
        if hard and len(body) > MOST_BYTES_IN_LINE:
            refused, body = 413, b""
        if refused:
            await self._refuse(scope, receive, send, refused)
        elif hard:
            await answer(send, *await self._in_line(environ(scope, body)))
        else:
            await answer(send, *await self._page(environ(scope, body), self._threads))

    async def _page(self, said: dict[str, Any], threads: ThreadPoolExecutor) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(threads, self._run, said)

    async def _in_line(self, said: dict[str, Any]) -> Answer:
        """Wait for one of the threads that work hard, unless the line is too long to wait in."""
        if self._line >= LONGEST_LINE:
            return 503, COME_AGAIN, MANY_AT_ONCE
        self._line += 1
        try:
            return await self._page(said, self._hard_threads)
        finally:
            self._line -= 1

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, status: int) -> None:
        """Send the page that says so; nothing of what came reaches a page that would do something.

        Whoever is still sending reads no answer where the connection just ends: so it stays open a little.
        """
        said = environ({**scope, "method": "GET"}, b"") | {REFUSED: status}
        status, headers, content = await self._page(said, self._threads)
        headers = [(b"connection", b"close"), *headers]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content, "more_body": True})
        with suppress(TimeoutError):
            async with asyncio.timeout(LINGER_SECONDS):
                while (message := await receive())["type"] != "http.disconnect" and message.get("more_body"):
                    pass
        await send({"type": "http.response.body", "body": b""})

    def _run(self, said: dict[str, Any]) -> Answer:
        status, headers = 500, []

        def start(line: str, pairs: list[tuple[str, str]], *_: object) -> Callable[[bytes], object]:
            nonlocal status, headers
            status = int(line.split(" ", 1)[0])
            headers = [(k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in pairs]
            return written.append

        written: list[bytes] = []
        try:
            parts = self._pages(said, start)
            try:
                written.extend(parts)
            finally:
                close = getattr(parts, "close", None)
                if close:
                    close()
        except Exception:
            log.exception("a page failed beyond Django's own care")
            told = b"Something went wrong on our side."
            size = str(len(told)).encode()
            return 500, [(b"content-type", b"text/plain"), (b"content-length", size), *bare_headers()], told
        return status, headers, b"".join(written)


async def read_body(scope: Scope, receive: Receive, note: Callable[[int], None]) -> bytes:
    """Return the whole body, noting its size as it grows; raises `CutOff` or `TooLarge`."""
    said = dict(scope["headers"]).get(b"content-length")
    if said is not None and (not said.isdigit() or int(said) > MOST_BYTES):
        raise TooLarge
    parts: list[bytes] = []
    size, more = 0, True
    note(size)
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise CutOff
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        more = message.get("more_body", False)
        if size > MOST_BYTES:
            raise TooLarge
        note(size)
    if said is not None and size != int(said):
        raise CutOff
    return b"".join(parts)


def environ(scope: Scope, body: bytes) -> dict[str, Any]:
    """Return the WSGI environment of a request."""
    host, port = scope.get("server") or ("localhost", 80)
    said: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for raw, value in scope["headers"]:
        name = raw.decode("latin-1")
        # A name with an underscore could pose as the header of that name with a dash.
        if "_" in name or name == "content-length":
            continue
        key = "CONTENT_TYPE" if name == "content-type" else "HTTP_" + name.upper().replace("-", "_")
        text = _kind(value.decode("latin-1")) if key == "CONTENT_TYPE" else value.decode("latin-1")
        joint = "; " if key == "HTTP_COOKIE" else ","
        said[key] = f"{said[key]}{joint}{text}" if key in said else text
    return said


def _kind(said: str) -> str:
    """Return the kind of a body with its boundary, and nothing else: what our pages send is UTF-8.

    Other alphabets can spell what nothing can store, and some of their names are no alphabets at all.
    """
    kind, edge = said.partition(";")[0].strip(), BOUNDARY.search(said)
    return f"{kind}; boundary={edge[1]}" if edge else kind


async def answer(send: Send, status: int, headers: list[tuple[bytes, bytes]], content: bytes) -> None:
    """Send a whole answer."""
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})
