"""Coming into a bond: handing in an invitation, deciding, waiting to be let in."""

from datetime import timedelta
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from inglenook.bonds.forms import JoinForm
from inglenook.bonds.invitations import Greeting, Invitation, accept, by_code, read_greeting
from inglenook.bonds.middleware import BondRequest, OpenBondRequest
from inglenook.bonds.wording import ASKED_AS
from inglenook.people.requests import get_or_post
from inglenook.vault.access import public
from inglenook.vault.door import BadCode, InviteCode, VaultError
from inglenook.vault.sessions import set_cookie

# Long enough to choose a passphrase and to write down a recovery code in between.
KEPT_FOR = timedelta(hours=1)
Standing = Literal["unknown", "over", "open", "own", "in", "asked"]


@public
@get_or_post
def join(request: OpenBondRequest) -> HttpResponse:
    """Take an invitation; then, with it in a cookie, say who invites and ask for a decision."""
    if request.method == "POST":
        return _hand_in(request)
    code = _kept_code(request)
    if code is None:
        return render(request, "bonds/join.html", {"form": JoinForm(), "refusal": ""})
    row = by_code(code)
    greeting = _greeting(row, code)
    standing = _standing(request, row)
    if standing == "asked" and row:
        return _forget(redirect("bonds:asked", row.id))
    if standing in ("unknown", "over") or (standing == "open" and greeting is None):
        page = {"form": JoinForm(), "refusal": _refusal(standing)}
        return _forget(render(request, "bonds/join.html", page))
    context = {"row": row, "standing": standing, "greeting": greeting, "is_locked": request.visit.is_locked}
    return render(request, "bonds/invited.html", context | {"asked_as": ASKED_AS})


def _hand_in(request: OpenBondRequest) -> HttpResponse:
    form = JoinForm(request.POST)
    if form.is_valid():
        code = form.cleaned_data["code"]
        standing = _standing(request, by_code(code))
        if standing not in ("unknown", "over"):
            response = redirect("bonds:join")
            set_cookie(response, settings.INVITATION_COOKIE, code.link, KEPT_FOR)
            return response
        form.add_error("code", _refusal(standing))
    return render(request, "bonds/join.html", {"form": form, "refusal": ""}, status=422)


def _refusal(standing: Standing) -> str:
    if standing == "unknown":
        return _("We do not know this invitation. Check that it is whole, and that it is for this Inglenook.")
    return _("This invitation no longer works. Ask for a new one; it takes a minute.")


def _standing(request: OpenBondRequest | BondRequest, row: Invitation | None) -> Standing:
    """Return how this visitor stands to an invitation."""
    if row is None:
        return "unknown"
    if request.person is not None:
        if row.bond_id in {bond.id for bond in request.bonds}:
            return "own" if row.inviter_id == request.person.id and row.is_open else "in"
        if row.joiner_id == request.person.id and row.state != "over":
            return "asked"
    return "open" if row.is_open else "over"


def _kept_code(request: HttpRequest) -> InviteCode | None:
    try:
        return InviteCode.parse(request.COOKIES[settings.INVITATION_COOKIE])
    except (KeyError, BadCode):
        return None


def _greeting(row: Invitation | None, code: InviteCode) -> Greeting | None:
    try:
        return read_greeting(row, code) if row else None
    except VaultError:
        return None


def _forget(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(settings.INVITATION_COOKIE, path="/", samesite="Strict")
    return response


@public
@require_POST
def forget(request: OpenBondRequest) -> HttpResponse:
    """Put an invitation aside: this browser forgets it, nobody is told, and it can still be used."""
    return _forget(redirect("/"))


@require_POST
def confirm(request: BondRequest) -> HttpResponse:
    """Accept the invitation this browser keeps; pressed twice, it counts once."""
    code = _kept_code(request)
    row = by_code(code) if code else None
    if code is None or row is None or _standing(request, row) != "open":
        return redirect("bonds:join")
    accept(row, request.person, code)
    return _forget(redirect("bonds:asked", row.id))


@require_safe
def asked(request: BondRequest, id: UUID) -> HttpResponse:
    """Wait to be let in. An invitation that is gone looks like one that was withdrawn."""
    row: Invitation | None = Invitation.asked_by(request.person).filter(id=id).first()
    bond = next((bond for bond in request.bonds if row and bond.id == row.bond_id), None)
    waits = row is not None and not bond and row.state == "asked"
    context = {
        "id": id,
        "shown": bond,
        "state": "in" if bond else "asked" if waits else "over",
        "inviter": _inviter(row, request) if row and waits else "",
    }
    if request.headers.get("X-Fragment"):
        return render(request, "bonds/_asked.html", context)
    return render(request, "bonds/asked.html", context, status=200 if row else 404)


def _inviter(row: Invitation, request: BondRequest) -> str:
    try:
        return read_greeting(row, row.joiners_code(request.person)).name
    except (VaultError, ValueError):
        return ""
