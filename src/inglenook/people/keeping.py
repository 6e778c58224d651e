"""What becomes of a form that arrives when its writer is locked or signed out: never nothing."""

from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from inglenook.people import drafts
from inglenook.people.addresses import is_ours, next_place, to
from inglenook.people.requests import OpenRequest
from inglenook.vault.owners import Untrusted
from inglenook.vault.records import is_id

# The last are another's words, there only for the coach: no draft may outlive their being taken back.
SECRET_FIELDS = ("csrfmiddlewaretoken", "passphrase", "offered", "coach-")
PLACES = ("next", "at")
LOOKS_WRITTEN = 40


def keep_posted(
    request: OpenRequest, id: UUID, path: str, *, seen: int | None = None, tab: str = "", sent: int = 0
) -> int:
    """Keep a form as a draft and return its revision; may raise what `drafts.keep` does, or `Untrusted`.

    Whoever holds a locked browser must not be able to push out what its owner has written. `tab` and `sent`
    say which tab sends it, and which of its sendings this is.
    """
    kept = drafts.Kept(path, without_secrets(request.POST).urlencode(), tab=tab, sent=sent)
    reader = request.person
    return drafts.keep(
        request.visit.letterbox(), id, kept, seen=seen, make_room=reader is not None, reader=reader
    )


def keep_if_it_can(request: OpenRequest, path: str) -> bool:
    """Keep a form that was sent, where it has an id and there is room; tell whether it is kept."""
    posted_id = request.POST.get("id", "")
    if not is_id(posted_id):
        return False
    try:
        keep_posted(request, UUID(posted_id), path)
    except (drafts.TooLong, drafts.NoRoom, Untrusted):
        return False
    return True


def answer_posted(request: OpenRequest) -> HttpResponse:
    """Answer a form sent by somebody locked or signed out: keep it, or else hand it back to its writer."""
    session, page = request.visit.session, _page_of(request)
    if session and is_id(request.POST.get("id", "")):
        unlock = to("people:unlock", next=page)
        return redirect(unlock) if keep_if_it_can(request, page) else _hand_back(request, unlock)
    way_in = to("people:unlock" if session else "people:sign-in", next=next_place(request, page))
    return _hand_back(request, way_in) if written_in(request.POST) else redirect(way_in)


def written_in(posted: QueryDict) -> list[str]:
    """Return the texts of a form that somebody has put work into."""
    values = [value for name, value in without_secrets(posted).items() if name not in PLACES]
    return [value for value in values if isinstance(value, str) and len(value.strip()) >= LOOKS_WRITTEN]


def _page_of(request: OpenRequest) -> str:
    """Return the page that a form belongs to: some of its buttons send it elsewhere."""
    at = request.POST.get("at", "")
    return at if is_ours(at) else request.path


def _hand_back(request: OpenRequest, way_in: str) -> HttpResponse:
    texts = written_in(request.POST)
    return render(request, "people/handed_back.html", {"texts": texts, "way_in": way_in}, status=403)


def without_secrets(posted: QueryDict) -> QueryDict:
    """Return what of a form may be kept with it."""
    fields = posted.copy()
    for name in list(fields):
        if any(secret in name for secret in SECRET_FIELDS):
            del fields[name]
    return fields
