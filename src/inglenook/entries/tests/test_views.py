"""One's own pages, as a browser meets them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.figures import figure

from inglenook.bonds.models import Bond
from inglenook.entries.bodies import CheckIn, Journal, Mood
from inglenook.entries.models import Entry
from inglenook.entries.tests.conftest import NOON, kept
from inglenook.people.models import Person
from inglenook.vault.records import new_id

Browser = Callable[[Person], Client]
PAGES = ("", "check-in/", "journal/", "appreciation/", "search/", "weeks/")


def text(response: Any) -> str:
    found: str = response.content.decode()
    return found


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_for_somebody_new(page: str, ada: Person, browser_of: Browser) -> None:
    assert browser_of(ada).get(f"/me/{page}").status_code == 200


@pytest.mark.parametrize("page", ["", "edit/", "delete/", "share/"])
def test_others_find_nothing_at_an_entrys_address(
    page: str, bo: Person, bond: Bond, feeling: Entry, ada: Person, browser_of: Browser
) -> None:
    address = f"/me/entries/{feeling.id}/{page}"
    assert browser_of(bo).get(address).status_code == 404
    assert browser_of(bo).post(address).status_code in (404, 405)
    assert browser_of(ada).get(address).status_code == 200
    assert Client().get(address).status_code == 302
    assert browser_of(ada).get(f"/me/entries/{new_id()}/{page}").status_code == 404


def test_the_history_shows_days_kinds_and_what_is_shared(
    ada: Person, bond: Bond, page: Entry, feeling: Entry, thanks: Entry, browser_of: Browser
) -> None:
    browser = browser_of(ada)
    html = text(browser.get("/me/"))
    assert html.count(f"/me/entries/{feeling.id}/") == 1
    assert "worried" in html
    assert "canary-ember-1 first" in html
    assert "only you" in html
    only = text(browser.get("/me/?kind=journal"))
    assert "canary-ember-1" in only
    assert "canary-ember-4" not in only
    assert "canary-ember-1" in text(browser.get("/me/?kind=nonsense&before=nonsense"))


def test_older_days_are_a_page_away(ada: Person, browser_of: Browser) -> None:
    for n in range(33):
        Entry.keep(ada, new_id(), Journal(NOON), f"page {n:02}", on=ada.today() - timedelta(days=n))
    browser = browser_of(ada)
    html = text(browser.get("/me/"))
    assert "page 29" in html
    assert "page 30" not in html
    before = (ada.today() - timedelta(days=29)).isoformat()
    assert f"?before={before}" in html
    assert "page 32" in text(browser.get(f"/me/?before={before}"))


def test_the_picture_has_a_title_a_description_and_a_table(
    ada: Person, feeling: Entry, browser_of: Browser
) -> None:
    kept(ada, CheckIn(NOON, "unsaid"))
    kept(ada, CheckIn(NOON, "", ("torn",)))
    html = text(browser_of(ada).get("/me/weeks/"))
    assert "<title id=" in html
    assert "Stormy: 1, Rather not say: 1." in html
    assert html.count("<tr>") == 4
    assert html.count('class="stormy"') == 2


def test_search_words_travel_in_the_body_only(ada: Person, page: Entry, browser_of: Browser) -> None:
    browser = browser_of(ada)
    html = text(browser.post("/me/search/", {"wanted": "EMBER-2"}))
    assert "canary-<mark>ember-2</mark> second" in html
    assert "Nothing found" in text(browser.post("/me/search/", {"wanted": "no such thing"}))
    assert "Type a word" in text(browser.post("/me/search/", {"wanted": " "}))
    assert "canary" not in text(browser.get("/me/search/?wanted=ember"))


def test_what_somebody_writes_is_never_markup(ada: Person, browser_of: Browser) -> None:
    entry = kept(ada, Journal(NOON), "<script>x</script>\n\nline\nbreak")
    html = text(browser_of(ada).get(f"/me/entries/{entry.id}/"))
    assert "<p>&lt;script&gt;x&lt;/script&gt;</p><p>line<br>break</p>" in html


@pytest.mark.parametrize(
    ("page", "most"), [("", 4), ("check-in/", 1), ("journal/", 1), ("weeks/", 1), ("search/", 0)]
)
def test_a_page_asks_the_database_little_however_much_is_written(
    page: str, most: int, ada: Person, bond: Bond, browser_of: Browser
) -> None:
    browser = browser_of(ada)
    browser.get("/me/")
    with CaptureQueriesContext(
        connection,
    ) as frame:
        browser.get("/me/search/")
    for n in range(20):
        kept(ada, CheckIn(NOON + n, Mood(1, 1), ("joyful",)), "a line")
    with CaptureQueriesContext(connection) as asked:
        browser.get(f"/me/{page}")
    figure(f"queries of /me/{page}", len(asked))
    assert len(asked) - len(frame) <= most
