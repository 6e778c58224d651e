"""The network goes, comes back or dawdles, the server is started anew: no word is lost or written twice."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Opener, Server, Window, start_server
from tests.browser.journey import begin, invite

pytestmark = pytest.mark.browser

SLOW = {"offline": False, "latency": 1200, "downloadThroughput": -1, "uploadThroughput": -1}


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[list[Server]]:
    """The servers a test has started, the last one running: on the same port, with the same data."""
    running = [start_server(tmp_path)]
    yield running
    running[-1].stop()


def start_again(servers: list[Server]) -> None:
    """Start the stopped server once more."""
    old = servers[-1]
    servers.append(start_server(old.data.parent, port=urlsplit(old.address).port))


def test_what_is_typed_without_a_connection_is_kept_when_it_is_back(
    place: Server, open_window: Opener
) -> None:
    ada = open_window(place)
    begin(ada, "Ada Tunnel")
    page = ada.page
    ada.go("/me/journal/")
    box, status = page.locator("main textarea").first, page.locator(".kept").first
    ada.context.set_offline(True)
    box.fill("canary-ember-150 in the tunnel")
    expect(status).to_contain_text("Not kept yet")
    box.fill("canary-ember-150 in the tunnel, and out of it")
    ada.context.set_offline(False)
    expect(status).to_contain_text("Kept, sealed")
    page.reload()
    expect(page.locator("main textarea").first).to_have_value("canary-ember-150 in the tunnel, and out of it")


def test_what_is_typed_as_one_goes_is_kept_while_something_is_still_on_its_way(
    place: Server, open_window: Opener
) -> None:
    ada = open_window(place)
    begin(ada, "Ada Leaving")
    page, held = ada.page, list[Route]()
    ada.go("/me/journal/")
    box, status = page.locator("main textarea").first, page.locator(".kept").first
    box.fill("canary-ember-740 so")
    expect(status).to_contain_text("Kept, sealed")
    page.route("**/drafts/**", lambda route: held.append(route), times=1)
    box.fill("canary-ember-740 so far")
    page.wait_for_timeout(1500)
    box.fill("canary-ember-740 so far, so good")
    with page.expect_response("**/drafts/**"):
        page.evaluate("document.dispatchEvent(new Event('leaving'))")
    held[0].continue_()
    page.wait_for_timeout(1000)
    box.press_sequentially(".")
    with page.expect_response("**/drafts/**") as answer:
        pass
    assert answer.value.status == 200
    expect(status).to_contain_text("Kept, sealed")
    page.reload()
    expect(page.locator("main textarea").first).to_have_value("canary-ember-740 so far, so good.")


def test_a_slow_answer_writes_once_and_leaves_no_draft_behind(place: Server, open_window: Opener) -> None:
    ada = open_window(place)
    begin(ada, "Ada Slow")
    page = ada.page
    ada.go("/me/journal/")
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)
    keep = page.get_by_role("button", name="Keep this page", exact=True)
    with page.expect_request("**/drafts/**"):
        page.locator("main textarea").first.fill("canary-ember-151 take your time")
    # The draft is under way; whoever is impatient presses twice.
    keep.click()
    keep.click(no_wait_after=True)
    expect(page.locator("article")).to_contain_text("canary-ember-151")
    ada.go("/me/")
    expect(page.locator(".history .rows li")).to_have_count(1)
    ada.go("/me/journal/")
    expect(page.locator("main textarea").first).to_have_value("")


def test_a_waiting_page_goes_on_after_the_server_was_started_anew(
    servers: list[Server], open_window: Opener
) -> None:
    ada, bo = open_window(servers[0]), open_window(servers[0])
    where = _ask(ada, bo)
    _answer(ada, where, "canary-ember-152 of Ada")
    bo.go(where)
    bo.page.get_by_label("Your answer").fill("canary-ember-153 of Bo")
    expect(bo.page.locator(".kept").first).to_contain_text("Kept")
    ada.page.evaluate("window.sameAsBefore = true")
    servers[0].stop()
    expect(ada.page.locator(".live-status")).to_contain_text("No connection just now")
    bo.page.get_by_label("Your answer").fill("canary-ember-153 of Bo, and a little more")
    expect(bo.page.locator(".kept").first).to_contain_text("Not kept yet")
    start_again(servers)
    expect(ada.page.locator(".live-status")).to_be_empty(timeout=20_000)
    bo.press("Keep my answer")
    expect(bo.page.locator("main")).to_contain_text("canary-ember-152 of Ada")
    expect(ada.page.locator("main")).to_contain_text("canary-ember-153 of Bo, and a little more")
    assert ada.page.evaluate("window.sameAsBefore"), "the page was loaded anew"


def _ask(ada: Window, bo: Window) -> str:
    """Let the two find each other, and Ada ask something; returns where."""
    begin(ada, "Ada")
    link = invite(ada)
    begin(bo, "Bo")
    bo.page.goto(link)
    bo.press("Go on")
    bo.press("Accept")
    expect(ada.page.get_by_role("heading", name="Bo is here")).to_be_visible()
    ada.go("/talk/ask/")
    ada.page.locator("input[name=question]").first.check()
    ada.press("Ask this one")
    return re.sub(r"\?.*", "", ada.page.url).removeprefix(ada.address)


def _answer(window: Window, where: str, text: str) -> None:
    window.go(where)
    window.page.get_by_label("Your answer").fill(text)
    window.press("Keep my answer")
    expect(window.page.locator(".said")).to_contain_text("It opens when everyone has")
