"""Puts the person into the request, and keeps everybody else out."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from inglenook.people import language
from inglenook.people.addresses import is_ours, to
from inglenook.people.keeping import answer_posted
from inglenook.people.models import Person
from inglenook.people.requests import OpenRequest
from inglenook.vault.access import is_public


class KnowPerson:
    """Sets `request.person`, or sends to sign-in or unlock; what was typed into a form is kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: OpenRequest) -> HttpResponseBase:
        keyring = request.visit.keyring
        person = Person.objects.filter(id=keyring.person_id).first() if keyring else None
        request.person = person.unlock(keyring) if person and keyring else None
        language.speak(request.person)
        response = self.get_response(request)
        # Whoever comes back from unlocking to an address that only takes forms goes to the start.
        if response.status_code == 405 and _is_visit(request):
            return redirect("/")
        return response

    def process_view(
        self, request: OpenRequest, view: Callable[..., object], args: object, kwargs: object
    ) -> HttpResponse | None:
        """Let a view run only for somebody unlocked, or if it is public."""
        if request.person or is_public(view):
            return None
        if request.visit.trouble:
            raise request.visit.trouble
        if request.headers.get("X-Fragment"):
            return HttpResponse(status=401)
        if request.method == "POST":
            return answer_posted(request)
        way_in = "people:unlock" if request.visit.is_locked else "people:sign-in"
        back = request.get_full_path()
        return redirect(to(way_in, next=back if is_ours(back) else "/"))


def _is_visit(request: HttpRequest) -> bool:
    return request.method == "GET" and request.headers.get("Sec-Fetch-Mode") == "navigate"
