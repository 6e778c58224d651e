"""A talk while the network goes, servers stop and sessions lock: nothing is lost, nothing doubled."""

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests import postgres
from tests.browser.conftest import Opener, Server, Window, start_server
from tests.browser.talking import (
    ALOUD,
    PATIENCE,
    WATCH,
    WRITTEN,
    Talkers,
    begin_talk,
    box,
    give,
    live,
    lock,
    meet,
    talk_button,
    title,
    unlock,
)

pytestmark = pytest.mark.browser

GONE = "No connection just now"
HALF = "canary-ember-442 I stood on the stairs and"
WHOLE = f"{HALF} did not dare to come in"


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[list[Server]]:
    """The servers a test has started, the last one running: on the same port, with the same data."""
    running = [start_server(tmp_path)]
    yield running
    running[-1].stop()


def test_a_talk_survives_a_lost_network_a_lock_and_a_new_server(
    servers: list[Server], open_window: Opener
) -> None:
    ada, bo = open_window(servers[0]), open_window(servers[0])
    pair = meet([ada, bo])
    begin_talk(pair, "listening", WRITTEN, "canary-ember-440 at night")
    pair.tap(ada, "Give it", "canary-ember-441 the stairs")
    box(ada).fill(HALF)
    expect(ada.page.locator(".kept").first).to_contain_text("Kept")
    bo.page.evaluate(WATCH)
    bo.context.set_offline(True)
    _types_while_there_is_no_server(ada, servers)
    where = ada.page.url
    lock(ada)
    unlock(ada, pair.passphrases[0], where)
    expect(box(ada)).to_have_value(WHOLE)
    give(ada, talk_button(ada, "Give it"))
    expect(bo.page.locator(".live-status")).to_contain_text(GONE, timeout=PATIENCE)
    expect(title(bo)).to_have_text("Ada has the turn")
    bo.context.set_offline(False)
    expect(title(bo)).to_have_text("Your turn", timeout=2 * PATIENCE)
    assert bo.page.evaluate("window.sameAsBefore"), "the page was loaded anew"
    _goes_on_to_its_end(pair)
    for window in pair.windows:
        assert [live(window.page).count(f"canary-ember-{number}") for number in range(440, 444)] == [1] * 4
        expect(window.page.locator("main")).to_contain_text(WHOLE)
    assert servers[-1].ask("SELECT count(*) FROM conversations_turn") == [(pair.taps + 1,)]
    servers[-1].stop()
    found = [name for name, data in servers[-1].files().items() if b"canary-ember" in data]
    assert found == [], "what was said can be read"


def _types_while_there_is_no_server(ada: Window, servers: list[Server]) -> None:
    """The server is stopped; what Ada types meanwhile stays in the box, and is kept once it is back."""
    ada.page.evaluate(WATCH)
    servers[0].stop()
    expect(ada.page.locator(".live-status")).to_contain_text(GONE, timeout=PATIENCE)
    box(ada).fill(WHOLE)
    expect(ada.page.locator(".kept").first).to_contain_text("Not kept yet")
    servers.append(start_server(servers[0].data.parent, port=urlsplit(servers[0].address).port))
    expect(ada.page.locator(".live-status")).not_to_contain_text(GONE, timeout=2 * PATIENCE)
    expect(ada.page.locator(".kept").first).not_to_contain_text("Not kept yet", timeout=2 * PATIENCE)
    assert ada.page.evaluate("window.sameAsBefore"), "the page was loaded anew"
    expect(box(ada)).to_have_value(WHOLE)


def _goes_on_to_its_end(pair: Talkers) -> None:
    ada, bo = pair.windows
    pair.tap(bo, "Give it", "canary-ember-443 you did not dare")
    pair.tap(ada, "Yes, that is it")
    pair.tap(ada, "I feel understood")
    pair.tap(bo, "Skip this")
    pair.tap(bo, "Stop here")
    pair.are_done()


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Server, Server]]:
    """Two server processes with one PostgreSQL, whatever the other tests run on."""
    with ExitStack() as stack:
        if "DATABASE_URL" not in os.environ:
            monkeypatch.setenv("DATABASE_URL", stack.enter_context(postgres.running()).url)
        first, second = start_server(tmp_path), start_server(tmp_path)
        stack.callback(first.stop)
        stack.callback(second.stop)
        yield first, second


def test_a_talk_is_held_at_two_processes(both: tuple[Server, Server], open_window: Opener) -> None:
    ada, bo = (open_window(server) for server in both)
    pair = meet([ada, bo])
    begin_talk(pair, "listening", ALOUD, "canary-ember-444 the cellar")
    pair.tap(ada, "Done")
    pair.tap(ada, "Done")
    pair.tap(bo, "Done")
    _locks_at_one_and_is_locked_at_the_other(pair, open_window(both[1]))
    _understands_each_other(pair)
    pair.write_unseen({0: "canary-ember-445 I ask first", 1: "canary-ember-446 I knock"})
    pair.are_done()
    assert both[1].ask("SELECT count(*) FROM conversations_turn") == [(pair.taps,)]


def _locks_at_one_and_is_locked_at_the_other(pair: Talkers, elsewhere: Window) -> None:
    """Ada looks at the talk at the other process too; her lock closes it there, and the talk goes on."""
    ada, bo = pair.windows
    elsewhere.context.add_cookies(ada.context.cookies())  # type: ignore[arg-type]  # cookies know no port
    where = ada.page.url
    elsewhere.go(where.removeprefix(ada.address))
    expect(title(elsewhere)).to_have_text("Your turn")
    bo.page.evaluate(WATCH)
    lock(ada)
    elsewhere.page.wait_for_url(re.compile("/unlock/"))
    unlock(ada, pair.passphrases[0], where)
    pair.says_whose_turn(0)
    assert bo.page.evaluate("window.sameAsBefore"), "the page was loaded anew"
    pair.tap(ada, "Yes, that is it")


def _understands_each_other(pair: Talkers) -> None:
    ada, bo = pair.windows
    pair.tap(ada, "I feel understood")
    pair.tap(bo, "Skip this")
    pair.tap(ada, "Change over")
    pair.tap(bo, "Done")
    pair.tap(ada, "Done")
    pair.tap(bo, "Yes, that is it")
    pair.tap(bo, "I feel understood")
    pair.tap(ada, "Skip this")
    pair.tap(bo, "Look for a way")
