"""Puts the person into the request, and keeps everybody else out."""

from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from inglenook.people import drafts
from inglenook.people.models import Person
from inglenook.people.requests import OpenRequest
from inglenook.vault.access import is_public
from inglenook.vault.records import is_id

SECRET_FIELDS = ("csrfmiddlewaretoken", "passphrase")


class KnowPerson:
    """Sets `request.person`, or sends to sign-in or unlock; what was typed into a form is kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: OpenRequest) -> HttpResponseBase:
        keyring = request.visit.keyring
        person = Person.objects.filter(id=keyring.person_id).first() if keyring else None
        request.person = person.unlock(keyring) if person and keyring else None
        return self.get_response(request)

    def process_view(
        self, request: OpenRequest, view: Callable[..., object], args: object, kwargs: object
    ) -> HttpResponse | None:
        """Let a view run only for somebody unlocked, or if it is public."""
        if request.person or is_public(view):
            return None
        if request.headers.get("X-Fragment"):
            return HttpResponse(status=401)
        if not request.visit.is_locked:
            return redirect(f"{reverse('people:sign-in')}?{urlencode({'next': _after(request)})}")
        if request.method == "POST":
            keep_posted(request, request.path)
        return redirect(f"{reverse('people:unlock')}?{urlencode({'next': _after(request)})}")


def _after(request: OpenRequest) -> str:
    return request.get_full_path() if request.method in ("GET", "HEAD") else request.path


def keep_posted(request: OpenRequest, path: str, *, seen: int | None = None) -> int | None:
    """Keep the form that a locked browser has sent; return its draft's revision, or None if there is nothing."""
    session = request.visit.session
    posted = request.POST.copy()
    draft_id = posted.get("id", "")
    if session is None or not is_id(draft_id):
        return None
    for name in list(posted):
        if any(secret in name for secret in SECRET_FIELDS):
            del posted[name]
    fields = posted.urlencode()
    if len(fields) > drafts.LONGEST:
        return None
    return drafts.keep(session.person, UUID(draft_id), drafts.Kept(path, fields), seen=seen)
