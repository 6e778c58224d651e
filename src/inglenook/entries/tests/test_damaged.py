"""One row that was damaged in the files hides no other, and is not passed over in silence."""

from collections.abc import Callable
from typing import Any

from conftest import again, mine
from django.db import connection
from django.test import Client
from tests.database import as_stored

from inglenook.bonds.models import Bond
from inglenook.entries.models import Entry, SharedEntry, copy_for
from inglenook.people.models import Person

Browser = Callable[[Person], Client]


def _damage(model: Any, row: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {model._meta.db_table} SET body = %s WHERE id = %s",  # noqa: S608
            [bytes(400), as_stored(row.id)],
        )


def test_ones_own_pages_stay_readable_and_the_gap_is_told(
    ada: Person, page: Entry, feeling: Entry, browser_of: Browser
) -> None:
    _damage(Entry, feeling)
    hers = browser_of(ada)
    told = hers.get("/me/").text
    assert "Something you wrote cannot be opened" in told
    assert "canary-ember-1" in told
    assert "canary-ember-1" in hers.post("/me/search/", {"wanted": "first"}).text
    assert hers.get("/").status_code == 200
    assert hers.get("/me/weeks/").status_code == 200


def test_what_is_shared_stays_readable_beside_it(
    ada: Person, bo: Person, bond: Bond, page: Entry, thanks: Entry, browser_of: Browser
) -> None:
    given = []
    for entry in (page, thanks):
        person, here = again(ada), mine(ada, bond.id)
        given.append(SharedEntry.give(person, here, copy_for(entry, here, person, entry.body, entry.text)))
    _damage(SharedEntry, given[0])
    for person in (ada, bo):
        told = browser_of(person).get("/together/")
        assert told.status_code == 200
        assert "canary-ember-4" in told.text
        assert "canary-ember-1" not in told.text
        assert browser_of(person).get("/").status_code == 200
    again_given = SharedEntry.give(
        again(ada), mine(ada, bond.id), copy_for(page, bond, ada, page.body, page.text)
    )
    assert again_given.text == page.text
    assert "canary-ember-1" in browser_of(bo).get("/together/").text
