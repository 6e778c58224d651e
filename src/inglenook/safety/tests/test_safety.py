"""The way out and the way to help work for everybody, and leave no trace of ours."""

import logging
import re
from collections.abc import Callable
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from django.utils.html import strip_tags

from inglenook.guide.content import library
from inglenook.people.models import Person
from inglenook.vault.models import Session

Browser = Callable[[Person], Client]


def _text(page: bytes) -> str:
    return " ".join(unescape(strip_tags(page.decode())).split())


def test_help_is_there_for_anybody(client: Client, db: None) -> None:
    page = client.get("/safety/").content
    for line in library().help_lines:
        assert line.name in _text(page)
        assert f'href="tel:{re.sub("[ -]", "", line.number)}"' in page.decode()
    said = _text(page).count("Not yet checked by us") + _text(page).count("Checked by us on")
    assert said == len(library().help_lines)


def test_it_says_what_leaving_quickly_cannot_do(client: Client, db: None) -> None:
    assert "It does not wipe the history of your browser." in _text(client.get("/safety/").content)
    assert "the history of the browser remains" in _text(client.get("/trust/").content)


def test_the_trust_page_claims_no_more_than_is_true(client: Client, db: None) -> None:
    page = _text(client.get("/trust/").content).lower()
    assert "whoever controls the running server could alter it to capture you" in page


@pytest.mark.parametrize("path", ["/safety/", "/trust/"])
def test_a_look_is_noted_nowhere_and_shows_nobody(
    ada: Person, client: Client, browser_of: Browser, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    caplog.set_level(logging.DEBUG, logger="inglenook")
    signed_in, before = browser_of(ada).get(path), list(Session.objects.values())
    assert [_text(signed_in.content)] == [_text(client.get(path).content)]
    assert list(Session.objects.values()) == before
    assert caplog.text == ""
    assert signed_in.headers["Cache-Control"] == "no-store"


def test_leaving_quickly_locks_and_goes_elsewhere_without_a_script(ada: Person, browser_of: Browser) -> None:
    client = browser_of(ada)
    page = client.get("/settings/").content.decode()
    assert 'action="/leave-quickly/"' in page
    response = client.post("/leave-quickly/")
    assert response.headers["Refresh"] == f"0; url={settings.EXIT_URL}"
    assert response.content == b""
    assert Session.objects.get().wrapped is None
    assert client.get("/settings/").headers["Location"] == "/unlock/?next=%2Fsettings%2F"


def test_leaving_quickly_works_from_a_page_left_open_for_long(ada: Person, browser_of: Browser) -> None:
    client = browser_of(ada)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post("/leave-quickly/").status_code == 200
    assert Session.objects.get().wrapped is None


def test_no_other_site_can_send_anybody_away(ada: Person, browser_of: Browser) -> None:
    client = browser_of(ada)
    assert client.post("/leave-quickly/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert Session.objects.get().wrapped is not None


def test_leaving_quickly_works_for_nobody_too(client: Client, db: None) -> None:
    assert client.post("/leave-quickly/").headers["Refresh"].startswith("0; url=")
    assert client.get("/leave-quickly/").status_code == 405
