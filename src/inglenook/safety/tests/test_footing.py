"""Before exercises for two: four questions for oneself alone, of which nothing shows and no answer stays."""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
import time_machine
from conftest import again, join, mine
from django.db import connection
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.utils import timezone

from inglenook.bonds.middleware import bonds_of
from inglenook.bonds.models import About, Bond
from inglenook.home.export import everything
from inglenook.people.drafts import Draft
from inglenook.people.models import Person
from inglenook.people.tests.pages import text
from inglenook.safety.footing import asked_first, is_open, note
from inglenook.safety.models import Footing
from inglenook.vault.records import new_id

Browser = Callable[[Person], Client]
FOUR = ("afraid", "hurt", "controlled", "pressed")
ALL_NO = dict.fromkeys(FOUR, "no")


def where(bond_id: UUID, on_to: str = "/talk/") -> str:
    return f"/before/{bond_id}/?next={quote(on_to, safe='')}"


def bare(page: Any) -> str:
    """Return a page as it was sent, but for the tokens of its forms."""
    return re.sub(r'(csrfmiddlewaretoken" value=")[^"]*', r"\1", page.content.decode())


def stored(person: Person) -> dict[str, Any]:
    """Return a person's only row, as somebody with the file sees it."""
    found: Any = Footing.objects.filter(person_id=person.id).values()
    (row,) = found
    return dict(row)


@pytest.fixture
def hers(ada: Person, browser_of: Browser) -> Client:
    return browser_of(ada)


def test_it_is_closed_until_somebody_was_asked(ada: Person, bond: Bond, hers: Client) -> None:
    assert not is_open(again(ada), bond.id)
    page = hers.get(where(bond.id))
    assert "about Bo and you" in text(page)
    assert page.content.count(b'type="radio"') == 8
    assert b"checked" not in page.content
    assert page.headers["Cache-Control"] == "no-store"
    assert not Footing.objects.exists(), "a look is noted nowhere"


def test_four_times_no_opens_for_this_person_in_this_bond(
    ada: Person, bo: Person, dana: Person, bond: Bond, hers: Client
) -> None:
    other = Bond.found(again(ada), About("friends"))
    join(other, again(ada), dana)
    sent = hers.post(where(bond.id), ALL_NO)
    assert sent.headers["Location"] == f"/before/{bond.id}/answered/?next=%2Ftalk%2F"
    assert is_open(again(ada), bond.id)
    assert not is_open(again(ada), other.id)
    assert not is_open(again(ada), ada.id)
    assert not is_open(again(bo), bond.id)


@pytest.mark.parametrize("which", FOUR)
def test_any_yes_closes(ada: Person, bond: Bond, hers: Client, which: str) -> None:
    hers.post(where(bond.id), ALL_NO)
    hers.post(where(bond.id), {**ALL_NO, which: "yes"})
    assert not is_open(again(ada), bond.id)
    hers.post(where(bond.id), ALL_NO)
    assert is_open(again(ada), bond.id), "and may be answered anew at any time"


def test_it_is_closed_on_purpose_without_an_answer(ada: Person, bond: Bond, hers: Client) -> None:
    for given in ({}, {"afraid": "no"}, ALL_NO):
        hers.post(where(bond.id), ALL_NO)
        sent = hers.post(where(bond.id), {**given, "do": "close"})
        assert sent.headers["Location"] == f"/before/{bond.id}/answered/?next=%2Ftalk%2F"
        assert not is_open(again(ada), bond.id)


def test_what_is_missing_is_said_and_what_was_chosen_stays(ada: Person, bond: Bond, hers: Client) -> None:
    for given in ({}, {"afraid": "yes"}, {**ALL_NO, "hurt": "perhaps"}):
        page = hers.post(where(bond.id), given)
        assert page.status_code == 422
        assert "Please look at this again" in text(page)
        chosen = sum(value in ("yes", "no") for value in given.values())
        assert page.content.count(b"checked") == chosen
    assert not Footing.objects.exists()


@pytest.mark.parametrize("noted", ["2026-03-03T12:00:00Z", "2026-11-29T22:30:00Z", "2027-03-27T23:30:00Z"])
def test_after_a_quarter_it_asks_again(ada: Person, bond: Bond, noted: str) -> None:
    """Days are counted by her calendar, also near its midnight and where the clocks change between."""
    then = datetime.fromisoformat(noted).astimezone(ada.zone)
    with time_machine.travel(then, tick=False):
        note(again(ada), bond.id, is_open=True)
    for away in (0, 91, -91):
        with time_machine.travel(then + timedelta(days=away), tick=False):
            assert is_open(again(ada), bond.id)
    for away in (92, 93, 4000, -92, -4000):  # before it: when it was noted, a clock was wrong
        with time_machine.travel(then + timedelta(days=away), tick=False):
            assert not is_open(again(ada), bond.id)


