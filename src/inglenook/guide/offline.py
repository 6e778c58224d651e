"""What a browser keeps whose owner wants to read the guide without a connection. All of it is public."""

import hashlib
from functools import lru_cache
from importlib import resources
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from inglenook.guide.content import library, offered
from inglenook.vault.access import public

FILES = (
    "css/inglenook.css",
    "css/guide.css",
    "css/account.css",
    "fonts/fraunces.woff2",
    "icons/sprite.svg",
    "icons/favicon.svg",
)


@public
@require_safe
def files(request: HttpRequest) -> JsonResponse:
    """List the addresses to keep."""
    return JsonResponse({"files": addresses()})


@public
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Say, in place of any other page, that there is no connection."""
    return render(request, "guide/offline.html")


def addresses() -> list[str]:
    """Return the addresses of the guide's pages, the help page, and the files that these need."""
    known = library()
    pages = [reverse(f"guide:{name}") for name in ("index", "offline", "practices", "evidence")]
    chapters = [reverse("guide:chapter", args=[one.number]) for one in known.chapters]
    steps = [reverse("guide:step", args=one.place) for _, one in known.strategies]
    practices = [reverse("guide:practice", args=[one.id]) for one in offered(known.practices.values())]
    return [
        *pages,
        reverse("safety:help"),
        *chapters,
        *steps,
        *practices,
        *(static(name) for name in every_file()),
    ]


def every_file() -> list[str]:
    """Return the static files that the guide's pages use."""
    scripts = resources.files("inglenook.web").joinpath("static/js").iterdir()
    return [*FILES, *sorted(f"js/{one.name}" for one in scripts if one.name.endswith(".js"))]


@lru_cache(maxsize=1)
def version() -> str:
    """Return a name for the guide as it is now, in every language, so that a browser notices a newer one."""
    told = hashlib.blake2b(repr((library(), addresses())).encode(), digest_size=8)
    for folder in settings.LOCALE_PATHS:
        for catalogue in sorted(Path(folder).glob("*/LC_MESSAGES/django.mo")):
            told.update(catalogue.read_bytes())
    for page in sorted(resources.files("inglenook.guide").joinpath("templates/guide").iterdir(), key=str):
        told.update(page.read_bytes())
    return told.hexdigest()
