"""One's own settings: choices, passphrase, devices, erasing."""

from django import forms
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from inglenook.people import drafts, entrance
from inglenook.people.choosing import passphrase_step
from inglenook.people.forms import PassphraseForm, PreferencesForm
from inglenook.people.middleware import keep_posted
from inglenook.people.requests import OpenRequest, Request
from inglenook.people.views import get_or_post
from inglenook.vault import keyboxes, sessions
from inglenook.vault.access import public
from inglenook.vault.core.errors import VaultError, WrongSecret
from inglenook.vault.models import Session
from inglenook.vault.renewal import renew as renew_keys
from inglenook.web.live import hub


@get_or_post
def settings_page(request: Request) -> HttpResponse:
    """Show and change one's choices."""
    before = {f: getattr(request.person.preferences, f) for f in request.person.preferences.__struct_fields__}
    form = PreferencesForm(request.POST or None, initial=before)
    if request.method == "POST" and form.is_valid():
        request.person.desk.choose(**form.cleaned_data)
        Session.objects.filter(person_id=request.person.id).update(
            idle_seconds=form.cleaned_data["lock_after"]
        )
        response = redirect("/settings/?said=chosen")
        entrance.show_look(response, request.person)
        return response
    return render(request, "people/settings.html", {"form": form, "keybox": request.person.keybox})


def _passphrase_again(request: Request, form: forms.Form) -> bool:
    """Check the passphrase a page has asked for again; says so on the form where it does not fit."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        entrance.open_again(request, request.person, form.cleaned_data["passphrase"])
    except WrongSecret:
        form.add_error("passphrase", _("That is not your passphrase."))
    except entrance.MustWait as wait:
        form.add_error("passphrase", _("Please wait %(s)d seconds and try again.") % {"s": wait.seconds})
    return form.is_valid()


@get_or_post
def passphrase(request: Request) -> HttpResponse:
    """Change the passphrase, or make every key anew because somebody may know it."""
    known = request.GET.get("known") == "1"
    old = PassphraseForm(request.POST or None, prefix="old")
    step = passphrase_step(request)
    context = {"old": old, "step": step, "known": known}
    if not (_passphrase_again(request, old) and step.chosen):
        return render(request, "people/passphrase.html", context)
    if not known:
        keyboxes.change_passphrase(request.person.keyring, step.chosen)
        return redirect("/settings/?said=passphrase")
    kept = drafts.all_of(request.person)
    label = request.visit.session
    assert label is not None
    person = request.person.unlock(renew_keys(request.person.keyring, step.chosen))
    for row, words in kept:
        drafts.keep(person.keyring.keybox, row.id, words)
    hub.check(person.id)
    request.visit.session = None
    return entrance.come_in(request, person, "/recovery-code/?next=/settings/&said=passphrase")


@require_safe
def devices(request: Request) -> HttpResponse:
    """List the browsers one is signed in on."""
    here = request.visit.session
    info = sessions.label_info(request.person.id)
    rows = []
    for session in Session.objects.filter(person_id=request.person.id).order_by("-last_used"):
        try:
            label = request.person.keyring.open_sealed(bytes(session.label), info).decode()
        except VaultError:
            label = ""
        rows.append({"session": session, "label": label, "here": here and session.pk == here.pk})
    return render(request, "people/devices.html", {"rows": rows})


@require_POST
def device_out(request: Request, id_hash: str) -> HttpResponse:
    """Sign one browser out."""
    rows = Session.objects.filter(person_id=request.person.id, id_hash=bytes.fromhex(id_hash))
    if not rows.delete()[0]:
        raise Http404
    hub.check(request.person.id)
    return redirect("/settings/devices/?said=device-out")


@get_or_post
def erase(request: Request) -> HttpResponse:
    """Erase one's account and all one wrote, after asking for the passphrase."""
    form = PassphraseForm(request.POST or None)
    if not _passphrase_again(request, form):
        return render(request, "people/erase.html", {"form": form})
    hub.check(request.person.id)
    request.person.erase()
    response = redirect("/?said=erased")
    sessions.take_cookie(response)
    return response


@public
@require_POST
def draft(request: OpenRequest, id: drafts.UUID) -> HttpResponse:
    """Keep what is being typed; works while locked too, since it is sealed to the person's public key."""
    if request.visit.session is None:
        raise Http404
    posted = request.POST.copy()
    posted["id"] = str(id)
    request.POST = posted  # type: ignore[assignment]
    seen = request.headers.get("X-Revision", "")
    try:
        revision = keep_posted(request, request.GET.get("at", ""), seen=int(seen) if seen.isdecimal() else None)
    except drafts.OpenElsewhere:
        return JsonResponse({}, status=409)
    if revision is None:
        return JsonResponse({}, status=413)
    return JsonResponse({"revision": revision, "locked": request.person is None})


@require_POST
def draft_drop(request: Request, id: drafts.UUID) -> HttpResponse:
    """Forget a draft and begin afresh."""
    drafts.drop(request.person, id)
    where = entrance.next_place(request)
    return redirect(f"{where}?said=draft-gone")


