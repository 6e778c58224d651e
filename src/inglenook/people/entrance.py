"""Coming in: trying a secret, with patience for typing errors and none for guessing."""

import math
from collections.abc import Callable
from datetime import timedelta

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inglenook.people import language
from inglenook.people.models import Person, name_hash
from inglenook.people.requests import OpenRequest, Request
from inglenook.people.rules import device_label
from inglenook.vault import keyboxes, throttle
from inglenook.vault.door import RecoveryCode, WrongSecret
from inglenook.vault.keyring import Keyring
from inglenook.vault.models import Keybox
from inglenook.vault.sessions import begin, give_cookie, set_cookie
from inglenook.web.live import hub

DEVICE_KNOWN_FOR = timedelta(days=365)
MAX_AGE_LOOK = timedelta(days=365)
JUST_NOW = timedelta(minutes=10)


class MustWait(Exception):
    """Too many tries failed; the next is heard after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds

    @property
    def text(self) -> str:
        """Say kindly how long."""
        minutes = math.ceil(self.seconds / 60)
        if self.seconds < 60:
            wait = ngettext("%(n)d second", "%(n)d seconds", self.seconds) % {"n": self.seconds}
        else:
            wait = ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
        return _("Several tries did not fit. Please wait %(wait)s, then try again.") % {"wait": wait}


def open_by_passphrase(request: OpenRequest, sign_in_name: str, passphrase: str) -> Person:
    """Return the unlocked person; raises `WrongSecret` or `MustWait`."""
    person = Person.named(sign_in_name)
    keybox = person.keybox if person else None
    keyring = _patiently(
        request, "passphrase", name_hash(sign_in_name), keybox, lambda: _try_passphrase(keybox, passphrase)
    )
    return Person.objects.get(id=keyring.person_id).unlock(keyring)


def open_again(request: OpenRequest, person: Person, passphrase: str) -> Keyring:
    """Check the passphrase of somebody already known on this browser; raises `WrongSecret` or `MustWait`."""
    keybox = person.keybox
    return _patiently(
        request, "passphrase", bytes(person.name_hash), keybox, lambda: _try_passphrase(keybox, passphrase)
    )


def open_by_code(request: OpenRequest, sign_in_name: str, code: RecoveryCode) -> Person:
    """Return the person whose recovery code this is, unlocked; raises `WrongSecret` or `MustWait`."""
    person = Person.named(sign_in_name)
    keybox = person.keybox if person else None

    def attempt() -> Keyring:
        if keybox is None:
            raise WrongSecret
        return keyboxes.open_with_code(keybox, code)

    keyring = _patiently(request, "recovery", name_hash(sign_in_name), keybox, attempt)
    return Person.objects.get(id=keyring.person_id).unlock(keyring)


def _try_passphrase(keybox: Keybox | None, passphrase: str) -> Keyring:
    if keybox is None:
        keyboxes.refuse_after_same_work(passphrase)
    return keyboxes.open_with_passphrase(keybox, passphrase)


def _patiently(
    request: OpenRequest, purpose: str, name: bytes, keybox: Keybox | None, attempt: Callable[[], Keyring]
) -> Keyring:
    which = throttle.bucket(purpose, name, keybox, request.COOKIES.get(settings.DEVICE_COOKIE))
    wait = throttle.claim(which)
    if wait:
        raise MustWait(wait)
    keyring = attempt()
    throttle.passed(which)
    return keyring


def passphrase_again(request: Request, form: forms.Form) -> bool:
    """Check the passphrase that a page has asked for again; says on the form where it does not fit."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        open_again(request, request.person, form.cleaned_data["passphrase"])
    except WrongSecret:
        form.add_error("passphrase", _("That is not your passphrase."))
    except MustWait as wait:
        form.add_error("passphrase", wait.text)
    return form.is_valid()


def came_just_now(request: Request) -> bool:
    """Tell whether this browser's keys were opened only minutes ago, by the person who typed the secret."""
    session = request.visit.session
    return session is not None and abs(timezone.now() - session.started) < JUST_NOW


def come_in(request: OpenRequest, person: Person, where: str) -> HttpResponse:
    """Sign this browser in and go on; the session it had before is gone, so none can be planted."""
    if request.visit.session:
        request.visit.session.delete()
        hub.check(request.visit.session.person_id)
    token = begin(
        person.keyring,
        label=device_label(request.headers.get("User-Agent", "")),
        idle_seconds=person.preferences.lock_after,
    )
    known = throttle.device_cookie(person.keyring.keybox, request.COOKIES.get(settings.DEVICE_COOKIE))
    response = redirect(where)
    give_cookie(response, token)
    set_cookie(response, settings.DEVICE_COOKIE, known, DEVICE_KNOWN_FOR)
    show_look(response, person)
    return response


def show_look(response: HttpResponse, person: Person) -> None:
    """Remember on this browser how pages look, and in which language, before anybody is signed in."""
    set_cookie(response, settings.LOOK_COOKIE, person.preferences.look, MAX_AGE_LOOK)
    language.remember(response, person.preferences.language)


def forget_browser(response: HttpResponse) -> None:
    """Leave nothing on this browser by which it could be told who was here."""
    for name in (settings.DEVICE_COOKIE, settings.LOOK_COOKIE, settings.BOND_COOKIE):
        response.delete_cookie(name, path="/", samesite="Strict")
    language.forget(response)
