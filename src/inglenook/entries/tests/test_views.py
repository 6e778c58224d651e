"""Pages of one's own entries, as a browser meets them."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from conftest import again
from inglenook.bonds.models import Bond
from inglenook.entries.bodies import Appreciation, CheckIn, Journal, Mood, Praise
from inglenook.entries.models import Entry, SharedEntry, shared_with
from inglenook.people.models import Person
from inglenook.vault.records import new_id

Browser = Callable[[Person], Client]


def kept(person: Person, body: Any, text: Any = "") -> Entry:
    return Entry.keep(person, new_id(), body, text)[0]


@pytest.fixture
def page(ada: Person) -> Entry:
    return kept(ada, Journal(1_750_000_000, "today-1"), "canary-ember-1 first\n\ncanary-ember-2 second")


@pytest.fixture
def feeling(ada: Person) -> Entry:
    body = CheckIn(1_750_000_000, Mood(2, -1), ("worried",), "", 3, "company")
    return kept(ada, body, "canary-ember-3 a line")


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, name
    return found.group(1)


@pytest.mark.parametrize(
    "address", ["/me/", "/me/check-in/", "/me/journal/", "/me/appreciation/", "/me/search/", "/me/weeks/"]
)
def test_every_page_opens_for_somebody_new(address: str, ada: Person, browser_of: Browser) -> None:
    assert browser_of(ada).get(address).status_code == 200
