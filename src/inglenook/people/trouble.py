"""What somebody sees where the database cannot be written or reached: why, and their own words again."""

import logging
import sys

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render

from inglenook.people.keeping import SECRET_FIELDS, written_in
from inglenook.vault.trouble import is_full, is_trouble
from inglenook.web import views

TRY_AGAIN_SECONDS = "30"
TOKEN = "csrfmiddlewaretoken"  # noqa: S105  (the name of a field)
# A recovery code or an invitation is typed again rather than left standing on a page.
NEVER_SHOWN = (*SECRET_FIELDS, "code")

log = logging.getLogger("inglenook.trouble")


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what failed: kindly and with the words that were sent, where the machine is the cause."""
    error = sys.exc_info()[1]
    if not is_trouble(error):
        return views.server_error(request)
    full = is_full(error)
    log.error("there is no room for the database" if full else "the database cannot be read or written")
    response = _page(request, full=full) if _is_for_reading(request) else HttpResponse()
    response.status_code = 503
    response.headers["Retry-After"] = TRY_AGAIN_SECONDS
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django would add every place it came through
    return response


def _is_for_reading(request: HttpRequest) -> bool:
    """Tell whether somebody will see the answer, and not just a script."""
    is_visit = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    return is_visit and "X-Fragment" not in request.headers


def _page(request: HttpRequest, *, full: bool) -> HttpResponse:
    """Show the page; its frame asks nothing of a database that may be gone."""
    request.person = None  # type: ignore[attr-defined]
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    texts = set(written_in(request.POST)) - {value for name, value in fields if _is_secret(name)}
    context = {
        "full": full,
        "sent": request.method == "POST",
        "texts": [(name, value) for name, value in fields if value in texts],
        "others": [(name, value) for name, value in fields if value not in texts and name != TOKEN],
        "may_send": request.method == "POST" and _may_send(request),
    }
    return render(request, "people/trouble.html", context)


def _is_secret(name: str) -> bool:
    return any(secret in name for secret in NEVER_SHOWN)


def _may_send(request: HttpRequest) -> bool:
    """Tell whether the page may offer to send it again: nothing secret, and nothing another site made up."""
    if any(_is_secret(name) for name in request.POST if name != TOKEN):
        return False
    check = CsrfViewMiddleware(lambda request: HttpResponse())
    return check.process_view(request, server_error, (), {}) is None
