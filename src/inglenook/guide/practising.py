"""The pages of the practices: which there are, by what one needs, and each one's steps and suggestions."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from inglenook.bonds.middleware import OpenBondRequest
from inglenook.guide.content import library, offered
from inglenook.guide.doing import Practice
from inglenook.guide.doors import door
from inglenook.guide.ideas_form import IdeasForm
from inglenook.guide.suggestions import suggestions_for
from inglenook.people.requests import OpenRequest
from inglenook.vault.access import public

LENGTHS = (5, 20, 60)
COMPANY = ("alone", "together")
IDEAS_A_PAGE = 12
WITH_IDEAS = {"time-together", "shared-interests", "closer-evening"}


@public
@require_safe
def practices(request: OpenRequest) -> HttpResponse:
    """List the practices: all, or those for a situation, of a length, alone or together."""
    known = library()
    wanted = {name: request.GET.get(name, "") for name in ("need", "minutes", "with")}
    situation = known.situations.get(wanted["need"])
    found = [known.practices[id] for id in situation.practices] if situation else known.practices.values()
    shown = [one for one in offered(found) if _fits(one, wanted["minutes"], wanted["with"])]
    context = {
        "doors": [door(one.id) for one in shown],
        "situations": offered(known.situations.values()),
        "situation": situation,
        "lengths": LENGTHS,
        "wanted": wanted,
    }
    return render(request, "guide/practices.html", context)


def _fits(practice: Practice, minutes: str, company: str) -> bool:
    most = {str(length): length for length in LENGTHS}.get(minutes, practice.minutes)
    if practice.minutes > most:
        return False
    return company not in COMPANY or practice.together == (company == "together")


@public
@require_safe
def practice(request: OpenBondRequest, id: str) -> HttpResponse:
    """Show one practice: what it is, who sees what, its steps, why it helps, and where to do it."""
    known = library()
    if id not in known.practices:
        raise Http404
    one = known.practices[id]
    context = {
        "door": door(id),
        "practice": one,
        "evidence": known.evidence_of(one),
        "leading": known.leading_to(id),
        "groups": suggestions_for(id, request.bond.kind if request.bond else None),
        "ideas": id in WITH_IDEAS,
    }
    return render(request, "guide/practice.html", context)


@public
@require_safe
def ideas(request: OpenRequest) -> HttpResponse:
    """Offer some ideas for time together that fit what is chosen; another page shows others."""
    form = IdeasForm(request.GET)
    found = form.found()
    page = Paginator(found, IDEAS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "guide/ideas.html", {"form": form, "page": page, "query": form.query})
