"""Headers that every answer carries, and requests that no other site may send."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from inglenook.web import views

Next = Callable[[HttpRequest], HttpResponseBase]

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)
# Where the bridge says with which status it has refused a body.
REFUSED = "inglenook.refused"
ON_ALL = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
# What only pages need; a stylesheet or a typeface would carry it for nothing.
ON_PAGES = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # Not "no-referrer": browsers would then send our own forms with an Origin of "null".
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def strict_headers(*, is_file: bool = False) -> dict[str, str]:
    """Return the headers that every page carries, or every file of a page."""
    headers = ON_ALL if is_file else ON_ALL | ON_PAGES
    if settings.SECURE:
        headers = headers | {"Strict-Transport-Security": f"max-age={settings.SECURE_HSTS_SECONDS}"}
    return headers


def bare_headers() -> list[tuple[bytes, bytes]]:
    """Return the same for answers that are given without Django, as a server sends them."""
    return [(name.lower().encode(), value.encode()) for name, value in strict_headers().items()]


class SecurityHeaders:
    """Puts strict headers on every answer, errors included."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_file = request.path.startswith(settings.STATIC_URL) and response.status_code in (200, 206, 304)
        for name, value in strict_headers(is_file=is_file).items():
            response.headers.setdefault(name, value)
        return response


class WholeOnly:
    """Says on a page of ours that a body did not come whole, where the bridge has refused it."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        refused = request.META.get(REFUSED)
        return views.refused(request, refused) if refused else self.get_response(request)


class SameSiteOnly:
    """Refuses what a browser says another site has made it send (Fetch Metadata)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        origin = request.headers.get("Sec-Fetch-Site", "same-origin")
        reads = request.method in ("GET", "HEAD")
        is_visit = reads and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
        if origin not in ("same-origin", "none") and not is_visit:
            return HttpResponse(status=403)
        return self.get_response(request)
