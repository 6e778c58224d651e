"""Pages for when something goes wrong, and the small files a browser asks for."""

from importlib.resources import files

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from inglenook.vault.access import public


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that a request could not be read."""
    return render(request, "errors/400.html", status=400)


def refused(request: HttpRequest, status: int) -> HttpResponse:
    """Say that a body was too large (413) or took too long (408); nothing of it was taken."""
    return render(request, "errors/refused.html", {"is_large": status == 413}, status=status)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that something is not allowed."""
    return render(request, "errors/403.html", status=403)


def form_out_of_date(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was too old, and how to get it back."""
    return render(request, "errors/403.html", {"old_form": True}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is nothing here, or nothing for this person."""
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that it was our mistake; the page's frame asks nothing of a vault that may be the cause."""
    request.person = None  # type: ignore[attr-defined]
    return render(request, "errors/500.html", status=500)


@public
@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """Tell a phone how to keep Inglenook on its home screen."""
    icons = [
        {"src": static(f"icons/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    return JsonResponse(
        {
            "name": "Inglenook",
            "short_name": "Inglenook",
            "start_url": "/",
            "display": "standalone",
            "background_color": "#f8f2e6",
            "theme_color": "#f8f2e6",
            "icons": icons,
        },
        content_type="application/manifest+json",
    )


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Give the script that shows the guide without a connection, to browsers that were asked to keep it."""
    script = files("inglenook.web").joinpath("worker.js").read_text()
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@public
@require_safe
def live_word(request: HttpRequest) -> HttpResponse:
    """Say that the server runs."""
    return HttpResponse("live", content_type="text/plain")


@public
@require_safe
def ready_word(request: HttpRequest) -> HttpResponse:
    """Say that the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return HttpResponse("unready", content_type="text/plain", status=503)
    return HttpResponse("ready", content_type="text/plain")
