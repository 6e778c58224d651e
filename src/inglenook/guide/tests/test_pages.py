"""The pages of the guide."""

from collections.abc import Callable

from django.test import Client

from inglenook.guide.content import library, offered
from inglenook.guide.views import PAGES
from inglenook.people.models import Person

BrowserOf = Callable[[Person], Client]


def test_every_chapter_and_every_practice_is_there(ada: Person, browser_of: BrowserOf) -> None:
    browser = browser_of(ada)
    html = browser.get("/guide/").content.decode()
    assert len(library().chapters) == 14
    assert all(chapter.title in html for chapter in library().chapters)
    assert all(practice.name in html for practice in offered(library().practices.values()))
    assert "still being written" in html


def test_every_practice_leads_to_a_page_that_works(ada: Person, browser_of: BrowserOf) -> None:
    browser = browser_of(ada)
    html = browser.get("/guide/").content.decode()
    assert PAGES.keys() == {practice.id for practice in offered(library().practices.values())}
    for href in ("/me/check-in/", "/me/journal/", "/me/appreciation/", "/talk/"):
        assert f'href="{href}"' in html
        assert browser.get(href).status_code == 200


def test_all_evidence_is_listed_with_its_strength_and_source(ada: Person, browser_of: BrowserOf) -> None:
    html = browser_of(ada).get("/guide/evidence/").content.decode()
    for one in offered(library().evidence.values()):
        assert f'id="{one.id}"' in html
        assert one.source.replace("&", "&amp;") in html
    assert "commonly reported; we have not checked it at its source yet" in html


def test_the_guide_is_for_people_who_are_signed_in() -> None:
    assert Client().get("/guide/").status_code == 302
