"""Writing and changing entries: kept once, never overwritten, never lost."""

from collections.abc import Callable

import pytest
from conftest import PASSPHRASE, again
from django.test import Client

from inglenook.bonds.models import Bond
from inglenook.entries.bodies import Appreciation, CheckIn, Journal, Mood, Praise
from inglenook.entries.models import Entry
from inglenook.entries.tests.forms_in_pages import hidden
from inglenook.people.drafts import Draft
from inglenook.people.models import Person
from inglenook.vault.models import Session
from inglenook.vault.records import new_id
from inglenook.vault.sessions import lock

Browser = Callable[[Person], Client]


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_a_check_in_is_kept_and_asks_gently_what_now(ada: Person, bond: Bond, browser_of: Browser) -> None:
    browser = browser_of(ada)
    id = hidden(text(browser.get("/me/check-in/")), "id")
    sent = {"id": id, "mood": "2,-1", "words": ["worried", "torn"], "own_word": "jittery", "strength": "3"}
    response = browser.post(
        "/me/check-in/", {**sent, "need": "company", "note": "canary-ember-5"}, follow=True
    )
    entry = Entry.objects.of(again(ada)).get()
    assert str(entry.id) == id
    assert isinstance(entry.body, CheckIn)
    assert (entry.body.mood, entry.body.words, entry.body.own_word) == (
        Mood(2, -1),
        ("worried", "torn"),
        "jittery",
    )
    assert (entry.body.strength, entry.body.need, entry.plain) == (3, "company", "canary-ember-5")
    html = text(response)
    for words in (
        "Kept. Only you can see it.",
        "What now?",
        "worried, torn, jittery",
        "Only you",
        "Share it",
    ):
        assert words in html
    assert "canary" not in str(response.redirect_chain)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Tap a place on the map"),
        ({"mood": "9,9"}, "not on the map"),
        ({"mood": "here"}, "not on the map"),
        ({"words": ["sad", "torn", "worried", "tired"]}, "Three words are enough"),
        ({"words": ["sad", "torn", "worried"], "own_word": "low"}, "Three words are enough"),
        ({"words": ["no-such-word"]}, "not on the list"),
        ({"own_word": "é" * 21}, "too long for one word"),
        ({"mood": "unsure", "note": "x" * 141}, "there is room for 140"),
    ],
)
def test_what_does_not_fit_is_said_kindly_and_nothing_is_lost(
    sent: dict[str, object], said: str, ada: Person, browser_of: Browser
) -> None:
    response = browser_of(ada).post("/me/check-in/", {"id": str(new_id()), "note": "canary-ember-6", **sent})
    assert said in text(response)
    assert "canary-ember-6" in text(response) or "note" in sent
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "sent", [{"mood": "unsure"}, {"mood": "unsaid"}, {"words": ["sad"]}, {"own_word": "x"}]
)
def test_not_sure_and_rather_not_say_are_fine(
    sent: dict[str, object], ada: Person, browser_of: Browser
) -> None:
    assert browser_of(ada).post("/me/check-in/", {"id": str(new_id()), **sent}).status_code == 302


def test_sending_twice_writes_once(ada: Person, browser_of: Browser) -> None:
    browser, sent = browser_of(ada), {"id": str(new_id()), "text": "canary-ember-7"}
    first = browser.post("/me/journal/", sent)
    second = browser.post("/me/journal/", sent)
    assert first["Location"].removesuffix("?said=kept") == second["Location"].removesuffix("?said=again")
    assert Entry.objects.count() == 1


def test_sending_other_words_under_the_same_id_shows_both(ada: Person, browser_of: Browser) -> None:
    browser, id = browser_of(ada), str(new_id())
    browser.post("/me/journal/", {"id": id, "text": "canary-ember-8"})
    response = browser.post("/me/journal/", {"id": id, "text": "canary-ember-9"})
    assert response.status_code == 409
    assert "canary-ember-8" in text(response)
    assert "canary-ember-9" in text(response)
    assert Entry.objects.of(again(ada)).get().plain == "canary-ember-8"


def test_an_id_of_another_kind_of_entry_is_not_taken_over(
    ada: Person, feeling: Entry, browser_of: Browser
) -> None:
    response = browser_of(ada).post("/me/journal/", {"id": str(feeling.id), "text": "a page"})
    assert response.status_code == 404


def test_a_page_may_begin_from_a_prompt_and_another_keeps_what_is_typed(
    ada: Person, browser_of: Browser
) -> None:
    browser = browser_of(ada)
    first = text(browser.get("/me/journal/"))
    assert hidden(first, "prompt")
    sent = {"id": hidden(first, "id"), "prompt": hidden(first, "prompt"), "text": "canary-ember-10"}
    other = text(browser.post("/me/journal/", {**sent, "another": "next"}))
    assert hidden(other, "prompt") not in ("", hidden(first, "prompt"))
    assert "canary-ember-10" in other
    assert 'class="prompt"' not in text(browser.post("/me/journal/", {**sent, "another": "none"}))
    assert hidden(text(browser.get("/me/journal/?prompt=us-1")), "prompt") == "us-1"
    assert not Entry.objects.exists()
    browser.post("/me/journal/", {**sent, "prompt": "us-1"})
    body = Entry.objects.of(again(ada)).get().body
    assert isinstance(body, Journal)
    assert body.prompt == "us-1"


