"""Headers that every answer carries, and requests that no other site may send."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

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


class SecurityHeaders:
    """Puts strict headers on every answer, errors included."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_file = request.path.startswith(settings.STATIC_URL) and response.status_code in (200, 206, 304)
        for name, value in (ON_ALL if is_file else ON_ALL | ON_PAGES).items():
            response.headers.setdefault(name, value)
        if settings.SECURE:
            response.headers["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
        return response


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
