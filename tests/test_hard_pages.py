"""A form that takes a passphrase is sent to where it is worked out apart: no other page waits behind it."""

import re
from collections.abc import Callable

from conftest import again
from django.conf import settings
from django.test import Client
from django.urls import reverse

from inglenook.config.asgi import works_hard
from inglenook.people.models import Person
from inglenook.vault.models import Session
from inglenook.vault.sessions import begin, lock
from tests.house import House
from tests.test_access import RULES

FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
SECRET = re.compile(r'<input[^>]*(?:type="password"|autocomplete="(?:current|new)-password")')
ACTION = re.compile(r'action="([^"?]*)')
# Their secret is asked for on a second page of the same address.
LATER = {"people:start", "people:recover", "people:passphrase"}


def posts_of(browser: Client, path: str) -> set[str]:
    """Return where a page's forms with a secret in them are sent to."""
    page = browser.get(path, follow=True)
    if not page.headers.get("Content-Type", "").startswith("text/html"):
        return set()
    found = FORM.findall(page.content.decode())
    actions = [ACTION.search(attributes) for attributes, inside in found if SECRET.search(inside)]
    return {action[1] if action and action[1] else page.request["PATH_INFO"] for action in actions}


def test_whatever_takes_a_passphrase_is_worked_out_apart(
    house: House, browser_of: Callable[[Person], Client]
) -> None:
    owner = again(house.people["owner"])
    locked = Client()
    token = begin(owner.keyring, label="", idle_seconds=3600)
    lock(Session.objects.get(id_hash=token.id_hash))
    locked.cookies[settings.SESSION_COOKIE] = token.cookie
    asks = {reverse(name) for name in LATER}
    for name, rule in RULES.items():
        if rule.reads is not None and rule.reads & {"owner", "anonymous"}:
            for browser in (browser_of(owner), Client(), locked):
                asks |= posts_of(browser, house.path(name))
    expected = {"people:sign-in", "people:unlock", "people:erase", "home:export", "bonds:leave"}
    assert {house.path(name) for name in expected} <= asks
    assert [path for path in sorted(asks) if not works_hard({"method": "POST", "path": path})] == []


def test_other_pages_are_not() -> None:
    for name in ("home:today", "entries:check-in", "exchanges:talk"):
        assert not works_hard({"method": "POST", "path": reverse(name)})
    assert not works_hard({"method": "GET", "path": reverse("people:sign-in")})
    assert not works_hard({"method": "POST", "path": "/nowhere/"})
