"""Coming in as one of the made-up people, and beginning the sample anew. Only where it is the sample."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from inglenook.people.addresses import said_at, to
from inglenook.people.entrance import MustWait, come_in, forget_browser, open_by_passphrase
from inglenook.people.requests import OpenRequest
from inglenook.sample.anew import NotTheSample, begin_anew, passphrases
from inglenook.vault.access import hard, public
from inglenook.vault.door import WrongSecret
from inglenook.vault.sessions import take_cookie

View = Callable[[OpenRequest], HttpResponse]


def _in_the_sample(view: View) -> View:
    """Let there be such an address only where the people are made up."""

    @wraps(view)
    def seen(request: OpenRequest) -> HttpResponse:
        if not settings.SAMPLE_MODE:
            raise Http404
        return view(request)

    return seen


@public
@hard
@require_POST
@_in_the_sample
def come_in_as(request: OpenRequest) -> HttpResponse:
    """Come in as one of them without typing; the passphrase opens as ever."""
    name = request.POST.get("name", "")
    passphrase = passphrases().get(name)
    if passphrase is None:
        raise Http404
    try:
        person = open_by_passphrase(request, name, passphrase)
    except (WrongSecret, MustWait):
        # Somebody who looked around has given this person another passphrase, or erased them.
        return redirect(said_at(to("people:sign-in"), "sample-shut"))
    return come_in(request, person, "/")


@public
@hard
@require_POST
@_in_the_sample
def anew(request: OpenRequest) -> HttpResponse:
    """Bring the sample back to its first day, and everybody to the door."""
    try:
        begin_anew()
    except NotTheSample:
        raise Http404 from None
    response = redirect(said_at(to("people:sign-in"), "sample-anew"))
    take_cookie(response)
    forget_browser(response)
    return response
