"""One's bonds: all of them, one of them, a new one, leaving one."""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from django import forms
from django.conf import settings
from django.db import IntegrityError
from django.db.models import Min
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from inglenook.bonds.forms import BondForm, LeaveForm, TitleForm
from inglenook.bonds.invitations import Invitation
from inglenook.bonds.memories import memories, memory_of
from inglenook.bonds.middleware import TRIES, BondRequest
from inglenook.bonds.models import About, Bond
from inglenook.bonds.wording import KIND_HINTS, KIND_NAMES
from inglenook.people import drafts, entrance
from inglenook.people.addresses import next_place
from inglenook.people.requests import get_or_post
from inglenook.vault.access import hard
from inglenook.vault.door import WrongSecret
from inglenook.vault.models import Grant
from inglenook.vault.records import Conflict
from inglenook.vault.sessions import set_cookie

REMEMBERED_FOR = timedelta(days=365)


def own_bond(request: BondRequest, id: UUID) -> Bond:
    """Return one of the reader's bonds, or answer 404."""
    for bond in request.bonds:
        if bond.id == id:
            return bond
    raise Http404


def turn_to(request: BondRequest, response: HttpResponse, chosen: Bond | None) -> HttpResponse:
    """Make a bond, or none, the one this browser looks at."""
    value = str(chosen.id) if chosen else "none"
    if request.COOKIES.get(settings.BOND_COOKIE) != value:
        set_cookie(response, settings.BOND_COOKIE, value, REMEMBERED_FOR)
    return response


@require_safe
def index(request: BondRequest) -> HttpResponse:
    """Show all one's bonds, and those one remembers."""
    here = {bond.id for bond in request.bonds}
    past = [row.left for row in memories(request.person) if row.left.bond not in here]
    context = {"past": past, "kind_names": KIND_NAMES, "shut_bonds": request.shut_bonds}
    return render(request, "bonds/index.html", context)


@get_or_post
def new(request: BondRequest) -> HttpResponse:
    """Begin a bond."""
    writing = drafts.writing(request, BondForm)
    if request.method != "POST" or not writing.form.is_valid():
        return render(request, "bonds/new.html", {"w": writing, "hints": KIND_HINTS})
    data = writing.form.cleaned_data
    # Sent twice, founded once.
    with drafts.handed_in(request.person, writing.id), suppress(IntegrityError):
        Bond.found(request.person, About(data["kind"], data["title"]), id=writing.id)
    response = redirect("bonds:invite", writing.id)
    set_cookie(response, settings.BOND_COOKIE, str(writing.id), REMEMBERED_FOR)
    return response


@require_safe
def show(request: BondRequest, id: UUID) -> HttpResponse:
    """Show a bond and make it the one looked at; or what is left of one that was left."""
    if id not in {bond.id for bond in request.bonds}:
        memory = memory_of(request.person, id)
        if memory is None:
            raise Http404
        return render(request, "bonds/left.html", {"left": memory.left, "kind_names": KIND_NAMES})
    request.bond = own_bond(request, id)
    return turn_to(request, _page(request, request.bond), request.bond)


def _page(
    request: BondRequest, bond: Bond, form: TitleForm | None = None, *, renamed: bool = False
) -> HttpResponse:
    title = bond.about.title
    open_ones = Invitation.objects.of(request.person).filter(bond=bond, inviter=request.person)
    earliest = Grant.objects.filter(bond_id=bond.id).values_list("person_id").annotate(Min("number"))
    since = dict(earliest)
    context = {
        "shown": bond,
        "form": form or TitleForm(initial={"title": title, "seen": title}),
        "kind_name": KIND_NAMES[bond.kind],
        "invitations": [row for row in open_ones if row.is_open],
        "given_earlier": {
            m.id for m in bond.members if since.get(m.person_id, m.since_epoch) < m.since_epoch
        },
        "renamed": renamed,
    }
    return render(request, "bonds/show.html", context, status=409 if renamed else 200)


@require_POST
def choose(request: BondRequest, id: UUID) -> HttpResponse:
    """Look at one bond from now on."""
    return turn_to(request, redirect(next_place(request)), own_bond(request, id))


@require_POST
def choose_none(request: BondRequest) -> HttpResponse:
    """Look at nothing but one's own from now on."""
    return turn_to(request, redirect(next_place(request)), None)


@require_POST
def title(request: BondRequest, id: UUID) -> HttpResponse:
    """Rename a bond; where somebody else has renamed it meanwhile, show both names."""
    bond = own_bond(request, id)
    form = TitleForm(request.POST)
    if not form.is_valid():
        return _page(request, bond, form)
    wanted = form.cleaned_data["title"]
    if _rename(request, bond, wanted, form.cleaned_data["seen"]):
        return redirect(f"{bond.address}?said=changed")
    fresh = Bond.objects.of(request.person).get(id=id)
    form = TitleForm(initial={"title": wanted, "seen": fresh.about.title})
    return _page(request, fresh, form, renamed=True)


def _rename(request: BondRequest, bond: Bond, wanted: str, seen: str) -> bool:
    """Rename a bond unless somebody else has; a change of its members meanwhile does not count as that."""
    for _again in range(TRIES):
        if bond.about.title == wanted:
            return True
        if bond.about.title != seen:
            return False
        try:
            bond.rename(wanted)
        except Conflict:
            request.person.keyring.forget_bonds()
            bond = Bond.objects.of(request.person).get(id=bond.id)
        else:
            bond.tell(besides=request.person)
            return True
    return False


@hard
@get_or_post
def leave(request: BondRequest, id: UUID) -> HttpResponse:
    """Leave a bond, after saying what happens and asking for the passphrase."""
    if memory_of(request.person, id) and id not in {bond.id for bond in request.bonds}:
        return redirect("bonds:show", id)
    bond = own_bond(request, id)
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not (form.is_valid() and _passphrase_fits(request, form)):
        page = {"shown": bond, "form": form}
        return render(request, "bonds/leave.html", page, status=422 if form.errors else 200)
    bond.leave(request.person, take_back=form.cleaned_data["take_back"])
    response = redirect("/bonds/?said=left")
    response.delete_cookie(settings.BOND_COOKIE, path="/", samesite="Strict")
    return response


def _passphrase_fits(request: BondRequest, form: forms.Form) -> bool:
    try:
        entrance.open_again(request, request.person, form.cleaned_data["passphrase"])
    except WrongSecret:
        form.add_error("passphrase", _("That is not your passphrase."))
    except entrance.MustWait as wait:
        form.add_error("passphrase", wait.text)
    return form.is_valid()
