"""Tapping in a talk: what is held back stays, what is tapped in two tabs counts once, back shows what is."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Server, Window
from tests.browser.talking import (
    ALOUD,
    LAMPS,
    PATIENCE,
    WRITTEN,
    Talkers,
    acts,
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

FIRST = "canary-ember-460 the gate was"
LATER = "canary-ember-461 the gate was left open"
NEWS = "canary-ember-478 and nobody shut it"
LEFT = "canary-ember-462 all night, and the hens"


@pytest.fixture(scope="module")
def both(chromium: Browser, place: Server) -> Iterator[Talkers]:
    """The two people of this file."""
    with opened(chromium, place, 2) as windows:
        yield meet(windows)


@pytest.fixture
def pair(both: Talkers) -> Talkers:
    """The same two, before a talk of their own."""
    both.afresh()
    return both


def turns(place: Server) -> int:
    """Return how much has happened in all talks."""
    return int(place.ask("SELECT count(*) FROM conversations_turn")[0][0])


def begin_to_give(window: Window, text: str) -> None:
    """Write and tap, and see that it goes in a moment."""
    box(window).fill(text)
    talk_button(window, "Give it").click()
    expect(window.page.locator(".sending")).to_contain_text("It goes in a moment")
    expect(box(window)).not_to_be_editable()


def test_what_is_held_back_is_still_there_and_goes_later_once(pair: Talkers, place: Server) -> None:
    ada, _bo = pair.windows
    begin_talk(pair, "listening", WRITTEN, "canary-ember-463 the hens")
    before = turns(place)
    begin_to_give(ada, FIRST)
    ada.press("Wait, not yet")
    expect(ada.page.locator(".sending")).to_have_count(0)
    expect(box(ada)).to_have_value(FIRST)
    expect(box(ada)).to_be_editable()
    # What was held back would have gone before this does.
    pair.tap(ada, "Give it", LATER)
    assert turns(place) == before + 1
    for window in pair.windows:
        expect(window.page.locator("main")).to_contain_text(LATER)
        assert live(window.page).count(LATER) == 1
        assert FIRST not in live(window.page).replace(LATER, "")


def test_who_leaves_the_page_meanwhile_has_not_sent_anything(pair: Talkers, place: Server) -> None:
    ada, bo = pair.windows
    begin_talk(pair, "listening", WRITTEN, "canary-ember-464 the hens")
    before, where = turns(place), ada.page.url
    begin_to_give(ada, LEFT)
    # What is held back goes on being kept.
    expect(ada.page.locator(".kept").first).to_contain_text("Kept")
    ada.go("/")
    ada.page.goto(where)
    expect(box(ada)).to_have_value(LEFT)
    expect(bo.page.locator("main")).not_to_contain_text(LEFT)
    assert turns(place) == before
    # By now it would have gone, had leaving not held it back.
    give(ada, talk_button(ada, "Give it"))
    assert turns(place) == before + 1
    expect(bo.page.locator("main")).to_contain_text(LEFT)
    assert live(bo.page).count(LEFT) == 1
    expect(box(ada)).to_have_value("")


def test_news_meanwhile_neither_stops_nor_doubles_what_goes(pair: Talkers, place: Server) -> None:
    ada, bo = pair.windows
    begin_talk(pair, "listening", WRITTEN, "canary-ember-477 the news")
    before = turns(place)
    begin_to_give(ada, NEWS)
    with ada.page.expect_navigation(timeout=PATIENCE):
        bo.page.locator("summary", has_text="Words to find back with").click()
        phrase = bo.page.locator("button[form=turn][value^=say]").first
        said = phrase.inner_text()
        phrase.click()
        expect(bo.page.locator("main .hear", has_text=said)).to_be_visible()
    assert turns(place) == before + 2
    for window in pair.windows:
        expect(window.page.locator("main")).to_contain_text(NEWS)
        assert live(window.page).count(NEWS) == 1


def test_the_screen_stays_awake_only_while_the_talk_runs(pair: Talkers) -> None:
    ada, bo = pair.windows
    begin_talk(pair, "listening", ALOUD, "canary-ember-741 the lamp")
    ada.page.add_init_script(LAMPS)
    ada.page.reload()
    lamps = ada.page.locator("html")
    expect(lamps).to_have_attribute("data-lamps", "1")
    pair.tap(ada, "Done")
    expect(lamps).to_have_attribute("data-lamps", "1")
    bo.page.locator("summary", has_text="Too much just now?").click()
    give(bo, talk_button(bo, "20 minutes"))
    expect(lamps).to_have_attribute("data-lamps", "0")


def hears_nothing(route: Route) -> None:
    """Keep from a page what would tell it that something has changed."""
    is_news = route.request.resource_type == "eventsource" or "x-fragment" in route.request.headers
    route.abort() if is_news else route.continue_()


def second_tab(window: Window) -> Window:
    """Open the page of a window in another tab, which does not hear of changes."""
    page: Page = window.context.new_page()
    page.set_default_timeout(10_000)
    page.route("**/*", hears_nothing)
    page.goto(window.page.url)
    return Window(window.context, page, window.address)


def test_the_same_tap_in_two_tabs_counts_once(pair: Talkers, place: Server) -> None:
    ada, bo = pair.windows
    begin_talk(pair, "listening", ALOUD, "canary-ember-465 the tabs")
    for window in (ada, ada, bo):
        pair.tap(window, "Done")
    before = turns(place)
    second = second_tab(ada)
    pair.tap(ada, "Yes, that is it")
    give(second, talk_button(second, "Yes, that is it"))
    expect(talk_button(second, "I feel understood")).to_be_visible()
    assert turns(place) == before + 1
    pair.tap(ada, "There is more")
    give(second, talk_button(second, "I feel understood"))
    expect(second.page.get_by_role("alert")).to_contain_text("That step is already done")
    expect(talk_button(second, "Done")).to_be_visible()
    assert turns(place) == before + 2
    pair.tap(ada, "Done")
    pair.says_whose_turn(1)


def test_other_words_from_a_second_tab_are_not_lost(pair: Talkers, place: Server) -> None:
    ada, bo = pair.windows
    begin_talk(pair, "listening", WRITTEN, "canary-ember-479 the tabs")
    before = turns(place)
    second = second_tab(ada)
    pair.tap(ada, "Give it", "canary-ember-480 from one tab")
    give(second, talk_button(second, "Give it"), "canary-ember-481 from the other")
    expect(second.page.get_by_role("alert")).to_contain_text("That step is already done")
    expect(second.page.locator("main")).to_contain_text("canary-ember-481 from the other")
    assert turns(place) == before + 1
    expect(bo.page.locator("main")).not_to_contain_text("canary-ember-481")


def test_back_shows_the_talk_as_it_is_now(pair: Talkers) -> None:
    ada, bo = pair.windows
    begin_talk(pair, "listening", WRITTEN, "canary-ember-466 the way back")
    pair.tap(ada, "Give it", "canary-ember-467 the first thing")
    pair.tap(ada, "Give it", "canary-ember-468 how it is for me")
    now, where = live(ada.page), ada.page.url
    ada.page.go_back()
    expect(ada.page).to_have_url(where)
    expect(title(ada)).to_have_text("Bo has the turn")
    assert not acts(ada)
    expect(ada.page.locator("[data-live]")).to_have_text(now, use_inner_text=True)
    pair.tap(bo, "Give it", "canary-ember-469 so that is how it is")
    expect(title(ada)).to_have_text("Your turn")
