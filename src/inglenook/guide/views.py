"""The pages of the guide: the chapters, what can be practised, and what is known about it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from inglenook.guide.content import library, offered

# Where each practice is done.
PAGES = {
    "check-in": "entries:check-in",
    "journal": "entries:journal",
    "appreciation": "entries:appreciation",
    "opening-up": "exchanges:talk",
}
ICONS = {
    "check-in": "smile",
    "journal": "notebook-pen",
    "appreciation": "hand-heart",
    "opening-up": "messages-square",
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the practices and the chapters."""
    known = library()
    practices = [
        {
            "practice": one,
            "href": reverse(PAGES[one.id]),
            "icon": ICONS[one.id],
            "evidence": known.evidence_of(one),
        }
        for one in offered(known.practices.values())
    ]
    return render(request, "guide/index.html", {"practices": practices, "chapters": known.chapters})


@require_safe
def evidence(request: HttpRequest) -> HttpResponse:
    """List what studies found, how sure it is, and where it comes from."""
    found = offered(library().evidence.values())
    uses = {
        one.id: [p for p in offered(library().practices.values()) if one.id in p.evidence] for one in found
    }
    return render(request, "guide/evidence.html", {"found": found, "uses": uses})
