"""The pages of the guide, for whoever is in and for everybody."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from conftest import again, mine
from django.test import Client
from django.urls import reverse
from markupsafe import escape

from inglenook.bonds.models import Bond
from inglenook.entries.models import Entry, SharedEntry
from inglenook.guide.content import Chapter, library, offered
from inglenook.guide.doors import door
from inglenook.guide.offline import addresses, version
from inglenook.people.models import Person
from inglenook.safety.footing import note
from inglenook.vault.records import new_id

BrowserOf = Callable[[Person], Client]


@pytest.fixture
def nobody(db: None) -> Client:
    return Client()


def test_the_guide_is_open_to_everybody(nobody: Client) -> None:
    html = nobody.get("/guide/").text
    assert len(library().chapters) == 14
    assert all(chapter.title in html for chapter in library().chapters)
    assert "Main" not in html


@pytest.mark.parametrize("chapter", library().chapters, ids=lambda chapter: str(chapter.number))
def test_a_chapter_leads_to_its_strategies_and_their_practices(
    chapter: Chapter, ada: Person, browser_of: BrowserOf, nobody: Client
) -> None:
    for browser in (nobody, browser_of(ada)):
        html = browser.get(f"/guide/{chapter.number}/").text
        whole = browser.get(f"/guide/{chapter.number}/whole/").text
        for one in chapter.offered:
            page = "/guide/{}/{}/".format(*one.place)
            assert f'href="{page}"' in html
            step = browser.get(page).text
            for practice in one.practices:
                assert f'href="/guide/practices/{practice}/"' in html
                assert f'href="/guide/practices/{practice}/"' in step
            for text in (*one.paragraphs, one.mistake, *(line.says for line in one.talk)):
                assert text in unescape(step)
                assert text in unescape(whole)
        assert "Read this with somebody" in html or browser is nobody


def test_there_is_no_fifteenth_chapter(nobody: Client) -> None:
    for path in (
        "/guide/0/",
        "/guide/15/",
        "/guide/4/0/",
        "/guide/4/7/",
        "/guide/99999999999/",
        "/guide/practices/no-such/",
    ):
        assert nobody.get(path).status_code == 404


def test_an_open_door_leads_to_a_page_that_works_and_a_closed_one_says_soon(
    ada: Person, browser_of: BrowserOf
) -> None:
    note(ada, ada.id, is_open=True)
    browser = browser_of(ada)
    for practice in offered(library().practices.values()):
        html = browser.get(f"/guide/practices/{practice.id}/").text
        assert practice.steps[0].partition('"')[0].partition("'")[0] in html
        assert ("Soon Inglenook leads you" in html) is (not door(practice.id).is_open)
        if door(practice.id).is_open:
            assert browser.get(door(practice.id).href).status_code == 200


def test_practices_are_found_by_need_by_time_and_by_company(nobody: Client) -> None:
    every = nobody.get("/guide/practices/").text
    assert all(f'href="/guide/practices/{id}/"' in every for id in library().practices)
    quarrelled = nobody.get("/guide/practices/", {"need": "quarrelled", "minutes": "5", "with": "alone"}).text
    assert 'href="/guide/practices/pause/"' in quarrelled
    assert 'href="/guide/practices/conflict-path/"' not in quarrelled
    none = nobody.get("/guide/practices/", {"need": "opening-up", "minutes": "5", "with": "together"}).text
    assert "Nothing fits all of that" in none


@pytest.mark.parametrize(
    "query",
    ["need=no-such", "minutes=7", "minutes=x", "with=%00", "need=" + "a" * 999, "minutes=" + "9" * 4400],
)
def test_an_odd_choice_counts_as_none(nobody: Client, query: str) -> None:
    assert nobody.get(f"/guide/practices/?{query}").status_code == 200
    assert nobody.get(f"/guide/ideas/?{query}&page=x&energy=9&season=monsoon").status_code == 200


def test_ideas_are_found_by_what_there_is(nobody: Client) -> None:
    page = nobody.get("/guide/ideas/", {"minutes": "20", "cost": "0", "place": "home", "energy": "1"}).text
    fitting = [
        one
        for one in library().ideas.values()
        if one.minutes <= 20 and one.cost == 0 and one.place != "out" and one.energy == 1
    ]
    assert f"{len(fitting)} ideas fit" in page
    last = nobody.get("/guide/ideas/", {"page": "9999"})
    assert last.status_code == 200


def test_the_place_where_one_stopped_is_kept_for_oneself(
    ada: Person, bo: Person, browser_of: BrowserOf
) -> None:
    browser = browser_of(ada)
    assert "You stopped here" not in browser.get("/guide/").text
    assert browser.post("/guide/4/place/", {"anchor": "s4-3"}, headers={"X-Fragment": "1"}).status_code == 204
    assert 'href="/guide/4/3/"' in browser.get("/guide/").text
    assert "You stopped here" not in browser_of(bo).get("/guide/").text
    answer = browser.post("/guide/4/place/", {"anchor": "s4-1"})
    assert answer.headers["Location"] == "/guide/4/1/?said=place"
    part = library().chapters[3].parts[1].id
    answer = browser.post("/guide/4/place/", {"anchor": part})
    assert answer.headers["Location"] == f"/guide/4/?said=place#{part}"
    for odd in ("no-such-place", "s5-1"):
        assert browser.post("/guide/4/place/", {"anchor": odd}).headers["Location"] == "/guide/4/"
    assert f'href="/guide/4/#{part}"' in browser.get("/guide/").text
    answer = browser.post("/guide/4/place/")
    assert answer.headers["Location"] == "/guide/?said=place-gone"
    assert "You stopped here" not in browser.get("/guide/").text


def test_all_evidence_is_listed_with_its_strength_and_source(nobody: Client) -> None:
    html = nobody.get("/guide/evidence/").text
    for one in offered(library().evidence.values()):
        assert f'id="{one.id}"' in html
        assert str(escape(one.source)) in html
    assert "commonly reported; we have not checked it at its source yet" in html


def test_what_is_kept_without_a_connection_is_public_and_nobodys(
    ada: Person, browser_of: BrowserOf, nobody: Client
) -> None:
    listed = browser_of(ada).get("/guide/files/").json()["files"]
    assert listed == nobody.get("/guide/files/").json()["files"] == addresses()
    pages = [one for one in listed if not one.startswith("/static/")]
    assert len(pages) >= 14 + len(library().practices)
    for path in pages:
        answer = nobody.get(path)
        assert answer.status_code == 200, path
        for file in re.findall(r'/static/[^"#]+\.(?:css|js|svg)', answer.text):
            assert file in listed, f"{path} needs {file}"
    assert version() in nobody.get("/guide/").text
    assert "/static/" in nobody.get("/worker.js").text


def test_a_chapter_is_offered_to_somebody_and_found_in_together(
    ada: Person, bo: Person, bond: Bond, browser_of: BrowserOf
) -> None:
    browser = browser_of(ada)
    assert 'href="/me/reading/?chapter=3"' in browser.get("/guide/3/").text
    page = browser.get("/me/reading/?chapter=3").text
    assert '<option value="3" selected>' in page
    id = new_id()
    typed = {"id": id, "chapter": "3", "note": "canary-ember-31", "then": "share"}
    answer = browser.post("/me/reading/", typed)
    assert answer.headers["Location"] == reverse("entries:share", args=[id])
    preview = browser.get(answer.headers["Location"]).text
    title = library().chapters[2].title
    assert title in preview
    assert "canary-ember-31" in preview
    row = Entry.objects.of(again(ada)).get(id=id)
    shared = {"bond": str(bond.id), "step": "share", "revision": row.revision}
    assert browser.post(answer.headers["Location"], shared).status_code == 302
    theirs = browser_of(bo).get(f"/together/?bond={bond.id}").text
    assert f'href="/guide/3/">{title}' in theirs
    assert "canary-ember-31" in theirs
    assert SharedEntry.objects.of(again(bo)).get().author_id == ada.id
    assert mine(bo, bond.id).others


def test_a_chapter_that_is_not_there_is_not_offered(ada: Person, browser_of: BrowserOf) -> None:
    answer = browser_of(ada).post("/me/reading/", {"id": new_id(), "chapter": "15", "note": "kept anyway"})
    assert answer.status_code in (200, 422)
    assert "kept anyway" in answer.text
    assert not Entry.objects.exists()
