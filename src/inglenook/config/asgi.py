"""The one application: live streams answered here, every other request one thread hop away in Django."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inglenook.config.settings")
_django = get_wsgi_application()

from django.urls import Resolver404, resolve  # noqa: E402  (after Django is set up)

from inglenook.config.bridge import Bridge, Receive, Scope, Send  # noqa: E402
from inglenook.config.streams import live  # noqa: E402
from inglenook.guide.content import library  # noqa: E402
from inglenook.vault.access import is_hard  # noqa: E402


def works_hard(scope: Scope) -> bool:
    """Tell whether a request may bring a passphrase."""
    if scope["method"] != "POST":
        return False
    try:
        return is_hard(resolve(scope["path"]).func)
    except Resolver404:
        return False


library()  # read while there is one thread: it is kept for all
_pages = Bridge(_django, works_hard)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one ASGI connection; the server's own start and stop messages need nothing from us."""
    if scope["type"] == "http":
        await (live if scope["path"] == "/changes" else _pages)(scope, receive, send)
