"""By keyboard alone: one finds one's way, sees where one is, writes, and leaves."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, Opener, Server
from tests.browser.journey import begin, invite

pytestmark = [pytest.mark.browser, pytest.mark.once]

# The outline is drawn around what has the focus, or around the card or cell it is in.
IS_SEEN = """() => {
  const at = document.activeElement;
  const drawn = [at, at.parentElement, at.nextElementSibling].filter(Boolean).some((one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  // Nothing may lie over it, such as a bar that stays in its place.
  const [box] = at.getClientRects();
  const there = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 100));
  const inside = there && (at.contains(there) || (at.closest("label") ?? at.labels?.[0])?.contains(there));
  return drawn && inside ? "" : `${drawn ? "out of sight" : "no outline"}: ${at.outerHTML.slice(0, 200)}`;
}"""
IS_FOCUSED = "(wanted) => Boolean(document.activeElement?.closest(wanted))"


def tab_to(page: Page, wanted: str, *, key: str = "Tab", most: int = 60) -> None:
    """Press Tab until the focus is in what is wanted; at each stop one must see where one is."""
    for _ in range(most):
        page.keyboard.press(key)
        assert page.evaluate(IS_SEEN) == ""
        if page.evaluate(IS_FOCUSED, wanted):
            return
    raise AssertionError(f"{wanted} cannot be reached by {key}")


def test_a_check_in_and_a_page_by_keyboard_alone(place: Server, open_window: Opener) -> None:
    ada = open_window(place, DESK)
    begin(ada, "Ada Keys")
    invite(ada)
    page = ada.page
    ada.go("/")
    _skip(page)
    _switch_bond(page)
    ada.go("/me/check-in/")
    _check_in(page)
    ada.go("/me/journal/")
    _refused(page)
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url(place.exit_url)


def _skip(page: Page) -> None:
    """The first stop leads past the menus; the next one is in the page."""
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the page")
    assert page.evaluate(IS_SEEN) == ""
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate(IS_FOCUSED, "main")


def _switch_bond(page: Page) -> None:
    """The menu opens, is walked through, closes by Escape, and chooses."""
    page.reload()
    tab_to(page, ".menu summary")
    page.keyboard.press("Enter")
    tab_to(page, ".menu form button")
    expect(page.locator(":focus")).to_have_attribute("aria-current", "true")
    page.keyboard.press("Escape")
    expect(page.locator(".menu summary")).to_be_focused()
    page.keyboard.press("Space")
    tab_to(page, '.menu button[type="submit"]:not([formaction])')
    page.keyboard.press("Enter")
    expect(page.locator(".menu-now")).to_have_text("Only me")


def _check_in(page: Page) -> None:
    """Arrows move over the map both ways and say where one is; a word, and keep."""
    tab_to(page, ".mood-cells")
    page.keyboard.press("Space")
    at = page.locator(":focus")
    expect(at).to_have_accessible_name("Very high energy, very unpleasant")
    for key, name in (
        ("ArrowDown", "High energy, very unpleasant"),
        ("ArrowRight", "High energy, unpleasant"),
        ("ArrowDown", "Slightly high energy, unpleasant"),
        ("ArrowDown", "Middling energy, unpleasant"),
        ("ArrowDown", "Slightly low energy, unpleasant"),
        ("ArrowLeft", "Slightly low energy, very unpleasant"),
        ("ArrowLeft", "Slightly low energy, very unpleasant"),
        ("ArrowUp", "Middling energy, very unpleasant"),
        ("ArrowDown", "Slightly low energy, very unpleasant"),
    ):
        page.keyboard.press(key)
        expect(at).to_have_accessible_name(name)
        expect(at).to_be_checked()
        expect(page.locator(".mood-said")).to_have_text(name)
        assert page.evaluate(IS_SEEN) == ""
    tab_to(page, 'input[name="words"]')
    page.keyboard.press("Space")
    expect(at).to_be_checked()
    word = at.evaluate("box => box.labels[0].querySelector('b').textContent")
    tab_to(page, "main .form button:not([type=button])")
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_contain_text("Only you can see it")
    expect(page.locator("article")).to_contain_text(word)


def _refused(page: Page) -> None:
    """An empty page is refused: the focus is where the reason is, and its link leads to the box."""
    tab_to(page, "main textarea")
    tab_to(page, "main .form .actions button")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    tab_to(page, ".error-summary a")
    page.keyboard.press("Enter")
    page.keyboard.type("canary-ember-95")
    expect(page.locator("main textarea")).to_have_value("canary-ember-95")
