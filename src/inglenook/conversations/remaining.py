"""What remains of talks: taking back one's own words, setting a proposal aside, and how talks were."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from inglenook.bonds.middleware import BondRequest
from inglenook.bonds.models import Bond
from inglenook.conversations import after, talking
from inglenook.conversations.forms import AfterForm
from inglenook.conversations.lines import lines_of
from inglenook.conversations.models import After
from inglenook.conversations.sitting import requested
from inglenook.people.addresses import said_at, to
from inglenook.people.requests import get_or_post
from inglenook.vault.records import Conflict


@require_POST
def take_back(request: BondRequest, id: UUID, words: UUID) -> HttpResponse:
    """Take back one's own words of a talk, or let go what nobody has seen of them."""
    talking.take_back(requested(request, id), words)
    return redirect(said_at(reverse("conversations:talk", args=[id]), "unshared"))


@require_POST
def aside(request: BondRequest, id: UUID) -> HttpResponse:
    """Set a proposal aside, or take it up again; nobody is told."""
    sitting = requested(request, id)
    is_back = request.POST.get("do") == "back"
    after.set_aside(request.person, sitting.id, aside=not is_back)
    where = reverse("conversations:talk", args=[id]) if is_back else reverse("conversations:index")
    return redirect(said_at(where, "taken-up" if is_back else "set-aside"))


@require_POST
def tell_after(request: BondRequest, id: UUID) -> HttpResponse:
    """Keep how a talk was for oneself alone."""
    sitting = requested(request, id)
    form = AfterForm(request.POST, items=after.items_for(sitting.bond))
    if form.is_valid() and sitting.is_over and sitting.has_begun:
        today = request.person.today()
        after.tell(request.person, After(sitting.id, sitting.bond.id, today, **form.cleaned_data))
    return redirect(said_at(to("conversations:picture", bond=str(sitting.bond.id)), "told"))


@get_or_post
def picture(request: BondRequest) -> HttpResponse:
    """Show how the talks of a bond were for oneself, and for the others where all have agreed to that."""
    wanted = request.GET.get("bond", "")
    bond = next((one for one in request.bonds if str(one.id) == wanted), request.bond)
    if bond is None:
        return redirect("conversations:index")
    if request.method == "POST":
        return _chosen(request, bond)
    return _picture(request, bond)


def _picture(request: BondRequest, bond: Bond, status: int = 200) -> HttpResponse:
    told, lines = after.told_in(request.person, bond), after.lines_in(request.person, bond)
    context: dict[str, Any] = {
        "about": bond,
        "picture": lines_of(bond, request.person.id, {request.person.id: told, **lines}),
        "shows": bool(lines),
        "agreed": after.has_agreed(request.person, bond),
        "may_agree": bond.is_open and bond.kind != "colleagues",
        "here": to("conversations:picture", bond=str(bond.id)),
        "joined": status != 200,
    }
    part = (
        "conversations/_picture.html" if request.headers.get("X-Fragment") else "conversations/picture.html"
    )
    return render(request, part, context, status=status)


def _chosen(request: BondRequest, bond: Bond) -> HttpResponse:
    """Agree to show each other how talks were, or agree no longer."""
    do, may_agree = request.POST.get("do"), bond.is_open and bond.kind != "colleagues"
    if do == "withdraw":
        after.withdraw(bond)
    elif do == "agree" and may_agree:
        try:
            _agree(request, bond)
        except Conflict:
            return _picture(request, bond, status=409)
    return redirect(to("conversations:picture", bond=str(bond.id)))


def _agree(request: BondRequest, bond: Bond) -> None:
    if request.POST.get("audience", bond.mark) != bond.mark:
        raise Conflict
    after.agree(request.person, bond)
