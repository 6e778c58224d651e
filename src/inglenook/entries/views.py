"""One's own entries: the history, one entry, the weeks as a picture, search, deleting."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from inglenook.bonds.middleware import BondRequest
from inglenook.entries.bodies import KINDS, CheckIn
from inglenook.entries.forms import SearchForm
from inglenook.entries.models import MOST_FOUND, Entry, SharedEntry
from inglenook.entries.nearby import beneath, neighbours
from inglenook.entries.picture import HEIGHT, WIDTH, Moment, draw_weeks, first_day, outline
from inglenook.entries.shown import edges, moment, region_names
from inglenook.people import drafts
from inglenook.people.addresses import said_at
from inglenook.people.requests import get_or_post


def own(request: BondRequest, id: UUID) -> Entry:
    """Return one's own entry, or say that there is none."""
    row: Entry | None = Entry.objects.of(request.person).filter(id=id).first()
    if row is None:
        raise Http404
    return row


@require_safe
def index(request: BondRequest) -> HttpResponse:
    """Show what one has written, by day."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    before = _day(request.GET.get("before", ""))
    entries = Entry.objects.of(request.person)
    history = entries.history(kind, before)
    shared = set(SharedEntry.given_by(request.person).values_list("source", flat=True))
    context = {"history": history, "kind": kind, "before": before, "kinds": KINDS, "shared": shared}
    if not (kind or before):
        context |= _weeks(request)
    return render(request, "entries/index.html", context)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _weeks(request: BondRequest) -> dict[str, object]:
    """Return what the picture of four weeks needs, and the table behind it."""
    today = request.person.today()
    rows = Entry.objects.of(request.person).check_ins(first_day(today))
    found = [moment(row.body, row.written_on) for row in rows if isinstance(row.body, CheckIn)]
    moments: list[Moment] = [one for one in found if one]
    there = {one.region for one in moments}
    legend = [(r, outline(r), name, about) for r, name, about in region_names() if r in there]
    counts = [(name, sum(m.region == r for m in moments)) for r, name, _about in region_names() if r in there]
    days = draw_weeks(moments, today)
    return {
        "rows": rows,
        "days": days,
        "edges": edges(days),
        "legend": legend,
        "counts": counts,
        "width": WIDTH,
        "height": HEIGHT,
    }


@require_safe
def weeks(request: BondRequest) -> HttpResponse:
    """Show four weeks of check-ins as a picture, and as a table."""
    return render(request, "entries/weeks.html", _weeks(request))


@require_safe
def entry(request: BondRequest, id: UUID) -> HttpResponse:
    """Show one entry, who else has a copy of it, and what now."""
    row = own(request, id)
    bonds = {bond.id: bond for bond in request.bonds}
    given = [
        (bond_id, bonds.get(bond_id))
        for bond_id in SharedEntry.copies_of(row).order_by("bond_id").values_list("bond_id", flat=True)
    ]
    just = request.GET.get("said") in ("kept", "again", "shared", "changed")
    context = {"entry": row, "given": given, "just": just}
    context |= {"near": neighbours(row.body), "beneath": beneath(row.body)}
    return render(request, "entries/entry.html", context)


@get_or_post
def delete(request: BondRequest, id: UUID) -> HttpResponse:
    """Ask once, then delete for good, with every copy that was shared."""
    row = own(request, id)
    if request.method != "POST":
        copies = SharedEntry.copies_of(row).count()
        return render(request, "entries/delete.html", {"entry": row, "copies": copies})
    bonds = [bond for bond in request.bonds if SharedEntry.copies_of(row).filter(bond_id=bond.id).exists()]
    with drafts.handed_in(request.person, id):
        row.remove()
    for bond in bonds:
        bond.tell(besides=request.person)
    return redirect(said_at(reverse("entries:index"), "deleted"))


@get_or_post
def search(request: BondRequest) -> HttpResponse:
    """Search one's own words. They travel in the request's body: never in an address, a history or a log."""
    form = SearchForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        found = Entry.objects.of(request.person).search(form.cleaned_data["wanted"])
    return render(request, "entries/search.html", {"form": form, "found": found, "most": MOST_FOUND})
