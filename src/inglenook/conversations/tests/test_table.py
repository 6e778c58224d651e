"""A talk on one phone: whose turn it is, tapped once, kept sealed, gone when it is over."""

import random
from uuid import UUID

import pytest
from conftest import again, mine

from inglenook.bonds.models import About, Bond
from inglenook.conversations.table import PLACE, find, screen_of, unfinished
from inglenook.conversations.tests.conftest import Browser, Evening
from inglenook.guide.content import library
from inglenook.guide.protocols import Protocol
from inglenook.people.drafts import Draft
from inglenook.people.models import Person
from inglenook.safety.footing import note
from inglenook.vault.records import new_id


@pytest.fixture
def evening(ada: Person, browser_of: Browser) -> Evening:
    return Evening(browser_of(ada), ada, "listening")


def test_a_talk_says_whose_turn_it_is_and_what_the_others_do(evening: Evening) -> None:
    page = evening.page
    assert '<h1 class="whose">Ada</h1>' in page
    assert "Everybody else:" in page
    evening.tap_first()
    evening.tap_first()
    page = evening.page
    assert "Pass the phone to Bo." in page
    assert "Say back what you heard" in page


def test_what_is_tapped_twice_happens_once(evening: Evening) -> None:
    old = evening.revision
    evening.tap("act")
    now = evening.page
    assert evening.browser.post(evening.path, {"revision": old, "do": "act"}).status_code == 302
    assert "or on a slip" not in now
    assert evening.revision == old + 1


def test_a_locked_way_is_explained(evening: Evening) -> None:
    for _ in range(3):
        evening.tap_first()
    evening.tap("act:yes")
    evening.tap("act:enough")
    evening.tap("skip")
    page = evening.tap("act:solve", status=409)
    assert "each of you has said that you feel understood" in page
    evening.tap("act:change-over")
    assert '<h1 class="whose">Bo</h1>' in evening.page


def test_a_step_is_taken_back(evening: Evening) -> None:
    evening.tap("back")
    first = evening.page
    evening.tap_first()
    assert evening.page != first
    evening.tap("back")
    assert "What would you like to talk about?" in evening.page


def test_a_step_back_takes_back_ones_own_words_alone(ada: Person, browser_of: Browser) -> None:
    evening = Evening(browser_of(ada), ada, "ground-rules-talk", "Ada, Bo, Dana")
    for number in (1, 2):
        evening.tap("act", text=f"canary-back-{number}")
    evening.tap("pause:20")
    evening.tap("resume")
    evening.tap("back")
    assert '<h1 class="whose">Bo</h1>' in evening.page
    found = find(again(ada), evening.id)
    assert found
    assert [one.text for one in found[0].written] == ["canary-back-1"]


def test_nobody_answers_anew_once_all_is_open(ada: Person, browser_of: Browser) -> None:
    evening = Evening(browser_of(ada), ada, "ground-rules-talk")
    for number in (1, 2):
        evening.tap("act", text=f"canary-open-{number}")
    assert "One step back" not in evening.page
    evening.tap("back")
    assert all(f"canary-open-{number}" in evening.page for number in (1, 2))


def test_what_was_begun_waits_through_quiet(ada: Person, browser_of: Browser) -> None:
    evening = Evening(browser_of(ada), ada, "ground-rules-talk")
    evening.tap("pause:20", text="canary-begun-1\r\nand more")
    assert "canary-begun-1" not in evening.page
    evening.tap("resume")
    assert "canary-begun-1\nand more</textarea>" in evening.page
    # Nor is it lost where a button means nothing.
    assert "canary-ember-901</textarea>" in evening.tap("dance", status=409, text="canary-ember-901")


def test_whoever_stops_sees_nothing_that_was_written_unseen(ada: Person, browser_of: Browser) -> None:
    evening = Evening(browser_of(ada), ada, "ground-rules-talk")
    evening.tap("act", text="canary-table-7")
    evening.tap("stop")
    page = evening.page
    assert "You stopped here" in page
    assert "canary-table-7" not in page


def test_what_was_typed_twice_is_never_shown_to_the_next(ada: Person, browser_of: Browser) -> None:
    evening = Evening(browser_of(ada), ada, "ground-rules-talk")
    sent = {"revision": evening.revision, "do": "act", "turn": "0", "who": "0", "text": "canary-table-8"}
    for _ in range(2):
        assert evening.browser.post(evening.path, sent).status_code == 302
    assert '<h1 class="whose">Bo</h1>' in evening.page
    assert "canary-table-8" not in evening.page


def test_what_was_typed_in_an_old_tab_stays_in_sight_while_it_is_still_ones_turn(
    ada: Person, browser_of: Browser
) -> None:
    evening = Evening(browser_of(ada), ada, "ground-rules-talk")
    old = evening.revision
    evening.tap("pause:20")
    evening.tap("resume")
    sent = {"revision": old, "do": "act", "turn": "0", "who": "0", "text": "canary-table-9"}
    answer = evening.browser.post(evening.path, sent)
    assert answer.status_code == 409
    assert "canary-table-9" in answer.text
    assert "Here is where you are" in answer.text


def test_the_words_fit_the_kind_of_bond(ada: Person, browser_of: Browser) -> None:
    browser = browser_of(ada)
    private = Evening(browser, ada, "check-in-round").page
    colleagues = Bond.found(again(ada), About("colleagues"))
    browser.post(f"/bonds/{colleagues.id}/choose/")
    at_work = Evening(browser, ada, "check-in-round").page
    step = library().protocols["check-in-round"].steps[0]
    assert step.say[:30] in private
    assert step.others[0].say[:30] in at_work
    assert "All talks" not in browser.get("/talk/turns/").text
    assert "All talks" in browser.get("/talk/turns/?practice=listening").text


