"""Coming in and going out."""

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from inglenook.people import entrance
from inglenook.people import language as languages
from inglenook.people.addresses import next_place, said_at, to
from inglenook.people.choosing import passphrase_step
from inglenook.people.forms import NameForm, PassphraseForm, RecoverForm, RecoveryForm, SignInForm
from inglenook.people.models import NameTaken, Person, Preferences
from inglenook.people.requests import OpenRequest, Request, get_or_post
from inglenook.vault import keyboxes, sessions
from inglenook.vault.access import hard, public
from inglenook.vault.door import RecoveryCode, WrongSecret
from inglenook.vault.trouble import by_the_way
from inglenook.web.live import hub


@public
@hard
@get_or_post
def start(request: OpenRequest) -> HttpResponse:
    """Sign up: first a name, then a passphrase typed back."""
    where = next_place(request)
    if request.person and request.method != "POST":
        return redirect(where)
    names = NameForm(request.POST or None)
    back = request.POST.get("turn") == "name"
    if request.method != "POST" or not names.is_valid() or back:
        return render(request, "people/start.html", {"form": names, "next": where})
    data = names.cleaned_data
    step = passphrase_step(request, [data["name"], data["sign_in_name"], data["pronouns"]])
    if step.chosen:
        return _sign_up(request, names, step.chosen, where)
    if not step.answered and not names.is_free():
        return render(request, "people/start.html", {"form": names, "next": where})
    return render(request, "people/start_passphrase.html", {"names": names, "step": step, "next": where})


def _sign_up(request: OpenRequest, names: NameForm, passphrase: str, where: str) -> HttpResponse:
    data = names.cleaned_data
    preferences = Preferences(
        data["name"], data["pronouns"], data["time_zone"], language=languages.of_browser(request)
    )
    try:
        person = Person.sign_up(data["sign_in_name"], passphrase, preferences)
    except NameTaken:
        # The same form sent twice finds the account that its first sending made.
        try:
            person = entrance.open_by_passphrase(request, data["sign_in_name"], passphrase)
        except (WrongSecret, entrance.MustWait):
            names.say_taken()
            return render(request, "people/start.html", {"form": names, "next": where}, status=409)
    return entrance.come_in(request, person, to("people:recovery-code", next=where))


@hard
@get_or_post
def recovery_code(request: Request) -> HttpResponse:
    """Show a new recovery code and take it only once it was typed back.

    A code opens the account, so whoever holds an unlocked phone must not be able to set one: the
    passphrase is asked again, unless it was typed a moment ago and there is no code yet.
    """
    where, posted = next_place(request), request.POST or None
    has_one = request.person.keybox.has_recovery
    asked = has_one or not entrance.came_just_now(request)
    form, again = RecoveryForm(posted), PassphraseForm(posted) if asked else None
    if form.is_valid() and (again is None or entrance.passphrase_again(request, again)):
        keyboxes.set_recovery(request.person.keyring, form.cleaned_data["code"])
        return redirect(said_at(where, "recovery"))
    offered = form["offered"].value() if posted and "offered" not in form.errors else ""
    return render(
        request,
        "people/recovery_code.html",
        {
            "form": form if offered else RecoveryForm(),
            "again": again,
            "code": offered or RecoveryCode.generate().shown,
            "has_one": has_one,
            "next": where,
        },
    )


@public
@hard
@get_or_post
def sign_in(request: OpenRequest) -> HttpResponse:
    """Come in by name and passphrase."""
    form = SignInForm(request.POST or None)
    where = next_place(request)
    if request.person and request.method != "POST":
        return redirect(where)
    if request.method == "POST" and form.is_valid():
        try:
            person = entrance.open_by_passphrase(request, **form.cleaned_data)
        except (WrongSecret, entrance.MustWait) as refusal:
            return _refused(request, "people/sign_in.html", form, refusal, where)
        return entrance.come_in(request, person, where)
    return render(request, "people/sign_in.html", {"form": form, "next": where})


@public
@hard
@get_or_post
def unlock(request: OpenRequest) -> HttpResponse:
    """Come back in where a session was locked, and go on where one was."""
    where = next_place(request)
    if request.person and request.method != "POST":
        return redirect(where)
    if request.visit.session is None:
        return redirect(to("people:sign-in", next=where))
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
    context = {"form": form, "next": where}
    if not isinstance(refusal, entrance.MustWait):
        form.add_error(
            None,
            _("That does not fit. Look at both again; in a passphrase of your own, capitals matter."),
        )
        return render(request, template, context, status=403)
    form.add_error(None, refusal.text)
    response = render(request, template, context, status=429)
    response.headers["Retry-After"] = str(refusal.seconds)
    return response


@public
@require_POST
def lock(request: OpenRequest) -> HttpResponse:
    """Put the keys away at once."""
    response = redirect(to("people:unlock", next=next_place(request)))
    sessions.put_away(request.visit, response)
    if request.visit.session:
        with by_the_way():
            hub.check(request.visit.session.person_id)
    return response


@public
@require_POST
def language(request: OpenRequest) -> HttpResponse:
    """Change the language of this browser, and of whoever is signed in on it."""
    wanted = request.POST.get("language", "")
    response = redirect(next_place(request))
    languages.remember(response, wanted)
    if request.person and languages.is_known(wanted):
        request.person.desk.choose(language=wanted)
    return response


@public
@require_POST
def sign_out(request: OpenRequest) -> HttpResponse:
    """Make this browser forget the person."""
    if request.visit.session:
        with by_the_way():  # without its cookie the session opens nothing either
            request.visit.session.delete()
            hub.check(request.visit.session.person_id)
    response = redirect(said_at("/", "signed-out"))
    sessions.take_cookie(response)
    return response


@public
@hard
@get_or_post
def recover(request: OpenRequest) -> HttpResponse:
    """Come in by recovery code; it is used up, and a new passphrase is chosen."""
    form = RecoverForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "people/recover.html", {"form": form})
    try:
        person = entrance.open_by_code(request, **form.cleaned_data)
    except (WrongSecret, entrance.MustWait) as refusal:
        return _refused(request, "people/recover.html", form, refusal, "/")
    step = passphrase_step(request, [person.name, form.cleaned_data["sign_in_name"]])
    if not step.chosen:
        return render(request, "people/recover_passphrase.html", {"form": form, "step": step})
    keyboxes.wrap_anew(person.keyring, step.chosen)
    with transaction.atomic():  # a code that is used up, and nobody in, could not be tried again
        keyboxes.use_up_code(person.keyring)
        sessions.end_all(person.id)  # whoever knew the old passphrase is out
        hub.check(person.id)
        return entrance.come_in(request, person, said_at(to("people:recovery-code"), "recovered"))
