"""Today, what a bond has together, and a copy of everything to take along."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from inglenook.bonds.middleware import BondRequest, OpenBondRequest
from inglenook.bonds.models import Bond
from inglenook.entries.models import shared_with
from inglenook.exchanges.listing import opened_in
from inglenook.exchanges.opening import release_due
from inglenook.home.export import everything
from inglenook.home.news import note_look
from inglenook.home.today import today_for
from inglenook.people.entrance import passphrase_again
from inglenook.people.forms import PassphraseForm
from inglenook.people.requests import get_or_post
from inglenook.vault.access import hard, public

SHARED_AT_FIRST = 12
MORE_SHARED = 60
OPENED_SHOWN = 3


@public
@require_safe
def today(request: OpenBondRequest) -> HttpResponse:
    """Show Today; to a visitor what this place is."""
    is_fragment = bool(request.headers.get("X-Fragment"))
    if request.visit.trouble:
        raise request.visit.trouble
    if request.person is not None:
        part = "home/_today.html" if is_fragment else "home/today.html"
        return render(
            request,
            part,
            {"today": today_for(request.person, request.bonds), "shut_bonds": request.shut_bonds},
        )
    if is_fragment:
        return HttpResponse(status=401)
    return redirect("people:unlock") if request.visit.is_locked else render(request, "home/welcome.html")


@require_safe
def together(request: BondRequest) -> HttpResponse:
    """Show what the members of a bond have given it, newest first."""
    release_due(request.person, request.bonds)
    bond = _bond(request)
    every = "more" in request.GET
    context: dict[str, object] = {"here": bond, "every": every, "shared": [], "opened": [], "further": False}
    if bond:
        most = MORE_SHARED if every else SHARED_AT_FIRST
        found = shared_with(request.person, bond, most + 1)
        note_look(request.person, bond, found)
        opened = opened_in(request.person, bond, most=OPENED_SHOWN)
        context |= {"shared": found[:most], "further": len(found) > most and not every, "opened": opened}
    part = "home/_together.html" if request.headers.get("X-Fragment") else "home/together.html"
    return render(request, part, context)


def _bond(request: BondRequest) -> Bond | None:
    """Return the bond that the address names, if it is this person's; else the current one."""
    wanted = request.GET.get("bond", "")
    return next((bond for bond in request.bonds if str(bond.id) == wanted), request.bond)


@hard
@get_or_post
def export(request: BondRequest) -> HttpResponse:
    """Hand out everything of one's own as a file, after asking for the passphrase. Nobody is told."""
    form = PassphraseForm(request.POST or None)
    if not passphrase_again(request, form):
        return render(request, "home/export.html", {"form": form})
    name = f"inglenook-{request.person.today().isoformat()}.json"
    response = HttpResponse(everything(request.person, request.bonds), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
