"""Two server processes on one PostgreSQL: what happens at one is seen at once on the pages of the other."""

import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest
from playwright.sync_api import expect

from tests import postgres
from tests.browser.conftest import Opener, Server, Window, start_server
from tests.browser.journey import begin, invite

pytestmark = pytest.mark.browser


@pytest.fixture
def on_postgres(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever the other tests run on, these run on PostgreSQL."""
    if "DATABASE_URL" in os.environ:
        yield
        return
    with postgres.running() as server:
        monkeypatch.setenv("DATABASE_URL", server.url)
        yield


@pytest.fixture
def both(tmp_path: Path, on_postgres: None) -> Iterator[tuple[Server, Server]]:
    first = start_server(tmp_path)
    second = start_server(tmp_path)
    yield first, second
    first.stop()
    second.stop()


def test_two_people_at_two_processes_turn_their_answers_over_together(
    both: tuple[Server, Server], open_window: Opener
) -> None:
    ada, bo = (open_window(server) for server in both)
    begin(ada, "Ada")
    link = invite(ada)
    begin(bo, "Bo")
    bo.page.goto(link.replace(ada.address, bo.address))
    bo.press("Go on")
    bo.press("Accept")
    # Ada's process hears from Bo's that somebody waits, and Bo's from Ada's that he is in.
    expect(ada.page.get_by_role("heading", name="Bo is here")).to_be_visible()
    ada.go("/talk/ask/")
    ada.page.locator("input[name=question]").first.check()
    ada.press("Ask this one")
    where = re.sub(r"\?.*", "", ada.page.url).removeprefix(ada.address)
    _answer(ada, where, "canary-ember-170 of Ada")
    _answer(bo, where, "canary-ember-171 of Bo")
    for window in (bo, ada):
        for number in (170, 171):
            expect(window.page.locator("main")).to_contain_text(f"canary-ember-{number}")


def test_a_session_ended_at_one_process_closes_its_pages_at_the_other(
    both: tuple[Server, Server], open_window: Opener
) -> None:
    ada, again = (open_window(server) for server in both)
    begin(ada, "Ada")
    invite(ada)
    where = ada.page.url.removeprefix(ada.address)
    again.context.add_cookies(ada.context.cookies())  # type: ignore[arg-type]  # cookies know no port
    again.go(where)
    expect(again.page.locator(".qr svg")).to_be_visible()
    ada.press("Lock")
    again.page.wait_for_url(re.compile("/unlock/"))


def test_one_command_starts_several_and_outlives_one_that_dies(tmp_path: Path, on_postgres: None) -> None:
    server = start_server(tmp_path, "--processes", "2")
    try:
        before = workers(server)
        assert len(before) == 2
        os.kill(before[0], signal.SIGKILL)
        for _ in range(20):
            with urlopen(f"{server.address}/ready", timeout=20) as answer:  # noqa: S310  (our own address)
                assert answer.status == 200
        deadline = time.monotonic() + 30
        while (after := workers(server)) == before or len(after) < 2:
            assert time.monotonic() < deadline, "no other took its place"
            time.sleep(0.2)
    finally:
        server.stop()


def workers(server: Server) -> list[int]:
    """Return the processes that serve."""
    found = []
    for one in psutil.Process(server.process.pid).children():
        with suppress(psutil.ZombieProcess, psutil.NoSuchProcess):
            found += [one.pid] if any("spawn_main" in part for part in one.cmdline()) else []
    return sorted(found)


def _answer(window: Window, where: str, text: str) -> None:
    window.go(where)
    window.page.get_by_label("Your answer").fill(text)
    window.press("Keep my answer")
