"""Opens the vault for a request that brings the right cookie."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from inglenook.vault.sessions import Visit, visit
from inglenook.vault.trouble import is_trouble


class OpenVault:
    """Sets `request.visit`: nobody, somebody locked, or somebody with their keys.

    Where the database cannot tell, what needs no vault is still there: help, and the way out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.visit = _visit(request)  # type: ignore[attr-defined]
        return self.get_response(request)


def _visit(request: HttpRequest) -> Visit:
    try:
        return visit(request.COOKIES.get(settings.SESSION_COOKIE), by_itself="X-Fragment" in request.headers)
    except Exception as error:
        if not is_trouble(error):
            raise
        return Visit(trouble=error)
