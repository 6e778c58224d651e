"""What comes out of a talk on one phone: a page of its owner's, kept or shared; nothing typed is lost."""

import re
from html import unescape
from typing import Any

import pytest
from conftest import again

from inglenook.bonds.models import Bond
from inglenook.conversations import forms
from inglenook.conversations.tests.conftest import Browser, Evening
from inglenook.entries import bodies
from inglenook.entries.models import Entry, SharedEntry
from inglenook.people.drafts import Draft
from inglenook.people.models import Person

# Once round: one speaks, the other says it back, and the first feels understood.
ROUND = ("act", "act", "act:yes", "act:understood", "skip")


@pytest.fixture
def agreed(ada: Person, bond: Bond, browser_of: Browser) -> Evening:
    """A talk at its end, in which each has written down a promise."""
    evening = Evening(browser_of(ada), ada, "listening")
    evening.browser.post(f"/bonds/{bond.id}/choose/")
    for do in ("act", *ROUND, "act:change-over", *ROUND, "act:solve"):
        evening.tap(do)
    evening.tap("act", text="canary-ember-940 I ring first")
    evening.tap("act", text="canary-ember-941 I knock")
    return evening


@pytest.fixture
def look(ada: Person, bond: Bond, browser_of: Browser) -> Evening:
    """A neutral look alone, at its first question."""
    evening = Evening(browser_of(ada), ada, "neutral-look")
    evening.tap("act")
    return evening


def box(evening: Evening) -> str:
    """Return what stands in the box of the page."""
    found = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", evening.page, re.S)
    assert found
    return unescape(found[1])


def close(evening: Evening, then: str, text: str) -> Any:
    """Tap one of the ways at the end, with what stands in the box, and once more where it is gone already."""
    found = re.search('name="id" value="([^"]+)"', evening.page)
    fields = {"id": found[1] if found else "", "at": "/me/journal/", "then": then, "text": text}
    return evening.browser.post(evening.path, fields, follow=True)


def pages_of(person: Person) -> list[str]:
    """Return what stands on somebody's pages."""
    return [entry.plain for entry in Entry.objects.of(again(person))]


def leaves_nothing(evening: Evening) -> None:
    """Look whether a talk is gone with all that was typed in it."""
    assert evening.browser.get(evening.path).status_code == 404
    assert not Draft.objects.exists()


def test_what_came_out_of_a_talk_on_one_phone_is_kept_as_ones_own_page(agreed: Evening, ada: Person) -> None:
    assert "as only you are signed in here" in agreed.page
    # One's own promise is there to be kept; the other's is theirs.
    assert box(agreed).strip() == "canary-ember-940 I ring first"
    answer = close(agreed, "keep", "canary-ember-942 I ring first, on Sundays")
    assert "canary-ember-942" in answer.content.decode()
    assert pages_of(ada) == ["canary-ember-942 I ring first, on Sundays"]
    assert not SharedEntry.objects.exists()
    leaves_nothing(agreed)


def test_what_came_out_can_be_shared_after_it_was_seen(agreed: Evening, ada: Person) -> None:
    answer = close(agreed, "share", "canary-ember-943 soup on Wednesday")
    assert answer.redirect_chain[-1][0].endswith("/share/")
    assert "canary-ember-943" in answer.content.decode()
    assert pages_of(ada) == ["canary-ember-943 soup on Wednesday"]
    assert not SharedEntry.objects.exists()
    leaves_nothing(agreed)


def test_what_was_typed_before_closing_waits_in_the_journal(agreed: Evening, ada: Person) -> None:
    answer = close(agreed, "close", "canary-ember-944 half a thought")
    assert "It is in the form again" in answer.content.decode()
    assert "canary-ember-944 half a thought" in answer.content.decode()
    assert pages_of(ada) == []
    assert agreed.browser.get(agreed.path).status_code == 404


def test_what_is_closed_as_it_was_leaves_nothing(agreed: Evening, ada: Person) -> None:
    answer = close(agreed, "close", box(agreed))
    assert "Nothing of the talk is kept" in answer.content.decode()
    assert pages_of(ada) == []
    leaves_nothing(agreed)


def test_a_page_that_is_sent_twice_is_kept_once(agreed: Evening, ada: Person) -> None:
    found = re.search('name="id" value="([^"]+)"', agreed.page)
    assert found
    fields = {"id": found[1], "at": "/me/journal/", "then": "keep", "text": "canary-ember-945 once"}
    for _ in range(2):
        assert agreed.browser.post(agreed.path, fields, follow=True).status_code == 200
    assert pages_of(ada) == ["canary-ember-945 once"]
    leaves_nothing(agreed)


