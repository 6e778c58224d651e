"""No other site can make somebody's browser do anything, at no address and in no way."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from conftest import again
from django.conf import settings
from django.db import transaction
from django.test import Client

from inglenook.people.tests.pages import value
from inglenook.vault.models import Session
from inglenook.vault.sessions import begin
from tests.attacks.whole_forms import valid_forms
from tests.figures import figure
from tests.house import House
from tests.test_access import RULES, state

HERE = "http://localhost:8765"
TAKE_FORMS = sorted(name for name, rule in RULES.items() if rule.writes)
# A page left open too long must still let one go. All it does is lock, and no other site can send the cookie.
LETS_ONE_GO = "safety:leave"
JSON, PLAIN = "application/json", "text/plain"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def open_browser(house: House) -> Callable[[], Client]:
    """Return a function that opens Ada's browser, with a page of hers before her."""

    def opened() -> Client:
        client = Client(enforce_csrf_checks=True, SERVER_NAME="localhost", SERVER_PORT="8765")
        token = begin(again(house.people["owner"]).keyring, label="", idle_seconds=3600)
        client.cookies[settings.SESSION_COOKIE] = token.cookie
        client.get("/safety/")
        return client

    return opened


def own_token(client: Client) -> str:
    return value(client.get("/safety/"), "csrfmiddlewaretoken")


def open_sessions() -> set[Any]:
    return set(Session.objects.values_list("id_hash", "wrapped"))


def as_form(fields: dict[str, str]) -> str:
    return urlencode(fields)


def forgeries(mine: str, theirs: str) -> dict[str, tuple[str | None, str, dict[str, str]]]:
    """Return each way to forge a form: the token it carries, what it says it is, and its headers."""
    foreign = "https://evil.example"
    return {
        "without a token": (None, FORM, {}),
        "an empty token": ("", FORM, {}),
        "a made-up token": ("x" * 64, FORM, {}),
        "a token cut short": (mine[:-1], FORM, {}),
        "another browser's token": (theirs, FORM, {}),
        "another browser's token in a header": (None, FORM, {"X-CSRFToken": theirs}),
        "from another site": (mine, FORM, {"Origin": foreign}),
        "from another port": (mine, FORM, {"Origin": "http://localhost:9999"}),
        "from https": (mine, FORM, {"Origin": "https://localhost:8765"}),
        "from nowhere": (mine, FORM, {"Origin": "null"}),
        "from a name that begins like ours": (mine, FORM, {"Origin": f"{HERE}.evil.example"}),
        "from two places": (mine, FORM, {"Origin": f"{HERE}, {foreign}"}),
        "a browser says cross-site": (mine, FORM, {"Sec-Fetch-Site": "cross-site"}),
        "a browser says same-site": (mine, FORM, {"Sec-Fetch-Site": "same-site", "Origin": HERE}),
        "cross-site navigation": (mine, FORM, {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}),
        "plain text": (mine, PLAIN, {}),
        "JSON": (mine, JSON, {}),
        "JSON from another site": (mine, JSON, {"Origin": foreign, "X-CSRFToken": mine}),
        "no kind": (mine, "", {}),
        "a parts form without parts": (mine, "multipart/form-data; boundary=x", {}),
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in TAKE_FORMS if name != LETS_ONE_GO])
def test_a_forged_form_does_nothing(name: str, house: House, open_browser: Callable[[], Client]) -> None:
    hers, other = open_browser(), Client(enforce_csrf_checks=True)
    form = valid_forms(house, "canary-ember-710")[name]
    before, sessions, wrong = state(), open_sessions(), []
    ways = forgeries(own_token(hers), own_token(other))
    for way, (token, kind, headers) in ways.items():
        body = as_form(form if token is None else {**form, "csrfmiddlewaretoken": token})
        page = hers.generic("POST", house.path(name), body, kind, headers=headers)
        if page.status_code not in (400, 403):
            wrong.append(f"{way}: status {page.status_code}")
        if state() != before or open_sessions() != sessions:
            wrong.append(f"{way}: something changed")
    assert not wrong
    figure(f"forged forms to {len(TAKE_FORMS) - 1} addresses, each so many ways: accepted", f"{len(ways)}: 0")


def test_the_same_form_from_our_own_page_is_taken(house: House, open_browser: Callable[[], Client]) -> None:
    form = valid_forms(house, "canary-ember-711")
    for name in ("entries:journal", "bonds:new", "entries:check-in", "people:sign-out", "bonds:title"):
        with transaction.atomic():
            hers = open_browser()
            sent = {**form[name], "csrfmiddlewaretoken": own_token(hers)}
            sent.pop("words", None)
            headers = {"Origin": HERE, "Sec-Fetch-Site": "same-origin"}
            page = hers.post(house.path(name), sent, headers=headers)
            assert page.status_code == 302, name
            transaction.set_rollback(True)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_not_even_the_way_out_can_be_pressed_from_another_site(
    house: House, open_browser: Callable[[], Client], site: str
) -> None:
    hers = open_browser()
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate"}
    assert hers.post("/leave-quickly/", headers=headers).status_code == 403
    assert hers.get("/settings/").status_code == 200


def test_no_cookie_of_ours_goes_along_from_another_site(
    house: House, open_browser: Callable[[], Client]
) -> None:
    hers = open_browser()
    form = {"sign_in_name": "Ada", "passphrase": "six plain words for the tests"}
    hers.post("/sign-in/", {**form, "csrfmiddlewaretoken": own_token(hers)})
    hers.post(f"/bonds/{house.bond.id}/choose/", {"csrfmiddlewaretoken": own_token(hers)})
    names = {settings.SESSION_COOKIE, settings.DEVICE_COOKIE, settings.CSRF_COOKIE_NAME, settings.BOND_COOKIE}
    assert names <= set(hers.cookies)
    for name in names:
        assert hers.cookies[name]["samesite"] == "Strict", name
        assert hers.cookies[name]["httponly"], name
        assert hers.cookies[name]["path"] == "/", name
        assert not hers.cookies[name]["domain"], name
