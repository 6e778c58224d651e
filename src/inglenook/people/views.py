"""Coming in, going out, and one's own account."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from inglenook.people import entrance
from inglenook.people.choosing import passphrase_step
from inglenook.people.forms import NameForm, PassphraseForm, RecoverForm, RecoveryForm, SignInForm
from inglenook.people.models import Person, Preferences
from inglenook.people.requests import OpenRequest, Request
from inglenook.vault import keyboxes, sessions
from inglenook.vault.access import public
from inglenook.vault.core.codes import RecoveryCode
from inglenook.vault.core.errors import WrongSecret
from inglenook.web.live import hub

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@public
@get_or_post
def start(request: OpenRequest) -> HttpResponse:
    """Sign up: first a name, then a passphrase typed back."""
    where = entrance.next_place(request)
    names = NameForm(request.POST or None)
    if request.method != "POST" or not names.is_valid():
        return render(request, "people/start.html", {"form": names, "next": where})
    step = passphrase_step(request)
    if not step.chosen:
        return render(request, "people/start_passphrase.html", {"names": names, "step": step, "next": where})
    data = names.cleaned_data
    preferences = Preferences(data["name"], data["pronouns"], data["time_zone"])
    person = Person.sign_up(data["sign_in_name"], step.chosen, preferences)
    return entrance.come_in(request, person, f"/recovery-code/?next={where}")


@get_or_post
def recovery_code(request: Request) -> HttpResponse:
    """Show a new recovery code and take it only once it was typed back."""
    form = RecoveryForm(request.POST or None)
    where = entrance.next_place(request)
    if request.method == "POST" and form.is_valid():
        keyboxes.set_recovery(request.person.keyring, form.cleaned_data["code"])
        return redirect(f"{where}{'&' if '?' in where else '?'}said=recovery")
    code = RecoveryCode.generate().shown if request.method != "POST" else request.POST.get("offered", "")
    return render(request, "people/recovery_code.html", {"form": form, "code": code, "next": where})


@public
@get_or_post
def sign_in(request: OpenRequest) -> HttpResponse:
    """Come in by name and passphrase."""
    form = SignInForm(request.POST or None)
    where = entrance.next_place(request)
    if request.method == "POST" and form.is_valid():
        try:
            person = entrance.open_by_passphrase(request, **form.cleaned_data)
        except (WrongSecret, entrance.MustWait) as refusal:
            return _refused(request, "people/sign_in.html", form, refusal, where)
        return entrance.come_in(request, person, where)
    return render(request, "people/sign_in.html", {"form": form, "next": where})


@public
@get_or_post
def unlock(request: OpenRequest) -> HttpResponse:
    """Come back in where a session was locked, and go on where one was."""
    where = entrance.next_place(request)
    if request.person and request.method != "POST":
        return redirect(where)
    if request.visit.session is None:
        return redirect(f"/sign-in/?next={where}")
    form = PassphraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = Person.objects.get(id=request.visit.session.person_id)
        try:
            keyring = entrance.open_again(request, person, form.cleaned_data["passphrase"])
        except (WrongSecret, entrance.MustWait) as refusal:
            return _refused(request, "people/unlock.html", form, refusal, where)
        return entrance.come_in(request, person.unlock(keyring), where)
    return render(request, "people/unlock.html", {"form": form, "next": where})


def _refused(
    request: OpenRequest, template: str, form: forms.Form, refusal: Exception, where: str
) -> HttpResponse:
    """Say that it did not fit, or that one must wait; never which of the two parts was wrong."""
    if isinstance(refusal, entrance.MustWait):
        minutes, seconds = divmod(refusal.seconds, 60)
        wait = _("%(m)d min %(s)d s") % {"m": minutes, "s": seconds} if minutes else _("%(s)d s") % {"s": seconds}
        text, status = _("There were many tries that did not fit. Please wait %(wait)s.") % {"wait": wait}, 429
    else:
        text, status = _("That does not fit. Check each part; small and capital letters matter."), 403
    form.add_error(None, text)
    return render(request, template, {"form": form, "next": where}, status=status)


@require_POST
def lock(request: Request) -> HttpResponse:
    """Put the keys away at once."""
    assert request.visit.session is not None
    sessions.lock(request.visit.session)
    hub.check(request.person.id)
    return redirect(f"/unlock/?next={entrance.next_place(request)}")


@public
@require_POST
def sign_out(request: OpenRequest) -> HttpResponse:
    """Make this browser forget the person."""
    if request.visit.session:
        hub.check(request.visit.session.person_id)
        request.visit.session.delete()
    response = redirect("/?said=signed-out")
    sessions.take_cookie(response)
    return response


@public
@get_or_post
def recover(request: OpenRequest) -> HttpResponse:
    """Come in by recovery code; it is used up, and a new passphrase is chosen."""
    form = RecoverForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "people/recover.html", {"form": form, "next": "/"})
    try:
        person = entrance.open_by_code(request, **form.cleaned_data)
    except (WrongSecret, entrance.MustWait) as refusal:
        return _refused(request, "people/recover.html", form, refusal, "/")
    step = passphrase_step(request)
    if not step.chosen:
        return render(request, "people/recover_passphrase.html", {"names": form, "step": step})
    keyboxes.change_passphrase(person.keyring, step.chosen)
    keyboxes.use_up_recovery(person.keyring)
    return entrance.come_in(request, person, "/recovery-code/?said=recovered")
