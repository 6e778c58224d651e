"""Bare servers to compare with: the same uvicorn with nothing behind it, a bare Django page, or bare streams.

`python -m bench.bare asgi|django|streams PORT SIZE`
"""

import asyncio
import sys
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import uvicorn


def asgi(size: int) -> Callable[..., Any]:
    """Return an application that answers with so many bytes."""
    page = b"x" * size

    async def application(scope: Any, receive: Any, send: Any) -> None:
        while (await receive()).get("more_body"):
            pass
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]}
        )
        await send({"type": "http.response.body", "body": page})

    return application


def django(size: int) -> Callable[..., Any]:
    """Return a Django application over our bridge, with one page, no database and no template."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.http import HttpRequest, HttpResponse
    from django.urls import path

    page = "x" * size

    def hello(request: HttpRequest) -> HttpResponse:
        return HttpResponse(page)

    settings.configure(
        ALLOWED_HOSTS=["*"],
        SECRET_KEY="bench",
        SECURE=False,
        ROOT_URLCONF=__name__,
        MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    )
    globals()["urlpatterns"] = [path("", hello)]
    from inglenook.config.bridge import Bridge  # it reads the settings

    return Bridge(get_wsgi_application())


def streams(size: int) -> Callable[..., Any]:
    """Return an application that holds streams open, and tells those of an address when a form comes."""
    listening: defaultdict[str, set[asyncio.Event]] = defaultdict(set)

    async def hold(path: str, send: Any) -> None:
        woken = asyncio.Event()
        listening[path].add(woken)
        await send({"type": "http.response.body", "body": b"retry: 2000\n\n", "more_body": True})
        while True:
            await woken.wait()
            woken.clear()
            await send({"type": "http.response.body", "body": b"data: changed\n\n", "more_body": True})

    async def application(scope: Any, receive: Any, send: Any) -> None:
        if scope["method"] == "GET":
            headers = [(b"content-type", b"text/event-stream")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await hold(scope["path"], send)
        for one in listening[scope["path"]]:
            one.set()
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    return application


if __name__ == "__main__":
    kind, port, size = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    uvicorn.run(
        {"asgi": asgi, "django": django, "streams": streams}[kind](size),
        port=port,
        access_log=False,
        log_level="error",
        lifespan="off",
        backlog=4096,
        timeout_graceful_shutdown=1,
    )
