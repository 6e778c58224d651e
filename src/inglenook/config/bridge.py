"""From ASGI into Django's WSGI handler: one thread hop, whole requests in, whole answers out.

Our own instead of a library, because a request that was cut off must never reach a view as if it were
complete: a page half arrived would be kept as the whole, and the browser's second try ignored as a repeat.
"""

import asyncio
import io
import logging
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
StartResponse = Callable[..., Callable[[bytes], object]]
WSGIApplication = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]

MOST_BYTES = 6_000_000
SLOWEST_BODY_SECONDS = 30.0
THREADS = 8

log = logging.getLogger("inglenook.bridge")


class CutOff(Exception):
    """The browser went away, or sent another length than it said."""


class TooLarge(Exception):
    """The body is larger than anything a form of ours sends."""


class Bridge:
    """Serves a WSGI application to an ASGI server from a few threads."""

    def __init__(self, pages: WSGIApplication) -> None:
        self._pages = pages
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="pages")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            body = await asyncio.wait_for(read_body(scope, receive), SLOWEST_BODY_SECONDS)
        except CutOff:
            return
        except TooLarge:
            await answer(send, 413, [], b"")
            return
        except TimeoutError:
            await answer(send, 408, [], b"")
            return
        loop = asyncio.get_running_loop()
        status, headers, content = await loop.run_in_executor(self._threads, self._run, scope, body)
        await answer(send, status, headers, content)

    def _run(self, scope: Scope, body: bytes) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        status, headers = 500, []

        def start(line: str, pairs: list[tuple[str, str]], *_: object) -> Callable[[bytes], object]:
            nonlocal status, headers
            status = int(line.split(" ", 1)[0])
            headers = [(k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in pairs]
            return written.append

        written: list[bytes] = []
        try:
            parts = self._pages(environ(scope, body), start)
            try:
                written.extend(parts)
            finally:
                close = getattr(parts, "close", None)
                if close:
                    close()
        except Exception:
            log.exception("a page failed beyond Django's own care")
            return 500, [(b"content-type", b"text/plain")], b"Something went wrong on our side."
        return status, headers, b"".join(written)


async def read_body(scope: Scope, receive: Receive) -> bytes:
    """Return the whole body; raises `CutOff` or `TooLarge`."""
    said = dict(scope["headers"]).get(b"content-length")
    if said is not None and (not said.isdigit() or int(said) > MOST_BYTES):
        raise TooLarge
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise CutOff
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        more = message.get("more_body", False)
        if size > MOST_BYTES:
            raise TooLarge
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
        text = value.decode("latin-1")
        joint = "; " if key == "HTTP_COOKIE" else ","
        said[key] = f"{said[key]}{joint}{text}" if key in said else text
    return said


async def answer(send: Send, status: int, headers: list[tuple[bytes, bytes]], content: bytes) -> None:
    """Send a whole answer."""
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})
