"""The coach beside a box, in a browser: a harsh opening becomes a soft one, and nobody else learns of it."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.conftest import PHONE, Opener, Server, Window
from tests.browser.journey import begin
from tests.browser.talking import WRITTEN, Talkers, begin_talk, box, meet, opened

pytestmark = [pytest.mark.browser, pytest.mark.once]

HARSH = "You never listen to me when I come home."
SITUATION = "When you do not listen to me when I come home"
SOFT = f"{SITUATION}, I feel lonely. I would like ten minutes with a cup of tea."


@pytest.fixture(scope="module")
def pair(chromium: Browser, place: Server) -> Iterator[Talkers]:
    """Two people, with a phone each."""
    with opened(chromium, place, 2) as windows:
        yield meet(windows)


@pytest.fixture
def ada(place: Server, open_window: Opener) -> Window:
    """Ada, at a fresh page of her journal."""
    window = open_window(place, PHONE)
    begin(window, "Ada", f"Ada {os.urandom(3).hex()}")
    window.go("/me/journal/")
    return window


def panel(page: Page) -> Locator:
    """Return what the coach says."""
    return page.locator("[data-panel]")


def rest_at(page: Page, text: str) -> Locator:
    """Type into the page's box, rest, and return the coach's first remark."""
    page.locator("main textarea").first.fill(text)
    expect(panel(page)).to_be_visible()
    return panel(page).locator(".coach-remark").first


def harsh_in_a_talk(pair: Talkers, about: str, first: str) -> Locator:
    """Begin a talk, let Ada write harshly in it, and return the coach's first remark."""
    ada = pair.windows[0]
    begin_talk(pair, "listening", WRITTEN, about)
    pair.tap(ada, "Give it", first)
    box(ada).fill(HARSH)
    return panel(ada.page).locator(".coach-remark").first


def test_a_harsh_opening_becomes_a_soft_one(pair: Talkers) -> None:
    ada, bo = pair.windows
    remark = harsh_in_a_talk(pair, "Evenings", "The hour after work.")
    expect(remark).to_contain_text("“Always” and “never”")
    expect(ada.page.locator("[data-coach-says]")).to_contain_text("below")
    remark.locator("summary").click()
    remark.get_by_label("What you feel; you choose the word").fill("lonely")
    remark.get_by_label("What you would like").fill("ten minutes with a cup of tea")
    remark.get_by_role("button", name="Put it in my text").click()
    expect(box(ada)).to_have_value(SOFT)
    expect(panel(ada.page).locator(".coach-good")).to_contain_text("You name a feeling")
    expect(panel(ada.page)).not_to_contain_text("“Always” and “never”")
    assert "coach" not in bo.page.locator("[data-live]").inner_text().lower()
    pair.tap(ada, "Give it", SOFT)
    expect(bo.page.locator("[data-live]")).to_contain_text(SOFT)
    assert "Always" not in bo.page.content()
    _he_says_it_back(pair)


def _he_says_it_back(pair: Talkers) -> None:
    """What is given back, and what not yet, is told to him alone while he writes."""
    ada, bo = pair.windows
    box(bo).fill("So when I do not listen to you when you come home, you feel lonely.")
    heard = panel(bo.page).locator(".coach-heard")
    expect(heard).to_contain_text("You give back:")
    expect(heard).to_contain_text("Not found in your words yet:")
    expect(heard).to_contain_text("tea")
    assert "Not found in your words yet" not in ada.page.content()


def test_a_remark_is_put_aside_or_silenced_and_heard_again(ada: Window) -> None:
    page = ada.page
    remark = rest_at(page, HARSH)
    remark.get_by_role("button", name="Put it aside").click()
    expect(panel(page)).to_be_hidden()
    page.locator("main textarea").first.press_sequentially(" It rained.")
    page.wait_for_timeout(1500)
    expect(panel(page)).to_be_hidden()
    remark = rest_at(page, "You always forget the milk.")
    remark.get_by_role("button", name="Not helpful").click()
    undo = panel(page).get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    undo.click()
    expect(page.locator("main textarea").first).to_be_focused()
    remark.get_by_role("button", name="Not helpful").click()
    expect(undo).to_be_focused()
    ada.go("/coach/")
    expect(page.locator("main")).to_contain_text("What you did not find helpful")
    ada.press("Hear it again")
    expect(page.locator("main")).not_to_contain_text("What you did not find helpful")
    ada.press("Turn the coach off")
    ada.go("/me/journal/")
    expect(page.locator("coach-beside")).to_have_count(0)


def test_a_try_that_was_put_in_can_be_taken_back_by_the_browser(ada: Window) -> None:
    page = ada.page
    before = f"Dear Bo 🌧️\n{HARSH} Good night."
    remark = rest_at(page, before)
    remark.locator("summary").click()
    remark.get_by_role("button", name="Put it in my text").click()
    writing = page.locator("main textarea").first
    expect(writing).to_have_value(f"Dear Bo 🌧️\n{SITUATION}, I feel … I would like … Good night.")
    page.keyboard.press("Control+z")
    expect(writing).to_have_value(before)


def test_by_keyboard_one_reaches_each_remark_and_the_box_again(ada: Window) -> None:
    page = ada.page
    rest_at(page, HARSH)
    writing = page.locator("main textarea").first
    writing.focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Look it over")).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel(page)).to_be_visible()
    aside = panel(page).get_by_role("button", name="Put it aside").first
    aside.focus()
    page.keyboard.press("Enter")
    expect(writing).to_be_focused()


def test_a_try_put_in_while_the_words_are_about_to_go_holds_them_back(pair: Talkers) -> None:
    ada, bo = pair.windows
    remark = harsh_in_a_talk(pair, "Mornings", "The hour before work.")
    remark.locator("summary").click()
    # The test may be slower than five seconds.
    ada.page.locator("send-later").evaluate("one => one.setAttribute('seconds', '60')")
    ada.page.get_by_role("button", name="Give it", exact=True).click()
    expect(ada.page.locator(".sending")).to_be_visible()
    remark.get_by_role("button", name="Put it in my text").click()
    expect(ada.page.locator(".sending")).to_have_count(0)
    expect(box(ada)).to_be_editable()
    expect(box(ada)).to_have_value(f"{SITUATION}, I feel … I would like …")
    expect(bo.page.locator("[data-live]")).not_to_contain_text("I feel")


def test_without_a_connection_it_says_so_only_where_it_was_asked(ada: Window) -> None:
    page = ada.page
    remark = rest_at(page, HARSH)
    page.route("**/coach/**", lambda route: route.abort())
    remark.get_by_role("button", name="Not helpful").click()
    expect(page.locator("[data-coach-says]")).to_contain_text("No answer came")
    expect(page.locator("main textarea").first).to_have_value(HARSH)
    page.get_by_role("button", name="Look it over").click()
    expect(page.locator("[data-coach-says]")).to_contain_text("No answer came")


def test_without_a_connection_it_is_simply_silent(ada: Window) -> None:
    page = ada.page

    def gone(route: Route) -> None:
        route.abort()

    page.route("**/coach/beside/**", gone)
    page.locator("main textarea").first.fill(HARSH)
    page.wait_for_timeout(1500)
    expect(panel(page)).to_be_hidden()
    page.unroute("**/coach/beside/**", gone)
    ada.press("Keep this page")
    expect(page.locator("article")).to_contain_text(HARSH)