def test_the_day_is_that_of_the_person(ada: Person, bond: Bond) -> None:
    ada.desk.choose(time_zone="Pacific/Auckland")
    with time_machine.travel("2026-03-03T12:30:00Z", tick=False):  # already the fourth, there
        note(again(ada), bond.id, is_open=True)
    assert Footing.objects.of(again(ada)).get().ground.bonds[bond.id].on.isoformat() == "2026-03-04"


def test_every_reason_to_ask_looks_the_same(ada: Person, bond: Bond, hers: Client) -> None:
    path, now = where(bond.id), timezone.now()
    with time_machine.travel(now, tick=False):
        pages = [bare(hers.get(path))]
        for given in ({**ALL_NO, "hurt": "yes"}, {"do": "close"}, ALL_NO):
            hers.post(path, given)
            pages.append(bare(hers.get(path)))
    old = now - timedelta(days=200)
    with time_machine.travel(old, tick=False):
        note(again(ada), bond.id, is_open=True)
    with time_machine.travel(now, tick=False):
        pages.append(bare(hers.get(path)))
    assert len(pages) == 5
    assert len(set(pages)) == 1


def test_what_is_said_after_it_is_the_same_for_everybody(bond: Bond, hers: Client) -> None:
    pages, leads = set(), set()
    for given in (ALL_NO, {**ALL_NO, "pressed": "yes"}, {"do": "close"}):
        sent = hers.post(where(bond.id), given)
        leads.add((sent.status_code, sent.headers["Location"], sent.content))
        pages.add(bare(hers.get(sent.headers["Location"])))
    assert len(leads) == len(pages) == 1
    page = pages.pop()
    assert 'href="/safety/"' in page
    assert 'href="/talk/"' in page
    assert "it looks like any silence" in page


def test_a_bonds_page_does_not_show_it(ada: Person, bo: Person, bond: Bond, browser_of: Browser) -> None:
    hers, his = browser_of(ada), browser_of(bo)
    places = [f"/bonds/{bond.id}/", "/", "/talk/", "/together/", "/bonds/"]
    before = [[bare(browser.get(place)) for place in places] for browser in (hers, his)]
    assert f'href="/before/{bond.id}/?next=/bonds/{bond.id}/"' in before[0][0]
    for given in (ALL_NO, {**ALL_NO, "hurt": "yes"}):
        hers.post(where(bond.id), given)
        assert [[bare(browser.get(place)) for place in places] for browser in (hers, his)] == before


def test_no_answer_is_in_the_database_and_a_yes_is_as_large_as_a_no(
    ada: Person, bo: Person, bond: Bond, browser_of: Browser
) -> None:
    hers, his = browser_of(ada), browser_of(bo)
    for times in range(3):
        hers.post(where(bond.id), ALL_NO)
        his.post(where(bond.id), {**ALL_NO, "hurt": "yes"} if times else {"do": "close"})
        rows = [stored(person) for person in (ada, bo)]
        alike = [(row["revision"], row["epoch"], len(row["sealed_key"]), len(row["ground"])) for row in rows]
        assert alike[0] == alike[1]
    for person, opened in ((ada, True), (bo, False)):
        row = Footing.objects.of(again(person)).get()
        stand = row.ground.bonds[bond.id]
        assert set(row.ground.bonds) == {bond.id}
        assert stand.__struct_fields__ == ("is_open", "on")
        assert stand.is_open is opened
        raw = b"".join(bytes(v) for v in stored(person).values() if isinstance(v, bytes | memoryview))
        for word in (*FOUR, "is_open", str(bond.id), stand.on.isoformat()):
            assert word.encode() not in raw
    assert not Draft.objects.exists()


def test_what_is_sent_by_somebody_locked_is_kept_nowhere(bond: Bond, hers: Client) -> None:
    assert b'name="id"' not in hers.get(where(bond.id)).content, "only what has an id is kept"
    hers.post("/lock/")
    sent = hers.post(where(bond.id), {**ALL_NO, "hurt": "yes"})
    assert sent.headers["Location"].startswith("/unlock/")
    assert not Draft.objects.exists()
    assert not Footing.objects.exists()


def test_what_was_sent_twice_is_as_if_once(ada: Person, bond: Bond, hers: Client) -> None:
    for given, opened in ((ALL_NO, True), ({**ALL_NO, "afraid": "yes"}, False)):
        first, second = (hers.post(where(bond.id), given) for _ in range(2))
        assert first.headers["Location"] == second.headers["Location"]
        assert is_open(again(ada), bond.id) is opened
    stored(ada)


