"""Sharing a chosen version of an entry, seen first just as the others will see it; and taking it back."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from inglenook.bonds.middleware import BondRequest
from inglenook.entries.models import Entry, NobodyThere, SharedEntry, copy_for
from inglenook.entries.share_form import ShareForm
from inglenook.entries.views import own
from inglenook.people import drafts
from inglenook.people.addresses import said_at
from inglenook.people.drafts import Writing, writing
from inglenook.people.requests import get_or_post
from inglenook.vault.records import Conflict


@get_or_post
def share(request: BondRequest, id: UUID) -> HttpResponse:
    """Choose what goes to whom, look at it, and only then share it."""
    row = own(request, id)
    if not any(bond.is_open for bond in request.bonds):
        return render(request, "entries/share_nobody.html", {"entry": row})
    about: dict[str, Any] = {"entry": row, "bonds": request.bonds}
    w = writing(request, ShareForm, **about)
    if request.method != "POST" and w.form.asks_nothing:
        w.form = ShareForm({"bond": next(iter(w.form.bonds))}, **about)
    step = request.POST.get("step", "preview")
    if step == "choose" or not w.form.is_valid():
        return render(request, "entries/share.html", {"w": w, "form": w.form, "entry": row})
    if step != "share":
        return _preview(request, w, row)
    if w.form.cleaned_data["revision"] != row.revision:
        return _preview(request, w, row, outdated="entry")
    if request.POST.get("audience", w.form.chosen_bond.mark) != w.form.chosen_bond.mark:
        return _preview(request, w, row, outdated="audience")
    return _give(request, w, row)


def _copy(request: BondRequest, form: ShareForm, row: Entry) -> SharedEntry:
    return copy_for(row, form.chosen_bond, request.person, *form.chosen())


def _preview(request: BondRequest, w: Writing[ShareForm], row: Entry, *, outdated: str = "") -> HttpResponse:
    """Show the copy as the others will see it, and who they are."""
    context = {
        "w": w,
        "form": w.form,
        "entry": row,
        "copy": _copy(request, w.form, row),
        "to": w.form.chosen_bond,
        "outdated": outdated,
        "is_replacing": SharedEntry.copies_of(row).filter(bond_id=w.form.chosen_bond.id).exists(),
    }
    return render(request, "entries/share_preview.html", context, status=409 if outdated else 200)


def _give(request: BondRequest, w: Writing[ShareForm], row: Entry) -> HttpResponse:
    """Share what the preview showed."""
    try:
        with drafts.handed_in(request.person, w.id):
            SharedEntry.give(request.person, w.form.chosen_bond, _copy(request, w.form, row))
    except NobodyThere:
        return render(request, "entries/share_nobody.html", {"entry": row})
    except Conflict:
        return _preview(request, w, row, outdated="audience")
    return redirect(said_at(reverse("entries:entry", args=[row.id]), "shared"))


@require_POST
def unshare(request: BondRequest, id: UUID) -> HttpResponse:
    """Take a copy back at once; what somebody noted down elsewhere stays with them, and the page says so."""
    row = own(request, id)
    try:
        bond_id = UUID(request.POST.get("bond", ""))
    except ValueError:
        raise Http404 from None
    SharedEntry.copies_of(row).filter(bond_id=bond_id).delete()
    for bond in request.bonds:
        if bond.id == bond_id:
            bond.tell(besides=request.person)
    return redirect(said_at(reverse("entries:entry", args=[row.id]), "unshared"))