def test_an_appreciation_goes_straight_to_the_preview(ada: Person, bond: Bond, browser_of: Browser) -> None:
    browser = browser_of(ada)
    sent = {"about": str(bond.id), "did": "canary-ember-11", "shows": "you notice", "then": "share"}
    response = browser.post("/me/appreciation/", {"id": str(new_id()), **sent}, follow=True)
    assert "Bo will see this" in text(response)
    entry = Entry.objects.of(again(ada)).get()
    assert entry.body == Appreciation(entry.body.at, bond.id)
    assert entry.text == Praise("canary-ember-11", "you notice")


def test_an_appreciation_of_somebody_who_is_not_here(ada: Person, browser_of: Browser) -> None:
    sent = {"id": str(new_id()), "about": "elsewhere", "did": "the baker waved"}
    response = browser_of(ada).post("/me/appreciation/", sent, follow=True)
    assert "the baker waved" in text(response)
    assert "Share it" not in text(response)


@pytest.mark.parametrize("kind", ["page", "feeling", "thanks"])
def test_an_entry_can_be_changed(
    kind: str, ada: Person, browser_of: Browser, request: pytest.FixtureRequest
) -> None:
    entry: Entry = request.getfixturevalue(kind)
    browser, address = browser_of(ada), f"/me/entries/{entry.id}/edit/"
    shown = text(browser.get(address))
    values: dict[str, dict[str, object]] = {
        "page": {"text": "canary-ember-12", "prompt": "today-1"},
        "feeling": {"mood": "unsure", "words": ["worried"], "note": "canary-ember-12"},
        "thanks": {"about": hidden(shown, "about"), "did": "canary-ember-12"},
    }
    sent = values[kind]
    response = browser.post(address, {**sent, "id": str(entry.id), "revision": hidden(shown, "revision")})
    assert response["Location"].endswith("?said=changed")
    changed = Entry.objects.of(again(ada)).get(id=entry.id)
    assert changed.plain == "canary-ember-12"
    assert (changed.revision, changed.body.at) == (2, entry.body.at)


def test_two_tabs_see_both_versions_and_choose(ada: Person, page: Entry, browser_of: Browser) -> None:
    browser, address = browser_of(ada), f"/me/entries/{page.id}/edit/"
    revision = hidden(text(browser.get(address)), "revision")
    browser.post(address, {"id": str(page.id), "revision": revision, "text": "canary-ember-13"})
    late = browser.post(address, {"id": str(page.id), "revision": revision, "text": "canary-ember-14"})
    assert late.status_code == 409
    assert "canary-ember-13" in text(late)
    assert "canary-ember-14" in text(late)
    assert Entry.objects.of(again(ada)).get().plain == "canary-ember-13"
    again_sent = {"id": str(page.id), "revision": hidden(text(late), "revision"), "text": "canary-ember-14"}
    assert browser.post(address, again_sent).status_code == 302
    assert Entry.objects.of(again(ada)).get().plain == "canary-ember-14"


def test_what_a_locked_browser_sends_is_kept_and_offered_again(ada: Person, browser_of: Browser) -> None:
    browser = browser_of(ada)
    id = hidden(text(browser.get("/me/journal/")), "id")
    lock(Session.objects.get())
    response = browser.post("/me/journal/", {"id": id, "text": "canary-ember-15", "prompt": "us-2"})
    assert response["Location"].startswith("/unlock/")
    assert not Entry.objects.exists()
    assert b"canary-ember-15" not in bytes(Draft.objects.get().sealed)
    browser.post("/unlock/", {"passphrase": PASSPHRASE})
    shown = text(browser.get("/me/journal/"))
    assert "We kept what you were writing" in shown
    assert "canary-ember-15" in shown
    assert (hidden(shown, "id"), hidden(shown, "prompt")) == (id, "us-2")
    browser.post("/me/journal/", {"id": id, "text": "canary-ember-15"})
    assert Entry.objects.count() == 1
    assert not Draft.objects.exists()


def test_a_page_that_is_shown_again_goes_on_in_its_draft(ada: Person, browser_of: Browser) -> None:
    browser, id = browser_of(ada), str(new_id())
    browser.post(f"/drafts/{id}/?at=/me/check-in/", {"note": "canary-ember-16"})
    response = browser.post("/me/check-in/", {"id": id, "note": "canary-ember-16"})
    assert 'data-seen="1"' in text(response)