def test_another_bond_does_not_change_this_one(ada: Person, dana: Person, bond: Bond) -> None:
    other = Bond.found(again(ada), About("friends"))
    note(again(ada), bond.id, is_open=True)
    note(again(ada), ada.id, is_open=True)
    note(again(ada), other.id, is_open=False)
    assert is_open(again(ada), bond.id)
    assert is_open(again(ada), ada.id)
    mine(ada, bond.id).leave(again(ada), take_back=False)
    note(again(ada), other.id, is_open=True)
    assert set(Footing.objects.of(again(ada)).get().ground.bonds) == {other.id, ada.id}, "a left one goes"


def test_nobody_is_asked_about_a_bond_that_is_not_theirs(
    ada: Person, bo: Person, charlie: Person, bond: Bond, browser_of: Browser
) -> None:
    browser = browser_of(charlie)
    for id in (bond.id, ada.id, new_id()):
        for path in (f"/before/{id}/", f"/before/{id}/answered/"):
            assert browser.get(path).status_code == 404
        assert browser.post(f"/before/{id}/", ALL_NO).status_code == 404
        assert browser.post(f"/before/{id}/", {"do": "close"}).status_code == 404
    assert browser_of(bo).get(f"/before/{ada.id}/").status_code == 404
    assert not Footing.objects.exists()


def test_on_one_phone_it_goes_by_ones_own_id(charlie: Person, browser_of: Browser) -> None:
    browser = browser_of(charlie)
    page = browser.get(where(charlie.id))
    assert "about you and those you want to talk with" in text(page)
    sent = browser.post(where(charlie.id), ALL_NO)
    assert "Thank you" in text(browser.get(sent.headers["Location"]))
    assert is_open(again(charlie), charlie.id)


@pytest.mark.parametrize("strange", ["https://example.org/", "//example.org/", "/\\example.org", "talk", ""])
def test_it_goes_on_only_to_a_page_of_ours(bond: Bond, hers: Client, strange: str) -> None:
    sent = hers.post(where(bond.id, strange), ALL_NO)
    assert sent.headers["Location"].endswith("answered/?next=%2F")
    page = hers.get(f"/before/{bond.id}/answered/?next={quote(strange, safe='')}")
    assert "example.org" not in page.content.decode()


def _asked_first(person: Person, bond: Bond, request: HttpRequest) -> str | None:
    request.person = again(person)  # type: ignore[attr-defined]
    answer = asked_first(request, bond.id)  # type: ignore[arg-type]
    return answer.headers["Location"] if answer else None


def test_who_is_asked_first_comes_back_to_where_they_were(ada: Person, bond: Bond) -> None:
    make, here = RequestFactory(), "http://testserver"
    asked = f"/before/{bond.id}/?next="
    assert _asked_first(ada, bond, make.get("/talk/x/?a=1&b=2")) == asked + "%2Ftalk%2Fx%2F%3Fa%3D1%26b%3D2"
    came = {f"{here}/talk/y/?c=3": "%2Ftalk%2Fy%2F%3Fc%3D3", "https://example.org/z/": "%2Ftalk%2Fx%2F"}
    came |= {"": "%2Ftalk%2Fx%2F", f"{here}//example.org/": "%2F", here: "%2Ftalk%2Fx%2F"}
    for referrer, then in came.items():
        assert _asked_first(ada, bond, make.post("/talk/x/", headers={"Referer": referrer})) == asked + then
    note(again(ada), bond.id, is_open=True)
    assert _asked_first(ada, bond, make.get("/talk/x/")) is None
    assert _asked_first(ada, bond, make.post("/talk/x/")) is None


def test_a_row_that_was_altered_closes_and_can_be_answered_anew(
    ada: Person, bond: Bond, hers: Client
) -> None:
    note(again(ada), bond.id, is_open=True)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE safety_footing SET revision = 7")
    assert not is_open(again(ada), bond.id)
    assert hers.get(where(bond.id)).status_code == 200
    hers.post(where(bond.id), ALL_NO)
    assert is_open(again(ada), bond.id)


def test_it_goes_with_the_account(ada: Person, bo: Person, bond: Bond) -> None:
    for person in (ada, bo):
        note(again(person), bond.id, is_open=False)
    again(ada).erase()
    assert [row.person_id for row in Footing.objects.all()] == [bo.id]


def test_ones_own_copy_says_whether_and_since_when(ada: Person, bo: Person, bond: Bond) -> None:
    note(again(ada), bond.id, is_open=False)
    hers, his = (
        json.loads(everything(again(person), bonds_of(again(person))))["records"]["footing"]
        for person in (ada, bo)
    )
    day = again(ada).today().isoformat()
    assert [row["ground"] for row in hers] == [{"bonds": {str(bond.id): {"is_open": False, "on": day}}}]
    assert his == []
