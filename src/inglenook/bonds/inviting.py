"""Inviting somebody: making a code, showing it, withdrawing it."""

from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import segno
from django.conf import settings
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from markupsafe import Markup

from inglenook.bonds.forms import InviteForm
from inglenook.bonds.invitations import Invitation, State, invite
from inglenook.bonds.middleware import BondRequest
from inglenook.bonds.models import Bond
from inglenook.bonds.views import own_bond, turn_to
from inglenook.bonds.wording import ASKED_AS
from inglenook.people import drafts
from inglenook.people.requests import get_or_post
from inglenook.vault.door import InviteCode, VaultError

ONLY_HERE = {"localhost", "127.0.0.1", "::1"}


@get_or_post
def new_invitation(request: BondRequest, id: UUID) -> HttpResponse:
    """Ask what the invited person may read, and make the invitation."""
    bond = request.bond = own_bond(request, id)
    writing = drafts.writing(request, InviteForm)
    if request.method != "POST" or not writing.form.is_valid():
        page = render(request, "bonds/invite.html", {"shown": bond, "w": writing})
        return turn_to(request, page, bond)
    # Sent twice at once, the other one has written it.
    with drafts.handed_in(request.person, writing.id), suppress(IntegrityError):
        invite(bond, request.person, earlier=writing.form.cleaned_data["earlier"], id=writing.id)
    return redirect("bonds:invitation", bond.id, writing.id)


def _own_invitation(request: BondRequest, bond: Bond, id: UUID) -> Invitation:
    mine = Invitation.objects.of(request.person).filter(bond=bond, id=id, inviter=request.person)
    row: Invitation | None = mine.first()
    if row is None:
        raise Http404
    return row


@require_safe
def invitation(request: BondRequest, id: UUID, invitation_id: UUID) -> HttpResponse:
    """Show an invitation to the one who made it: how to pass it on, then who has come."""
    bond = request.bond = own_bond(request, id)
    row = _own_invitation(request, bond, invitation_id)
    code = _code(row)
    state: State = "over" if row.is_open and code is None else row.state
    context: dict[str, Any] = {
        "shown": bond,
        "row": row,
        "state": state,
        "joined": bond.name_of(row.joiner_id) if row.joiner_id else "",
        "asked_as": ASKED_AS[bond.kind],
        "only_here": urlsplit(settings.ADDRESS).hostname in ONLY_HERE,
        "join_address": f"{settings.ADDRESS.rstrip('/')}/bonds/join/",
    }
    if state == "open" and code is not None:
        link = f"{context['join_address']}#{code.link}"
        context |= {"link": link, "words": code.words.split(), "qr": qr(link)}
    part = "bonds/_invitation.html" if request.headers.get("X-Fragment") else "bonds/invitation.html"
    return render(request, part, context)


def _code(row: Invitation) -> InviteCode | None:
    try:
        return row.code
    except (VaultError, ValueError):
        return None  # used up, or its inviter has made new keys since


def qr(link: str) -> Markup:
    """Draw a link as a QR code: black on white in any light, with nothing a strict page would refuse."""
    picture = segno.make(link, error="m", micro=False)
    drawing = picture.svg_inline(
        border=2, dark="#000", light="#fff", svgclass=None, lineclass=None, omitsize=True
    )
    return Markup(drawing)  # noqa: S704  (drawn by us from a code's letters)


@get_or_post
def withdraw(request: BondRequest, id: UUID, invitation_id: UUID) -> HttpResponse:
    """Withdraw an invitation. The middleware lets nobody in before this has been asked."""
    bond = request.bond = own_bond(request, id)
    row = _own_invitation(request, bond, invitation_id)
    if request.method == "POST" and row.withdraw():
        return redirect(f"{bond.address}?said=withdrawn")
    if request.method == "POST" or row.state == "in":
        return redirect("bonds:invitation", id, invitation_id)
    return render(request, "bonds/withdraw.html", {"shown": bond, "row": row})
