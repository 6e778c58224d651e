"""Talks on several phones, driven by what the pages say: who may act, what they tap, who sees it when."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import PHONE, Place, Window, window_at
from tests.browser.journey import begin

# Where pictures of all screens at each step go, for whoever wants to look at them.
PICTURES = os.environ.get("INGLENOOK_TALK_PICTURES")
PATIENCE = 20_000
NAMES = ("Ada", "Bo", "Dana")
OVER = "That is all for now"
ALOUD, WRITTEN = "We speak, and our phones keep the turns", "We write, at the same time"
OVER_DAYS = "We write, over some days"
WAYS_ON = ".choices-now button[value^=act]:not([aria-describedby])"

# Notes in a page when its live part shows something else; gone if the page is loaded anew.
WATCH = """() => {
  const part = document.querySelector('[data-live]'), before = part.innerText;
  window.sameAsBefore = true;
  window.changedAt = 0;
  window.watching?.disconnect();
  window.watching = new MutationObserver(() => {
    if (window.changedAt || part.innerText === before) return;
    window.changedAt = performance.timeOrigin + performance.now();
  });
  window.watching.observe(part, { childList: true, subtree: true, characterData: true });
}"""

# Counts, on the page, how many locks keep its screen awake.
LAMPS = """
let lamps = 0;
const count = (by) => (document.documentElement.dataset.lamps = lamps += by);
navigator.wakeLock.request = async () => {
  count(1);
  return Object.assign(new EventTarget(), { release: () => count(-1) });
};
"""


def live(page: Page) -> str:
    """Return what the live part of a page says."""
    return page.locator("[data-live]").inner_text()


def title(window: Window) -> Locator:
    """Return the heading that says whose turn it is."""
    return window.page.locator("[data-live] h1")


def acts(window: Window) -> bool:
    """Tell whether this page gives its reader the turn."""
    return window.page.locator("#turn input[name=turn]").count() > 0


def box(window: Window) -> Locator:
    """Return the box that one writes in at a turn."""
    return window.page.locator("#turn textarea[name=text]")


def talk_button(window: Window, name: str) -> Locator:
    """Return a button of the page by its name."""
    return window.page.locator("main").get_by_role("button", name=name, exact=True).first


@dataclass
class Talkers:
    """People with a window each, whoever proposes first, and how long the other screens took to follow."""

    windows: list[Window]
    passphrases: list[str]
    waits: list[float] = field(default_factory=list)
    taken: Counter[tuple[str, str]] = field(default_factory=Counter)
    chosen: dict[str, str] = field(default_factory=dict)
    taps: int = 0
    shown: int = 0

    def afresh(self) -> None:
        """Forget what was tapped in the talk before."""
        self.waits, self.taps = [], 0
        self.taken, self.chosen = Counter(), {}

    def others(self, who: Window) -> list[Window]:
        """Return the windows of everybody else."""
        return [one for one in self.windows if one is not who]

    def look(self) -> None:
        """Take a picture of all screens, where somebody wants to look."""
        self.shown += 1
        for number, window in enumerate(self.windows) if PICTURES else ():
            window.page.screenshot(
                path=Path(PICTURES or "") / f"{self.shown:03}-{number}.png", full_page=True
            )

    def tap(self, who: Window, name: str, text: str = "") -> None:
        """Let one of them write and tap; wait until the screens of the others show what follows."""
        self.press(who, talk_button(who, name), text)

    def press(self, who: Window, button: Locator, text: str = "") -> None:
        """Press a button; the others' screens follow it without being loaded anew."""
        watched = self.others(who)
        for other in watched:
            other.page.evaluate(WATCH)
        give(who, button, text)
        self.taps += 1
        if not waits_for_others(who):
            self.follow(who, watched)
        self.look()

    def says_whose_turn(self, who: int) -> None:
        """Look whether each screen says whose turn it is."""
        for number, window in enumerate(self.windows):
            wanted = "Your turn" if number == who else f"{NAMES[who]} has the turn"
            expect(title(window)).to_have_text(wanted)

    def are_done(self) -> None:
        """Look whether each screen shows what remains of the talk."""
        for window in self.windows:
            expect(title(window)).to_have_text(OVER)

    def follow(self, who: Window, watched: list[Window]) -> None:
        """Wait until all these screens have changed by themselves; note how long it took."""
        begun = float(who.page.evaluate("performance.timeOrigin"))
        for other in watched:
            other.page.wait_for_function("() => window.changedAt || !window.sameAsBefore", timeout=PATIENCE)
            assert other.page.evaluate("window.sameAsBefore"), "the page was loaded anew"
            self.waits.append(float(other.page.evaluate("window.changedAt")) - begun)

    def write_unseen(self, texts: dict[int, str]) -> None:
        """Let all write at once what nobody sees before all have; then all of it is on every screen."""
        with ExitStack() as stack:
            for number in texts:
                page = self.windows[number].page
                stack.enter_context(page.expect_navigation(timeout=PATIENCE))
            for number, text in texts.items():
                box(self.windows[number]).fill(text)
                give_button(self.windows[number]).click()
        self.taps += len(texts)
        for window in self.windows:
            for text in texts.values():
                expect(window.page.locator("main")).to_contain_text(text, timeout=PATIENCE)
        self.look()

    def go_on(self, text: str) -> None:
        """Let whoever's turn it is do what the page asks for: the way least taken so far."""
        acting = [number for number, window in enumerate(self.windows) if acts(window)]
        first = self.windows[acting[0]]
        if box(first).count() and len(acting) == len(self.windows) and is_unseen(first):
            self.write_unseen({number: f"{text} of {number}" for number in acting})
        else:
            self.press(first, self.way_on(first), text if box(first).count() else "")

    def way_on(self, who: Window) -> Locator:
        """Return the button of the way that was taken least so far; the same one for all at one turn."""
        page = who.page
        turn = page.locator("#turn input[name=turn]").input_value()
        said = page.locator("[data-live] .say").first.inner_text()
        ways = page.locator(WAYS_ON).evaluate_all("all => all.map((one) => one.value)")
        way = self.chosen.get(turn) or min(ways, key=lambda one: self.taken[said, one])
        self.taken[said, way] += turn not in self.chosen
        self.chosen[turn] = way
        return page.locator(f'.choices-now button[value="{way}"]')