def test_nothing_is_no_page_and_no_page_is_made_of_a_talk_that_goes_on(
    agreed: Evening, look: Evening, ada: Person
) -> None:
    assert close(agreed, "keep", " ").status_code == 422
    fields = {"then": "keep", "text": "canary-ember-946"}
    answer = look.browser.post(look.path, fields)
    assert answer.headers["Location"] == look.path
    assert pages_of(ada) == []


def test_a_talk_that_nothing_comes_out_of_is_simply_closed(ada: Person, browser_of: Browser) -> None:
    evening = Evening(browser_of(ada), ada, "closer-evening")
    evening.tap("stop")
    assert "What came out of it?" not in evening.page
    evening.tap("done")
    leaves_nothing(evening)


def test_a_neutral_look_is_written_alone_and_then_kept_or_shared(look: Evening, ada: Person) -> None:
    assert "It waits for you." in look.page
    assert "Nobody has to agree" not in look.page
    for number in range(4):
        look.tap("act", text=f"canary-ember-947 line {number}")
    written = "\n\n".join(f"canary-ember-947 line {number}" for number in range(4))
    assert "See how it looks to them" in look.page
    assert box(look).strip() == written
    close(look, "share", written)
    assert pages_of(ada) == [written]
    leaves_nothing(look)


def test_a_look_on_paper_can_become_a_page_afterwards_or_not(look: Evening, ada: Person) -> None:
    for _ in range(4):
        look.tap("act", text="")
    assert "Write a page of it" in look.page
    assert box(look).strip() == ""
    close(look, "close", "")
    assert pages_of(ada) == []
    leaves_nothing(look)


def test_what_was_written_in_a_look_outlives_quiet_and_stopping(look: Evening) -> None:
    look.tap("act", text="canary-ember-948")
    look.tap("pause:20", text="canary-ember-949 begun")
    assert "I am back" in look.page
    look.tap("resume")
    assert box(look).strip() == "canary-ember-949 begun"
    look.tap("pause:20", text="canary-ember-949 begun and more")
    look.tap("stop")
    assert box(look).strip() == "canary-ember-948\n\ncanary-ember-949 begun and more"
    assert b"canary" not in b"".join(bytes(row.sealed) for row in Draft.objects.all())
    close(look, "close", box(look))
    leaves_nothing(look)


def test_steps_back_in_a_look_lose_nothing(look: Evening) -> None:
    for number in range(2):
        look.tap("act", text=f"canary-ember-951 line {number}")
    look.tap("back", text="canary-ember-951 line 2, begun")
    assert box(look).strip() == "canary-ember-951 line 1"
    look.tap("back", text="canary-ember-951 line 1, better")
    assert box(look).strip() == "canary-ember-951 line 0"
    assert "canary-ember-951 line 2, begun" in look.page
    look.tap("act", text="canary-ember-951 line 0")
    assert box(look).strip() == "canary-ember-951 line 1, better"
    look.tap("act", text="")
    assert box(look).strip() == "canary-ember-951 line 2, begun"
    look.tap("stop", text="canary-ember-951 line 2")
    assert box(look).strip() == "canary-ember-951 line 0\n\ncanary-ember-951 line 2"


def test_what_was_typed_last_in_a_look_is_what_stands_in_its_box(look: Evening) -> None:
    look.tap("pause:20", text="canary-ember-952 begun")
    look.tap("resume")
    keep(look, "canary-ember-952 begun, and more")
    assert box(look).strip() == "canary-ember-952 begun, and more"


def test_what_is_let_go_is_gone_however_often_it_is_tapped(look: Evening, ada: Person) -> None:
    look.tap("act", text="canary-ember-953")
    keep(look, "canary-ember-953 not handed in")
    look.browser.post(look.path, {"do": "stop", "revision": look.revision, "turn": "2", "who": "0"})
    assert "Let it go" in look.page
    for _ in range(2):
        answer = close(look, "let-go", "canary-ember-953 changed")
        assert "Nothing of the talk is kept" in answer.content.decode()
    assert pages_of(ada) == []
    leaves_nothing(look)


def keep(evening: Evening, text: str) -> None:
    """Let the page keep what is being typed."""
    found = re.search('<keep-draft src="([^"]+)"', evening.page)
    assert found
    evening.browser.post(unescape(found[1]), {"text": text, "at": evening.path})


def test_a_page_may_be_as_long_in_both_places() -> None:
    assert forms.LONGEST_PAGE == bodies.LONGEST_PAGE


def test_what_is_being_typed_in_a_look_is_kept_meanwhile(look: Evening) -> None:
    keep(look, "canary-ember-950 half")
    assert box(look).strip() == "canary-ember-950 half"
    look.tap("act", text="canary-ember-950 whole")
    assert box(look).strip() == ""
    assert Draft.objects.count() == 1
