"""The one application: live streams answered here, every other request one thread hop away in Django."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inglenook.config.settings")
_django = get_wsgi_application()

from inglenook.config.bridge import Bridge, Receive, Scope, Send  # noqa: E402  (after Django is set up)
from inglenook.config.streams import live  # noqa: E402

_pages = Bridge(_django)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one ASGI connection; the server's own start and stop messages need nothing from us."""
    if scope["type"] == "http":
        await (live if scope["path"] == "/changes" else _pages)(scope, receive, send)
