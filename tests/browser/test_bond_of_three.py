"""A bond of three: nothing opens before the third, a skip is not to be seen, who leaves is out at once."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener, Server, Window
from tests.browser.journey import begin, invite

pytestmark = pytest.mark.browser

# What differs at each showing: form tokens and fresh ids.
PASSING = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


def test_three_of_them(place: Server, open_window: Opener) -> None:
    ada, bo, dana = (open_window(place) for _ in range(3))
    begin(ada, "Ada")
    his = begin(bo, "Bo")
    hers = begin(dana, "Dana")
    _on_her_own(dana)
    bond = _meet(ada, bo, dana)
    _opens_after_the_third(ada, bo, dana)
    waiting = _skipped_by_one(ada, bo, dana)
    _leaves(dana, bond, hers)
    _goes_on_without_her(ada, bo, bond, waiting)
    _leaves(bo, bond, his)
    _is_over(ada, bond, waiting)


def _on_her_own(window: Window) -> None:
    """Today of somebody in no bond offers what one can do alone."""
    window.go("/")
    expect(window.page.locator(".suggestion")).to_contain_text("Invite somebody")
    expect(window.page.get_by_role("link", name="Check in", exact=True)).to_be_visible()
    expect(window.page.get_by_role("heading", name="What waits")).to_have_count(0)


def _meet(ada: Window, bo: Window, dana: Window) -> str:
    """Bo comes by the link, Dana by the words read to her; returns the bond's address."""
    bo.page.goto(invite(ada))
    bo.press("Go on")
    bo.press("Accept")
    expect(ada.page.get_by_role("heading", name="Bo is here")).to_be_visible()
    ada.follow("Go on")
    bond = ada.page.url.removeprefix(ada.address)
    ada.follow("Invite somebody else")
    ada.press("Make an invitation")
    words = ada.page.locator(".secret-words li").all_inner_texts()
    dana.go("/bonds/join/")
    dana.page.locator("main textarea").fill("  ".join(words).upper())
    dana.press("Go on")
    expect(dana.page.locator("main")).to_contain_text("Also here: Bo")
    dana.press("Accept")
    expect(ada.page.get_by_role("heading", name="Dana is here")).to_be_visible()
    for window in (ada, bo, dana):
        window.go(bond)
    seen = [window.page.locator(".secret-words li").all_inner_texts() for window in (ada, bo, dana)]
    assert seen[0] == seen[1] == seen[2]
    return bond


def _ask(window: Window) -> str:
    """Ask the first question offered; returns its address."""
    window.go("/talk/ask/")
    window.page.locator("input[name=question]").first.check()
    window.press("Ask this one")
    expect(window.page.locator(".said")).to_contain_text("Asked")
    return re.sub(r"\?.*", "", window.page.url).removeprefix(window.address)


def _answer(window: Window, where: str, text: str) -> None:
    window.go(where)
    window.page.get_by_label("Your answer").fill(text)
    window.press("Keep my answer")


def _opens_after_the_third(ada: Window, bo: Window, dana: Window) -> None:
    where = _ask(ada)
    _answer(ada, where, "canary-ember-160 of Ada")
    _answer(bo, where, "canary-ember-161 of Bo")
    for window in (ada, bo):
        window.go(where)
        expect(window.page.locator(".exchange")).to_have_attribute("data-state", "down")
    dana.go(where)
    expect(dana.page.locator("main")).not_to_contain_text("canary-ember")
    _answer(dana, where, "canary-ember-162 of Dana")
    for window in (dana, bo, ada):  # hers by itself, the others' open pages too
        for number in (160, 161, 162):
            expect(window.page.locator("main")).to_contain_text(f"canary-ember-{number}")


def _skipped_by_one(ada: Window, bo: Window, dana: Window) -> str:
    """Dana sets a question aside: to the others it looks as before. Returns the question's address."""
    where = _ask(bo)
    _answer(ada, where, "canary-ember-163 of Ada")
    _answer(bo, where, "canary-ember-164 of Bo")
    before = [_page(window, where) for window in (ada, bo)]
    dana.go(where)
    dana.press("Set it aside")
    expect(dana.page.locator(".said")).to_contain_text("Nobody is told")
    assert [_page(window, where) for window in (ada, bo)] == before
    return where


def _page(window: Window, where: str) -> str:
    """The page of a question as the server sends it, less what differs at each showing."""
    window.go("/talk/")
    return PASSING.sub("", window.page.request.get(window.address + where).text())


def _leaves(window: Window, bond: str, passphrase: str) -> None:
    """Who leaves keeps a page of memory, and is on their own at once."""
    window.go(bond + "leave/")
    window.write("Your passphrase", passphrase)
    window.press("Leave now")
    expect(window.page.locator(".said")).to_contain_text("You have left")
    window.go(bond)
    expect(window.page.locator("main")).to_contain_text("You left this bond on")
    expect(window.page.locator("main")).to_contain_text("What you shared stayed with the others")
    _on_her_own(window)


def _goes_on_without_her(ada: Window, bo: Window, bond: str, waiting: str) -> None:
    """The question she left open completes among those who remain."""
    for window in (ada, bo):
        window.go(waiting)
    for window in (ada, bo):
        for number in (163, 164):
            expect(window.page.locator("main")).to_contain_text(f"canary-ember-{number}")
        window.go(bond)
        row = window.page.locator(".rows li", has_text="Dana")
        expect(row).to_contain_text("left")
        window.go("/")
        expect(window.page.locator("main")).not_to_contain_text("Dana")


def _is_over(ada: Window, bond: str, opened: str) -> None:
    """Bo has left too: Today says that it is over, nothing can be asked, what opened is still there."""
    ada.go(bond)
    expect(ada.page.locator("main")).to_contain_text("The others have left")
    ada.go("/")
    expect(ada.page.locator("main")).to_contain_text("This bond has ended")
    expect(ada.page.locator(".suggestion")).not_to_contain_text("Ask a question")
    ada.go("/talk/ask/")
    expect(ada.page).to_have_url(re.compile("/talk/$"))
    ada.go(opened)
    expect(ada.page.locator("main")).to_contain_text("canary-ember-164 of Bo")
