"""One's own settings: choices, passphrase, devices, erasing."""

import re
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from inglenook.people import drafts, entrance, language
from inglenook.people.addresses import next_place, said_at, to
from inglenook.people.choosing import passphrase_step
from inglenook.people.forms import PassphraseForm, PreferencesForm
from inglenook.people.keeping import keep_posted
from inglenook.people.requests import OpenRequest, Request, get_or_post
from inglenook.vault import keyboxes, sessions
from inglenook.vault.access import hard, public
from inglenook.vault.door import VaultError
from inglenook.vault.models import Session
from inglenook.vault.owners import Untrusted
from inglenook.vault.records import is_id
from inglenook.vault.renewal import make_anew, put_in_place
from inglenook.web.live import hub

TAB = re.compile(r"[0-9a-f]{16}-[0-9]{1,9}")


@get_or_post
def settings_page(request: Request) -> HttpResponse:
    """Show and change one's choices."""
    desk = request.person.desk
    before = {field: getattr(desk.preferences, field) for field in desk.preferences.__struct_fields__}
    w = drafts.writing(request, PreferencesForm, id=desk.id, initial=before)
    status = 200
    if request.method == "POST" and w.form.is_valid():
        if request.POST.get("revision", desk.mark) == desk.mark:
            return _chosen(request, w)
        w.form.add_error(None, _("You changed this in another tab meanwhile. Look again, then keep it."))
        status = 409
    context = {"w": w, "form": w.form, "keybox": request.person.keybox, "revision": desk.mark}
    return render(request, "people/settings.html", context, status=status)


def _chosen(request: Request, w: drafts.Writing[PreferencesForm]) -> HttpResponse:
    person, chosen = request.person, w.form.cleaned_data
    with drafts.handed_in(person, w.id):
        person.desk.choose(**chosen)
        # Shorter at once; longer only once the passphrase was typed, which a finder of an open phone cannot.
        longer = Session.objects.filter(person_id=person.id, idle_seconds__gt=chosen["lock_after"])
        longer.update(idle_seconds=chosen["lock_after"])
    response = redirect(said_at(reverse("people:settings"), "chosen"))
    if not chosen["language"]:
        language.forget(response)
    entrance.show_look(response, person)
    return response


@hard
@get_or_post
def passphrase(request: Request) -> HttpResponse:
    """Change the passphrase, or make every key anew because somebody may know it."""
    known = request.GET.get("known") == "1"
    person = request.person
    step = passphrase_step(request, [person.name, person.preferences.pronouns])
    old = PassphraseForm(request.POST if step.answered else None, prefix="old")
    if not (step.chosen and entrance.passphrase_again(request, old)):
        context = {"old": old, "step": step, "known": known}
        return render(request, "people/passphrase.html", context)
    settings_place = reverse("people:settings")
    if not known:
        keyboxes.change_passphrase(person.keyring, step.chosen)
        return redirect(said_at(settings_place, "passphrase"))
    new = make_anew(person.keyring, step.chosen)
    with transaction.atomic():  # else new keys could be there, and nobody told of them
        put_in_place(person.keyring, new)
        hub.check(person.id)
        where = said_at(to("people:recovery-code", next=settings_place), "passphrase")
        return entrance.come_in(request, person.unlock(new), where)


@require_safe
def devices(request: Request) -> HttpResponse:
    """List the browsers one is signed in on."""
    here = request.visit.session
    info = sessions.label_info(request.person.id)
    rows = []
    for session in Session.objects.filter(person_id=request.person.id).order_by("-last_used"):
        try:
            label = request.person.keyring.open_sealed(bytes(session.label), info).decode()
        except (VaultError, Untrusted):
            label = ""
        rows.append({"session": session, "label": label, "here": session == here})
    return render(request, "people/devices.html", {"rows": rows})


@require_POST
def device_out(request: Request, id_hash: str) -> HttpResponse:
    """Sign one browser out."""
    rows = Session.objects.filter(person_id=request.person.id, id_hash=bytes.fromhex(id_hash))
    if not rows.delete()[0]:
        raise Http404
    hub.check(request.person.id)
    return redirect(said_at(reverse("people:devices"), "device-out"))


@hard
@get_or_post
def erase(request: Request) -> HttpResponse:
    """Erase one's account and all one wrote, after asking for the passphrase."""
    form = PassphraseForm(request.POST or None)
    if not entrance.passphrase_again(request, form):
        return render(request, "people/erase.html", {"form": form})
    person_id = request.person.id
    request.person.erase()
    hub.check(person_id)
    response = redirect(said_at("/", "erased"))
    sessions.take_cookie(response)
    entrance.forget_browser(response)
    return response


@public
@require_POST
def draft(request: OpenRequest, id: UUID) -> HttpResponse:
    """Keep what is being typed; works while locked too, since it is sealed to the person's public key."""
    if request.visit.session is None or not is_id(str(id)):
        raise Http404
    try:
        revision = keep_posted(
            request, id, request.GET.get("at", ""), seen=_revision(request), **_tab(request)
        )
    except drafts.OpenElsewhere:
        return JsonResponse({}, status=409)
    except drafts.TooLong:
        return JsonResponse({}, status=413)
    except (Untrusted, drafts.NoRoom):
        return JsonResponse({}, status=403)
    return JsonResponse({"revision": revision, "locked": request.person is None})


def _revision(request: OpenRequest) -> int | None:
    """Return the revision that a page has seen, if it says one."""
    seen = request.headers.get("X-Revision", "")
    return int(seen) if seen.isdecimal() and len(seen) < 10 else None


def _tab(request: OpenRequest) -> dict[str, Any]:
    """Return which tab sends a draft, and which of its sendings it is, if it says so: "3f2a…-4"."""
    tab, _, sent = request.headers.get("X-Tab", "").partition("-")
    return {"tab": tab, "sent": int(sent)} if TAB.fullmatch(f"{tab}-{sent}") else {}


@require_POST
def draft_drop(request: Request, id: UUID) -> HttpResponse:
    """Forget a draft and begin afresh."""
    drafts.drop(request.person, id)
    return redirect(said_at(next_place(request), "draft-gone"))
