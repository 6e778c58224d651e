"""Opens the vault for a request that brings the right cookie."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from inglenook.vault.sessions import visit


class OpenVault:
    """Sets `request.visit`: nobody, somebody locked, or somebody with their keys."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.visit = visit(  # type: ignore[attr-defined]
            request.COOKIES.get(settings.SESSION_COOKIE), by_itself="X-Fragment" in request.headers
        )
        return self.get_response(request)
