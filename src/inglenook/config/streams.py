"""The event stream: a plain ASGI route that says “changed” and nothing else.

Beside Django rather than in it: a thousand open streams cost a fraction of the memory of as many views.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from http.cookies import CookieError, SimpleCookie
from uuid import UUID

from django.conf import settings
from django.db import Error, close_old_connections

from inglenook.config.bridge import Receive, Scope, Send, answer
from inglenook.vault.sessions import whose
from inglenook.web.live import Listener, hub
from inglenook.web.middleware import bare_headers

BEAT_SECONDS = 20.0
# Few, since each holds a connection to the database; a look takes about a millisecond.
_lookers = ThreadPoolExecutor(2, thread_name_prefix="streams")
HEADERS = [(b"content-type", b"text/event-stream"), (b"x-accel-buffering", b"no")]


async def live(scope: Scope, receive: Receive, send: Send) -> None:
    """Hold one stream open until the browser leaves or its session is locked."""
    cookie = _cookie(scope)
    person_id = await _whose(cookie)
    if person_id is None or scope["method"] != "GET" or _from_elsewhere(scope):
        await answer(send, 403, bare_headers(), b"")
        return
    listener = Listener(asyncio.get_running_loop())
    if not hub.join(person_id, listener):
        await answer(send, 429, bare_headers(), b"")
        return
    gone = asyncio.ensure_future(_until_gone(receive))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": [*HEADERS, *bare_headers()]})
        await _say(send, "retry: 2000\n\n")
        while not gone.done():
            await listener.wait(BEAT_SECONDS)
            if gone.done() or await _whose(cookie) != person_id:
                break
            # Noted before it is said: what changes meanwhile is said next.
            changed, listener.changed = listener.changed, False
            await _say(send, "data: changed\n\n" if changed else ": still here\n\n")
    finally:
        hub.part(person_id, listener)
        gone.cancel()
    await send({"type": "http.response.body", "body": b""})


async def _say(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _whose(cookie: str | None) -> UUID | None:
    def look() -> UUID | None:
        close_old_connections()
        try:
            return whose(cookie)
        except Error:
            return None  # the browser asks again

    return await asyncio.get_running_loop().run_in_executor(_lookers, look)


def _headers(scope: Scope) -> dict[bytes, bytes]:
    return dict(scope["headers"])


def _from_elsewhere(scope: Scope) -> bool:
    return _headers(scope).get(b"sec-fetch-site", b"same-origin") not in (b"same-origin", b"none")


def _cookie(scope: Scope) -> str | None:
    try:
        jar = SimpleCookie(_headers(scope).get(b"cookie", b"").decode("latin-1"))
    except CookieError:
        return None
    morsel = jar.get(settings.SESSION_COOKIE)
    return morsel.value if morsel else None