def is_unseen(window: Window) -> bool:
    """Tell whether what is written now stays unseen until all have written."""
    return window.page.get_by_text("Nobody sees it until everybody has written").count() > 0


def waits_for_others(window: Window) -> bool:
    """Tell whether somebody has done their part of a step, and others have not."""
    return title(window).inner_text() == "You have done your part"


def give_button(window: Window) -> Locator:
    """Return the button that gives what is written."""
    return window.page.locator(".choices-now button[value^=act]").first


def give(who: Window, button: Locator, text: str = "") -> None:
    """Write, where there is something to write, and press; what is written goes after its delay."""
    if text:
        box(who).fill(text)
    is_written = box(who).count() > 0 and bool(box(who).input_value().strip())
    with who.page.expect_navigation(timeout=PATIENCE):
        button.click()
        if is_written:
            expect(who.page.locator(".sending")).to_be_visible()


def lock(window: Window) -> None:
    """Lock; nothing of a talk is to be read any more."""
    window.press("Lock")
    expect(window.page.get_by_role("heading", level=1)).to_have_text("You are locked")
    expect(window.page.locator("body")).not_to_contain_text("canary-ember")


def unlock(window: Window, passphrase: str, where: str) -> None:
    """Unlock, and return to a page."""
    window.write("Your passphrase", passphrase)
    window.press("Unlock")
    expect(window.page.get_by_role("heading", level=1)).not_to_have_text("You are locked")
    window.page.goto(where)


def meet(windows: list[Window], kind: str = "Partners") -> Talkers:
    """Let people begin and find each other in a bond; who is invited comes by the words read to them."""
    both = list(zip(NAMES, windows, strict=False))
    passphrases = [begin(window, name, f"{name} {os.urandom(3).hex()}") for name, window in both]
    first = windows[0]
    first.go("/bonds/new/")
    first.page.get_by_label(re.compile(f"^{kind}")).check()
    first.press("Begin")
    where = first.page.url
    for name, other in both[1:]:
        first.page.goto(where)
        join(first, other)
        first.page.goto(where.replace("invite/", ""))
        expect(first.page.locator("main")).to_contain_text(name)
    for window in windows:
        window.go(where.removeprefix(first.address).replace("/bonds/", "/before/").replace("invite/", ""))
        says_it_is_safe(window)
    return Talkers(windows, passphrases)


def says_it_is_safe(window: Window) -> None:
    """Answer the questions that come before talks."""
    expect(window.page.get_by_role("heading", level=1)).to_have_text("Before you talk")
    for answer in window.page.get_by_label("No", exact=True).all():
        answer.check()
    window.press("Go on")
    expect(window.page.get_by_role("heading", level=1)).to_have_text("Thank you")


def join(first: Window, other: Window) -> None:
    """Invite somebody, who comes in by the six words."""
    first.press("Make an invitation")
    first.page.locator(".secret-words li").first.wait_for()
    words = first.page.locator(".secret-words li").all_inner_texts()
    other.go("/bonds/join/")
    other.page.locator("main textarea").fill(" ".join(words))
    other.press("Go on")
    other.press("Accept")
    other.page.wait_for_url(re.compile("/bonds/asked/"))


def propose(talkers: Talkers, talk: str, way: str, topic: str) -> None:
    """Propose a talk; the others find it."""
    first = talkers.windows[0]
    first.go(f"/talk/turns/{talk}/")
    first.page.get_by_role("link", name=re.compile("^Propose it to")).click()
    talkers.look()
    first.write("What about, in a few words?", topic)
    first.page.get_by_label(re.compile(way)).check()
    first.press("Propose it")
    for other in talkers.others(first):
        other.go("/talk/turns/")
        other.page.get_by_role("link", name=re.compile(re.escape(topic))).click()
        expect(title(other)).to_have_text("A good time to talk?")
    talkers.look()


def begin_talk(talkers: Talkers, talk: str, way: str, topic: str) -> None:
    """Propose a talk; it begins when all are ready."""
    propose(talkers, talk, way, topic)
    for window in reversed(talkers.windows):
        talkers.tap(window, "I am here and ready")
    assert acts(talkers.windows[0])


@contextmanager
def opened(chromium: Browser, place: Place, number: int) -> Iterator[list[Window]]:
    """Open a phone each for several people, for longer than one test; what must never happen fails."""
    windows = [window_at(chromium, place, PHONE) for _ in range(number)]
    yield windows
    for window in windows:
        window.context.close()
    assert [wrong for window in windows for wrong in window.wrong] == []
