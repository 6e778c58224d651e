"""Coming in: trying a secret, with patience for typing errors and none for guessing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from inglenook.people.models import Person, name_hash
from inglenook.people.requests import OpenRequest
from inglenook.people.rules import device_label
from inglenook.vault import keyboxes, throttle
from inglenook.vault.core.codes import RecoveryCode
from inglenook.vault.core.errors import WrongSecret
from inglenook.vault.keyring import Keyring
from inglenook.vault.models import Keybox
from inglenook.vault.sessions import begin, give_cookie, set_cookie

DEVICE_KNOWN_FOR = timedelta(days=365)
MAX_AGE_LOOK = timedelta(days=365)


class MustWait(Exception):
    """Too many tries failed; the next is heard after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def open_by_passphrase(request: OpenRequest, sign_in_name: str, passphrase: str) -> Person:
    """Return the unlocked person; raises `WrongSecret` or `MustWait`."""
    person = Person.named(sign_in_name)
    keybox = person.keybox if person else None
    keyring = _patiently(
        request, "passphrase", name_hash(sign_in_name), keybox, lambda: _try_passphrase(keybox, passphrase)
    )
    assert person is not None
    return person.unlock(keyring)


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
    assert person is not None
    return person.unlock(keyring)


def _try_passphrase(keybox: Keybox | None, passphrase: str) -> Keyring:
    if keybox is None:
        keyboxes.refuse_after_same_work(passphrase)
        raise WrongSecret
    return keyboxes.open_with_passphrase(keybox, passphrase)


def _patiently(
    request: OpenRequest, purpose: str, name: bytes, keybox: Keybox | None, attempt: Callable[[], Keyring]
) -> Keyring:
    which = throttle.bucket(purpose, name, keybox, request.COOKIES.get(settings.DEVICE_COOKIE))
    wait = throttle.seconds_to_wait(which)
    if wait:
        raise MustWait(wait)
    try:
        keyring = attempt()
    except WrongSecret:
        throttle.failed(which)
        raise
    throttle.passed(which)
    return keyring


def come_in(request: OpenRequest, person: Person, where: str) -> HttpResponse:
    """Sign this browser in and go on; the session it had before is gone, so none can be planted."""
    if request.visit.session:
        request.visit.session.delete()
    token = begin(
        person.keyring,
        label=device_label(request.headers.get("User-Agent", "")),
        idle_seconds=person.preferences.lock_after,
    )
    response = redirect(where)
    give_cookie(response, token)
    set_cookie(
        response, settings.DEVICE_COOKIE, throttle.device_cookie(person.keyring.keybox), DEVICE_KNOWN_FOR
    )
    show_look(response, person)
    return response


def show_look(response: HttpResponse, person: Person) -> None:
    """Remember on this browser how pages look before anybody is signed in."""
    set_cookie(response, settings.LOOK_COOKIE, person.preferences.look, MAX_AGE_LOOK)


def next_place(request: OpenRequest, otherwise: str = "/") -> str:
    """Return where to go on after coming in: an address of our own, or the start."""
    wanted: Any = request.POST.get("next") or request.GET.get("next") or otherwise
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if safe and wanted.startswith("/") and not wanted.startswith("//") else otherwise
