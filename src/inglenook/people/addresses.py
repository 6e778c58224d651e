"""Addresses with a place to go on to, put together so that nothing in them can break out."""

from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme

from inglenook.people.requests import OpenRequest

# Django refuses to redirect to an address of more than 2,048 letters, and one in a query is quoted once more.
LONGEST = 600


def to(name: str, **query: str) -> str:
    """Return the address of a named page with a query."""
    return f"{reverse(name)}?{urlencode(query)}" if query else reverse(name)


def said_at(where: str, key: str) -> str:
    """Return an address of ours that also says one of the fixed sentences."""
    parts = urlsplit(where)
    said = urlencode({"said": key})
    query = f"{parts.query}&{said}" if parts.query else said
    return urlunsplit(("", "", parts.path, query, parts.fragment))


def next_place(request: OpenRequest, otherwise: str = "/") -> str:
    """Return where to go on after coming in: an address of our own, or the start."""
    wanted: Any = request.POST.get("next") or request.GET.get("next") or otherwise
    return wanted if is_ours(wanted) else otherwise


def is_ours(address: str) -> bool:
    """Tell whether an address is a path of this very site, and short enough to be gone on to.

    No address of ours has a backslash, which a browser reads as a slash, or a space at its end.
    """
    if not address.startswith("/") or address.startswith("//") or not address.isprintable():
        return False
    if "\\" in address or address != address.strip():
        return False
    is_short = len(iri_to_uri(address)) <= LONGEST
    return is_short and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