def test_quiet_is_asked_for_and_ends_when_they_are_back(evening: Evening) -> None:
    evening.tap("pause:7")
    assert "Quiet until" not in evening.page
    evening.tap("pause:20")
    assert "Quiet until" in evening.page
    evening.tap("act", status=409)
    evening.tap("resume")
    assert "What would you like to talk about?" in evening.page


def test_a_talk_that_was_stopped_closes_and_leaves_nothing(evening: Evening) -> None:
    evening.tap("stop")
    assert "You stopped here, and that is fine" in evening.page
    answer = evening.browser.post(evening.path, {"revision": evening.revision, "do": "done"})
    assert answer.headers["Location"] == "/talk/turns/?said=talked"
    assert not Draft.objects.exists()
    assert evening.browser.get(evening.path).status_code == 404


def test_what_is_written_unseen_is_shown_when_all_have(ada: Person, browser_of: Browser) -> None:
    evening = Evening(browser_of(ada), ada, "ground-rules-talk")
    evening.tap("act", text="canary-table-1")
    assert "canary-table-1" not in evening.page
    assert "Pass the phone to Bo." in evening.page
    evening.tap("act", text="canary-table-2")
    page = evening.page
    assert "canary-table-1" in page
    assert "canary-table-2" in page
    row = Draft.objects.get()
    assert b"canary" not in bytes(row.sealed)


def test_an_unfinished_talk_is_found_again_by_its_owner_alone(
    ada: Person, bo: Person, bond: Bond, browser_of: Browser
) -> None:
    evening = Evening(browser_of(ada), ada, "listening")
    assert "Not finished yet" in evening.browser.get("/talk/turns/").text
    assert [id for id, _, _ in unfinished(again(ada))] == [evening.id]
    other = browser_of(bo)
    assert "Not finished yet" not in other.get("/talk/turns/").text
    assert other.get(evening.path).status_code == 404
    assert other.post(evening.path, {"revision": 1, "do": "act"}).status_code == 404
    assert mine(bo, bond.id).others


@pytest.mark.parametrize("protocol", library().protocols.values(), ids=lambda one: one.id)
def test_every_talk_is_led_to_its_end(protocol: Protocol, ada: Person, browser_of: Browser) -> None:
    names = ", ".join("ABCDEF"[: protocol.people[0]])
    evening = Evening(browser_of(ada), ada, protocol.id, names)
    dice = random.Random(3)  # noqa: S311  (dice, no secret)
    for _ in range(200):
        found = find(again(ada), evening.id)
        assert found
        turn = screen_of(found[0])
        if turn is None:
            break
        assert turn.say.split("“")[0][:20] in evening.page.replace("&#39;", "'")
        open_ways = [one.id for one in turn.step.choices if one.id not in turn.locked] or [""]
        evening.tap(f"act:{dice.choice(open_ways)}")
    assert protocol.close.split("“")[0] in evening.page


REFUSED = {"": "Write down who", "Ada": "at least 2", "Ada, Ada": "at least 2", "A,B,C,D,E,F,G": "at most 6"}


@pytest.mark.parametrize(("names", "said"), REFUSED.items())
def test_who_is_here_is_asked_for_kindly(ada: Person, browser_of: Browser, names: str, said: str) -> None:
    note(again(ada), ada.id, is_open=True)
    answer = browser_of(ada).post("/talk/turns/listening/", {"id": new_id(), "names": names})
    assert answer.status_code in (200, 422)
    assert said in answer.text
    assert not Draft.objects.exists()


def test_names_of_the_bond_stand_there_already(
    ada: Person, bo: Person, bond: Bond, browser_of: Browser
) -> None:
    note(again(ada), bond.id, is_open=True)
    browser = browser_of(ada)
    browser.post(f"/bonds/{bond.id}/choose/")
    assert 'value="Ada, Bo"' in browser.get("/talk/turns/listening/").text


def test_a_form_sent_twice_begins_one_talk(ada: Person, browser_of: Browser) -> None:
    note(again(ada), ada.id, is_open=True)
    browser, id = browser_of(ada), new_id()
    for _ in range(2):
        browser.post("/talk/turns/listening/", {"id": id, "names": "Ada, Bo"})
    assert Draft.objects.count() == 1


def test_there_is_no_such_talk(ada: Person, browser_of: Browser) -> None:
    browser = browser_of(ada)
    assert browser.get("/talk/turns/no-such-talk/").status_code == 404
    assert browser.get(f"/talk/turns/table/{UUID(int=7)}/").status_code == 404
    assert browser.get("/talk/turns/?practice=no-such").status_code == 200


def test_another_draft_is_no_table(ada: Person, browser_of: Browser) -> None:
    browser, id = browser_of(ada), new_id()
    browser.post(f"/drafts/{id}/?at=/me/journal/", {"text": "canary-table-3"})
    assert find(again(ada), id) is None
    far = '[{"type": "pause", "who": 7, "at": 0, "until": 30}]'
    for odd in (
        "",
        "{",
        "[]",
        '{"protocol": "listening", "names": []}',
        '{"protocol": "none", "names": ["Ada"]}',
        f'{{"protocol": "listening", "names": ["Ada", "Bo"], "events": {far}}}',
    ):
        other = new_id()
        browser.post(f"/drafts/{other}/?at={PLACE}", {"table": odd})
        assert browser.get(f"/talk/turns/table/{other}/").status_code == 404, odd
    assert browser.get("/talk/turns/").status_code == 200
    assert PLACE.startswith("/talk/turns/")
