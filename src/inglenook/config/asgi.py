"""The one application: live streams answered here, every other request one thread hop away in Django."""

import os

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inglenook.config.settings")
_pages = WSGIMiddleware(get_wsgi_application(), workers=8)  # type: ignore[arg-type]

from inglenook.config.streams import Receive, Scope, Send, live  # noqa: E402  (needs Django to be set up)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one ASGI connection; the server's own start and stop messages need nothing from us."""
    if scope["type"] == "http" and scope["path"] == "/changes":
        await live(scope, receive, send)
    elif scope["type"] == "http":
        await _pages(scope, receive, send)  # type: ignore[arg-type]
