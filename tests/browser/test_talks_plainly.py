"""Talks without hurry and without scripts: over some days, and by loading a page anew."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener, Server, Window
from tests.browser.talking import (
    OVER,
    OVER_DAYS,
    WRITTEN,
    box,
    live,
    meet,
    propose,
    talk_button,
    title,
)

pytestmark = [pytest.mark.browser, pytest.mark.once]

WAITING = "A talk is waiting"


def test_two_people_talk_without_scripts(place: Server, open_window: Opener) -> None:
    ada, bo = (open_window(place, java_script_enabled=False) for _ in range(2))
    pair = meet([ada, bo])
    propose(pair, "listening", WRITTEN, "canary-ember-470 by hand")
    tap(bo, "I am here and ready")
    tap(ada, "I am here and ready")
    tap(ada, "Give it", "canary-ember-471 the letter")
    tap(ada, "Give it", "canary-ember-472 I waited for it")
    sees(bo, "Your turn", "canary-ember-472 I waited for it")
    tap(bo, "Give it", "canary-ember-473 you waited for it")
    sees(ada, "Your turn", "canary-ember-473 you waited for it")
    tap(ada, "Yes, that is it")
    tap(ada, "I feel understood")
    tap(bo, "Skip this", anew=True)
    tap(bo, "Stop here")
    for window in pair.windows:
        sees(window, OVER, "canary-ember-472 I waited for it")
        assert [live(window.page).count(f"canary-ember-{number}") for number in (471, 472, 473)] == [1, 1, 1]


def tap(window: Window, name: str, text: str = "", *, anew: bool = False) -> None:
    """Write and tap, after loading the page anew where somebody else has acted."""
    if anew:
        window.page.reload()
    if text:
        box(window).fill(text)
    with window.page.expect_navigation():
        talk_button(window, name).click()


def sees(window: Window, says: str, text: str) -> None:
    """Load the page anew, and see what it says now."""
    window.page.reload()
    expect(title(window)).to_have_text(says)
    expect(window.page.locator("main")).to_contain_text(text)


def test_a_talk_over_some_days_waits_for_whose_turn_it_is(place: Server, open_window: Opener) -> None:
    ada, bo = open_window(place), open_window(place)
    pair = meet([ada, bo])
    propose(pair, "listening", OVER_DAYS, "canary-ember-474 the garden")
    where = ada.page.url
    waits_for(bo, ada)
    for window in (bo, ada):
        window.page.goto(where)
    pair.tap(bo, "Yes, let us")
    expect(title(bo)).to_have_text("A good time to talk?")
    pair.tap(ada, "Yes, let us")
    pair.says_whose_turn(0)
    waits_for(ada, bo)
    for window in (ada, bo):
        window.page.goto(where)
    pair.tap(ada, "Give it", "canary-ember-475 the hedge")
    pair.tap(ada, "Give it", "canary-ember-476 it grows over my head")
    pair.says_whose_turn(1)
    waits_for(bo, ada)
    bo.page.locator("main a", has_text=WAITING).click()
    expect(bo.page.locator("main")).to_contain_text("canary-ember-476")


def waits_for(one: Window, other: Window) -> None:
    """Look at Today of both: the talk waits for the one, and not for the other."""
    for window in (one, other):
        window.go("/")
    expect(one.page.locator("main")).to_contain_text(WAITING)
    expect(one.page.locator("main")).not_to_contain_text("canary-ember")
    expect(other.page.get_by_role("heading", level=1)).to_be_visible()
    expect(other.page.locator("main")).not_to_contain_text(WAITING)
