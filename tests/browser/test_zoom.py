"""Twice as large, whole or text alone: nothing has to be scrolled sideways, and nothing is cut off."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE, Opener, Server, Window
from tests.browser.journey import passphrase_of, sign_in
from tests.browser.looks import first_link

pytestmark = [pytest.mark.browser, pytest.mark.once]

# What a window of 1280 x 720 shows at 200 %.
TWICE = {"width": 640, "height": 360}
PAGES = {"today": "/", "check-in": "/me/check-in/", "journal": "/me/journal/"}
# Elements whose text is wider than they are, and hidden or laid over something else by that.
TOO_WIDE = """() => {
  const root = document.documentElement;
  const over = root.scrollWidth - root.clientWidth;
  const cut = [...document.querySelectorAll("main *, .top *, .nav *")].filter((one) => {
    const style = getComputedStyle(one);
    return one.scrollWidth > one.clientWidth + 1 && style.overflowX === "hidden" && !one.closest(".hidden");
  });
  return { over, cut: cut.map((one) => one.outerHTML.slice(0, 120)) };
}"""


def look(page: Page, name: str) -> None:
    """Fail where a page is wider than its window, or text is cut off."""
    page.evaluate("document.fonts.ready.then(() => 0)")
    found = page.evaluate(TOO_WIDE)
    assert found == {"over": 0, "cut": []}, name


def pages_of(window: Window, sample: Server) -> dict[str, str]:
    sign_in(window, "Ada", passphrase_of(sample, "Ada"))
    window.go("/talk/")
    return PAGES | {"question": first_link(window.page, "/talk/")}


def test_everything_twice_as_large(sample: Server, open_window: Opener) -> None:
    window = open_window(sample, TWICE, device_scale_factor=2)
    for name, path in pages_of(window, sample).items():
        window.go(path)
        look(window.page, name)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_text_alone_twice_as_large(sample: Server, open_window: Opener, size: dict[str, int]) -> None:
    window = open_window(sample, size)
    window.context.add_init_script(
        "document.addEventListener('DOMContentLoaded',"
        " () => { document.documentElement.style.fontSize = '200%' })"
    )
    for name, path in pages_of(window, sample).items():
        window.go(path)
        assert window.page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == 32
        look(window.page, name)
