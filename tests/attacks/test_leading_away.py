"""No address of ours leads to another site, whatever stands in it."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from conftest import PASSPHRASE, again
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from inglenook.people.addresses import is_ours, said_at, to
from inglenook.people.models import Person
from inglenook.vault.records import new_id
from tests.figures import figure
from tests.house import House

HERE = "http://localhost:8765"
TRICKS = [
    "//evil.example",
    "///evil.example",
    "////evil.example//",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "\x00//evil.example",
    "\x1f//evil.example",
    "https://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "HTTPS://EVIL.EXAMPLE",
    "http:///evil.example",
    "http://localhost:8765" + "@evil.example/",
    "http://localhost:8765.evil.example/",
    "http://localhost:9999/",
    "//localhost:8765@evil.example",
    "//evil.example%2f@localhost:8765",
    "//evil\u3002example",
    "//\uff0fevil.example",
    "\uff0f\uff0fevil.example",
    "//[::1]/",
    "//[evil",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "blob:x",
    "file:///etc/passwd",
    "evil.example",
    "@evil.example",
    ".evil.example",
    ":8080",
    "?next=//evil.example",
    "#//evil.example",
    "/" + "a" * 3000,
    "/\u20ac" * 400,
    "/a\r\nSet-Cookie: put=in",
    "/a\u2028b",
    "/\u202egnidaer",
]
# Odd, but on this site: these may be gone on to.
HARMLESS = [
    "/%2f/evil.example",
    "/%5cevil.example",
    "/..//evil.example",
    "/@evil.example",
    "/a?b=//evil.example",
]


def in_a_browser(address: str) -> str:
    """Return where a browser goes from one of our pages: it drops what cannot be seen, and turns `\\`."""
    seen = address.strip("".join(map(chr, range(33)))).replace("\\", "/")
    seen = "".join(letter for letter in seen if letter not in "\t\r\n")
    return urljoin(HERE + "/somewhere/", seen)


def is_here(address: str) -> bool:
    parts = urlsplit(in_a_browser(address))
    return (parts.scheme, parts.netloc) == ("http", "localhost:8765")


@given(st.text(alphabet="/\\.:@%?#[]ab2fFe\t\n\r \x00\u3002\uff0f", max_size=12).map(lambda end: "/" + end))
@example("/\\ ")
def test_what_counts_as_ours_is_here_in_any_browser(address: str) -> None:
    if is_ours(address):
        assert is_here(address)
        assert is_here(said_at(address, "kept"))
        assert is_here(to("people:sign-in", next=address))


@pytest.mark.parametrize("address", TRICKS)
def test_a_trick_is_not_ours(address: str) -> None:
    assert not is_ours(address)


@pytest.mark.parametrize("address", ["/", "/me/?kind=journal", "/talk/#here", "/caf\u00e9/", *HARMLESS])
def test_an_address_of_ours_is(address: str) -> None:
    assert is_ours(address)
    assert is_here(address)


def answers(client: Client, house: House, address: str) -> list[tuple[str, Any]]:
    """Return what is answered wherever an address can say what comes next."""
    come_in = {"passphrase": PASSPHRASE, "sign_in_name": "Ada"}
    found = []
    for name, form in {
        "people:start": {},
        "people:sign-in": come_in,
        "people:unlock": come_in,
        "people:recovery-code": {},
        "people:lock": {},
        "people:draft-drop": {},
        "bonds:choose": {},
        "bonds:choose-none": {},
    }.items():
        where = house.path(name)
        for sent in (address, f"/ok/{address}"):
            found.append((name, client.get(where, {"next": sent})))
        found.append((name, client.post(where, {**form, "next": address})))
        client.cookies.clear()
        client.post("/sign-in/", come_in)
    return found


@pytest.mark.slow
def test_going_on_leads_nowhere_else(house: House, client: Client) -> None:
    wrong, tried = [], 0
    for address in TRICKS:
        for name, answer in answers(client, house, address):
            tried += 1
            there = answer.headers.get("Location", "/")
            if answer.status_code not in (200, 302, 403, 405, 429) or not is_here(there):
                wrong.append(f"{name}: {answer.status_code} to {there}")
            if "evil.example" in answer.headers.get("Refresh", "") or "put=in" in str(answer.cookies):
                wrong.append(f"{name}: header")
    assert not wrong, wrong[:20]
    figure("tricks to lead to another site, tried: succeeded", f"{tried}: 0")


def without_own_address(page: str) -> str:
    """Return a page without the place to which changing the language leads back: this very address."""
    return re.sub(r'<input type="hidden" name="next" value="/[a-z-]+/\?[^>]*>', "", page)


def test_a_visitor_is_led_back_only_to_our_own(client: Client, house: House) -> None:
    for address in TRICKS[:40]:
        page = without_own_address(client.get("/sign-in/", {"next": address}).content.decode())
        assert "evil.example" not in page
        assert 'name="next" value="/"' in page
    assert client.get("/settings/?a=" + "b" * 5000).headers["Location"] == "/sign-in/?next=%2F"


@pytest.mark.parametrize("address", [trick for trick in TRICKS if "evil" in trick or ":" in trick])
def test_where_a_draft_says_it_was_typed_becomes_no_link(
    ada: Person, browser_of: Callable[[Person], Client], address: str
) -> None:
    hers = browser_of(ada)
    assert hers.post(f"/drafts/{new_id()}/?{urlencode({'at': address})}", {"text": "half"}).status_code == 200
    for where in ("/", "/me/", "/me/journal/", "/settings/"):
        assert address not in hers.get(where).content.decode()
    assert len(again(ada).name) == 3


@pytest.mark.parametrize("said", ["//evil.example", "<b>x</b>", "kept%00", "__class__", "x" * 2000])
def test_only_our_own_sentences_are_said(client: Client, db: None, said: str) -> None:
    page = client.get("/safety/", {"said": said}).content.decode()
    assert said not in without_own_address(page)
    assert '<div class="said" role="status"></div>' in page
