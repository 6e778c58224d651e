"""An entry of each kind, Ada's."""

from typing import Any

import pytest

from inglenook.bonds.models import Bond
from inglenook.entries.bodies import Appreciation, CheckIn, Journal, Mood, Praise
from inglenook.entries.models import Entry
from inglenook.people.models import Person
from inglenook.vault.records import new_id

NOON = 1_750_000_000


def kept(person: Person, body: Any, text: Any = "") -> Entry:
    """Keep an entry as of today."""
    return Entry.keep(person, new_id(), body, text)[0]


@pytest.fixture
def page(ada: Person) -> Entry:
    return kept(ada, Journal(NOON, "today-1"), "canary-ember-1 first\n\ncanary-ember-2 second")


@pytest.fixture
def feeling(ada: Person) -> Entry:
    body = CheckIn(NOON, Mood(2, -1), ("worried",), "", 3, "company")
    return kept(ada, body, "canary-ember-3 a line")


@pytest.fixture
def thanks(ada: Person, bond: Bond) -> Entry:
    return kept(ada, Appreciation(NOON, bond.id), Praise("canary-ember-4 made tea", "you notice"))
