"""The request as views see it."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.views.decorators.http import require_http_methods

from inglenook.vault.sessions import Visit

if TYPE_CHECKING:
    from inglenook.people.models import Person

# What a page with a form on it answers.
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def whole_number(text: str, digits: int) -> int | None:
    """Read a whole number of so many digits at most from a form or an address; anything else is None."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits else None


class OpenRequest(HttpRequest):
    """A request to a public page: perhaps nobody, perhaps somebody locked."""

    visit: Visit
    person: "Person | None"


class Request(OpenRequest):
    """A request of somebody whose vault is open; the middleware sees to it."""

    person: "Person"
