"""Calm in a talk: a pause suggested, never forced; a ring without numbers; a phone that sleeps and wakes."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Request, expect

from tests.browser.conftest import Server, Window
from tests.browser.talking import (
    ALOUD,
    LAMPS,
    PATIENCE,
    WATCH,
    WRITTEN,
    Talkers,
    begin_talk,
    box,
    give,
    live,
    meet,
    opened,
    talk_button,
    title,
)

pytestmark = pytest.mark.browser

LEVELS = ("Calm", "A little", "Stirred", "Very", "I can hardly think")
GONE = "No connection just now"
# What a browser tells a page when its phone goes to sleep, and when somebody takes it up again.
SLEEP = """(asleep) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => asleep });
  Object.defineProperty(document, "visibilityState", {
    configurable: true,
    get: () => (asleep ? "hidden" : "visible"),
  });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture(scope="module")
def both(chromium: Browser, place: Server) -> Iterator[Talkers]:
    """The two people of this file."""
    with opened(chromium, place, 2) as windows:
        yield meet(windows)


@pytest.fixture
def pair(both: Talkers) -> Iterator[Talkers]:
    """The same two, before a talk of their own; the network is back after it, whatever happened."""
    both.afresh()
    yield both
    for window in both.windows:
        window.context.set_offline(False)


def turns(place: Server) -> int:
    """Return how much has happened in all talks."""
    return int(place.ask("SELECT count(*) FROM conversations_turn")[0][0])


def open_fold(window: Window, says: str) -> None:
    """Open what is folded away under a line."""
    window.page.locator("summary", has_text=says).click()


def test_a_pause_is_suggested_from_very_on_and_never_forced(pair: Talkers, place: Server) -> None:
    ada, bo = pair.windows
    begin_talk(pair, "listening", ALOUD, "canary-ember-930 the bins")
    before, asked = turns(place), list[Request]()

    def note(request: Request) -> None:
        asked.append(request)

    ada.page.on("request", note)
    open_fold(ada, "Too much just now?")
    suggestion = ada.page.locator(".suggest")
    expect(suggestion).to_be_hidden()
    for level, name in enumerate(LEVELS, 1):
        ada.page.get_by_label(name, exact=True).check()
        expect(suggestion).to_be_visible(visible=level >= 4)
    expect(suggestion).to_contain_text("You can also go on")
    # How stirred up somebody is stays on their screen, and stops nothing.
    assert [one.url for one in asked if one.method == "POST"] == []
    assert turns(place) == before
    expect(title(bo)).to_have_text("Ada has the turn")
    pair.tap(ada, "Done")
    pair.says_whose_turn(0)
    assert "stirred" not in "".join(one.post_data or "" for one in asked)
    assert turns(place) == before + 1


def says_a_phrase(window: Window) -> None:
    """Let somebody tap one of the words to find back with."""
    open_fold(window, "Words to find back with")
    give(window, window.page.locator("button[form=turn][value^=say]").first)


def test_a_phone_that_slept_shows_on_waking_how_it_is_now(pair: Talkers, place: Server) -> None:
    ada, bo = pair.windows
    begin_talk(pair, "listening", WRITTEN, "canary-ember-932 the roof")
    give(ada, talk_button(ada, "Give it"), "canary-ember-933 the drip")
    expect(bo.page.locator("main")).to_contain_text("canary-ember-933")
    before, slept = turns(place), live(bo.page)
    falls_asleep(bo)
    give(ada, talk_button(ada, "Give it"), "canary-ember-934 I lie and listen to it")
    assert live(bo.page) == slept
    wakes(bo)
    expect(title(bo)).to_have_text("Your turn")
    box(bo).fill("canary-ember-935 you lie")
    falls_asleep(bo)
    says_a_phrase(ada)
    wakes(bo)
    expect(bo.page.locator("main .hear", has_text="Ada:")).to_be_visible()
    expect(box(bo)).to_have_value("canary-ember-935 you lie")
    assert bo.page.evaluate("window.sameAsBefore"), "the page was loaded anew"
    pair.tap(bo, "Give it", "canary-ember-935 you lie and listen")
    assert turns(place) == before + 3
    for window in pair.windows:
        assert [live(window.page).count(f"canary-ember-{number}") for number in (934, 935)] == [1, 1]


def falls_asleep(window: Window) -> None:
    """Let a phone sleep, and note whether its page is loaded anew before it wakes."""
    window.page.evaluate(WATCH)
    window.page.evaluate(SLEEP, True)


def wakes(window: Window) -> None:
    """Take a phone up again."""
    window.page.evaluate(SLEEP, False)


def test_a_phone_that_wakes_without_a_network_catches_up_once_there_is_one(
    pair: Talkers, place: Server
) -> None:
    ada, bo = pair.windows
    begin_talk(pair, "listening", ALOUD, "canary-ember-936 the cellar")
    bo.page.add_init_script(LAMPS)
    bo.page.reload()
    lamps = bo.page.locator("html")
    expect(lamps).to_have_attribute("data-lamps", "1")
    before = turns(place)
    falls_asleep(bo)
    expect(lamps).to_have_attribute("data-lamps", "0")
    bo.context.set_offline(True)
    for _ in range(2):
        give(ada, talk_button(ada, "Done"))
    wakes(bo)
    expect(bo.page.locator(".live-status")).to_contain_text(GONE, timeout=PATIENCE)
    expect(title(bo)).to_have_text("Ada has the turn")
    bo.context.set_offline(False)
    expect(title(bo)).to_have_text("Your turn", timeout=2 * PATIENCE)
    expect(bo.page.locator(".live-status")).not_to_contain_text(GONE)
    expect(lamps).to_have_attribute("data-lamps", "1")
    assert bo.page.evaluate("window.sameAsBefore"), "the page was loaded anew"
    pair.tap(bo, "Done")
    expect(title(ada)).to_have_text(re.compile("^Your turn$"))
    assert turns(place) == before + 3


def test_the_minutes_of_a_step_are_counted_only_for_whoever_wants_to_see_them(pair: Talkers) -> None:
    # Last in this file: her clock stays in our hands.
    ada, bo = pair.windows
    begin_talk(pair, "listening", ALOUD, "canary-ember-931 the clock")
    pair.tap(ada, "Done")
    ada.page.clock.install()
    ada.page.reload()
    told = ada.page.locator("talk-ring p")
    expect(ada.page.locator("talk-ring svg")).to_be_visible()
    ada.page.clock.run_for(70_000)
    expect(told).to_have_text("About 3 minutes")
    ada.press("Show the minutes")
    expect(told).to_have_text("1 of 3 minutes")
    ada.page.clock.run_for(60_000)
    expect(told).to_have_text("2 of 3 minutes")
    says_a_phrase(bo)
    # The page is drawn anew meanwhile: who wanted them goes on seeing them.
    expect(ada.page.locator("main .hear", has_text="Bo:")).to_be_visible()
    expect(told).to_have_text("2 of 3 minutes")
    expect(bo.page.locator("talk-ring p")).to_have_text("About 3 minutes")
    ada.page.clock.run_for(60_000)
    expect(told).to_have_text("The time for this step is over. Finish your sentence.")
