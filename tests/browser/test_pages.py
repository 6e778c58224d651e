"""Every page in four looks: accessible, within the screen, free of strange requests; and none left out."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PHONE, Server, Window
from tests.browser.looks import LOOKS, Look
from tests.browser.pictures import entering
from tests.browser.walk import every_page
from tests.figures import figure
from tests.test_access import RULES

pytestmark = [pytest.mark.browser, pytest.mark.once]

# A look in the dark differs from one in the light by its colours alone.
COLOURS = {"runOnly": ["color-contrast", "color-contrast-enhanced", "link-in-text-block"]}
# What can be asked for and is no page to look at.
NO_PAGE = {
    "web:manifest": "a file that a phone reads when Inglenook is kept on its home screen",
    "web:worker": "a script for browsers that keep the guide: test_guide.py",
    "guide:files": "a list for the same browsers: test_guide.py",
    "web:live": "one word for a machine",
    "web:ready": "one word for a machine",
}


def look_at(window: Window, name: str) -> int:
    """Check one page on phone and desk, in the light and in the dark; returns how many rules it passed."""
    page = window.page
    page.evaluate("document.fonts.ready.then(() => 0)")
    page.evaluate(AXE_SCRIPT)
    passed = 0
    for look in LOOKS:
        page.set_viewport_size(look.size)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=look.scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        passed += _check(page, name, look)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} on {look.name} is {wide} pixels too wide"
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert page.locator("h1").count() == 1, f"{name} has not one heading"
    assert window.wrong == [], name
    return passed


def _check(page: Page, name: str, look: Look) -> int:
    options: dict[str, Any] = COLOURS if look.scheme == "dark" else {}
    found = page.evaluate("options => axe.run({...options, resultTypes: ['violations']})", options)
    broken = [f"{v['id']}: {v['nodes'][0]['html'][:150]}" for v in found["violations"]]
    assert broken == [], f"{name} in {look.name}"
    return len(found["passes"])


def test_every_page_in_four_looks(sample: Server, chromium: Browser) -> None:
    """All are looked at, and none is left out."""
    walked, passed = set[str](), dict[str, int]()
    with entering(chromium, sample, PHONE, "en-GB") as enter:
        for _, name, window in every_page(sample, enter):
            assert name not in passed, "two pages of one name"
            passed[name] = look_at(window, name)
            walked.add(address_name(window.page.url))
    figure("axe", f"{len(passed)} pages in four looks, 0 violations, {sum(passed.values())} rules passed")
    pages = {name for name, rule in RULES.items() if rule.reads is not None}
    assert pages - walked == set(NO_PAGE), "a page that tests/browser/walk.py does not come past"


def address_name(url: str) -> str:
    """Return what an address is called, or nothing where there is nothing."""
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return ""
