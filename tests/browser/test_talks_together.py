"""Two people, two phones, one talk: each screen follows the other, whatever the network does."""

import os
import re
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Opener, Server, Window
from tests.browser.journey import begin, invite
from tests.figures import figure

pytestmark = pytest.mark.browser

# Where pictures of both screens at each step go, for whoever wants to look at them.
PICTURES = os.environ.get("INGLENOOK_TALK_PICTURES")


@dataclass
class Pair:
    """Ada's and Bo's windows, and how long each screen took to follow the other."""

    ada: Window
    bo: Window
    waits: list[float] = field(default_factory=list)
    shown: int = 0

    def both(self) -> tuple[Window, Window]:
        return self.ada, self.bo

    def look(self) -> None:
        """Take a picture of both screens, where somebody wants to look."""
        self.shown += 1
        for name, window in (("ada", self.ada), ("bo", self.bo)) if PICTURES else ():
            window.page.screenshot(path=Path(PICTURES or "") / f"{self.shown:02}-{name}.png", full_page=True)

    def tap(self, who: Window, name: str, text: str = "") -> None:
        """Let one of them write and tap; wait until the other's screen shows what follows."""
        other = self.bo if who is self.ada else self.ada
        before = heading(other.page)
        if text:
            who.page.locator("main textarea[name=text]").fill(text)
        button = who.page.locator("main").get_by_role("button", name=name, exact=True).first
        if text:
            button.click()
            expect(who.page.locator(".sending")).to_be_visible()
            with who.page.expect_navigation(timeout=15_000):
                pass
        else:
            with who.page.expect_navigation():
                button.click()
        begun = time.perf_counter()
        other.page.wait_for_function(
            "before => document.querySelector('[data-live]').innerText !== before", arg=before
        )
        self.waits.append(time.perf_counter() - begun)
        self.look()


def heading(page: Page) -> str:
    return str(page.locator("[data-live]").inner_text())


@pytest.fixture
def pair(place: Server, open_window: Opener) -> Pair:
    """Two people in a bond, each on their own phone."""
    ada, bo = open_window(place, PHONE), open_window(place, PHONE)
    number = os.urandom(3).hex()
    begin(ada, "Ada", f"Ada {number}")
    link = invite(ada)
    begin(bo, "Bo", f"Bo {number}")
    bo.page.goto(link)
    bo.press("Go on")
    bo.press("Accept")
    expect(ada.page.get_by_role("heading", name="Bo is here")).to_be_visible()
    return Pair(ada, bo)


def propose(pair: Pair, talk: str, way: str, topic: str = "canary-ember-420 the kitchen") -> None:
    """Ada proposes, Bo finds it, both are ready."""
    pair.ada.go(f"/talk/turns/{talk}/")
    pair.ada.page.get_by_role("link", name=re.compile("^Propose it to")).click()
    pair.look()
    pair.ada.write("What about, in a few words?", topic)
    pair.ada.page.get_by_label(re.compile(way)).check()
    pair.ada.press("Propose it")
    pair.bo.go("/talk/turns/")
    pair.bo.page.get_by_role("link", name=re.compile(topic)).click()
    pair.look()
    pair.tap(pair.bo, "I am here and ready")
    pair.tap(pair.ada, "I am here and ready")


def test_two_people_listen_to_each_other_on_two_phones(pair: Pair) -> None:
    ada, bo = pair.both()
    propose(pair, "listening", "We write, both")
    pair.tap(ada, "Give it", "canary-ember-421 the evening with the pans")
    expect(bo.page.locator("main")).to_contain_text("canary-ember-421")
    pair.tap(ada, "Give it", "canary-ember-422 I was alone with it and felt small")
    pair.tap(bo, "Give it", "canary-ember-423 you stood there alone")
    pair.tap(ada, "Not quite")
    pair.tap(ada, "Give it", "canary-ember-424 small, too")
    pair.tap(bo, "Give it", "canary-ember-425 alone and small")
    pair.tap(ada, "Yes, that is it")
    pair.tap(ada, "I feel understood")
    pair.tap(bo, "Skip this")
    pair.tap(bo, "Stop here")
    for window in pair.both():
        expect(window.page.get_by_role("heading", level=1)).to_have_text("That is all for now")
        expect(window.page.locator("main")).to_contain_text("canary-ember-425")
    figure("talk: the other screen follows after, median ms", round(1000 * statistics.median(pair.waits)))
    figure("talk: the other screen follows after, longest ms", round(1000 * max(pair.waits)))
    assert max(pair.waits) < 5
