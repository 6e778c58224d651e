"""Every page in four looks: accessible, within the screen, free of strange requests; and none left out."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE, Opener, Place, Server, Window
from tests.browser.looks import LOOKS, Look
from tests.browser.walk import PARTS, ComeIn, Enter, every_page
from tests.figures import figure
from tests.test_access import RULES

pytestmark = pytest.mark.browser

SIZES = {"phone": PHONE, "desk": DESK}
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
sizes = pytest.mark.parametrize("size", SIZES)


def look_at(window: Window, name: str, size: str) -> int:
    """Check one page in the light and in the dark; returns how many accessibility rules it passed."""
    page = window.page
    page.evaluate("document.fonts.ready.then(() => 0)")
    page.evaluate(AXE_SCRIPT)
    passed = 0
    for look in LOOKS:
        if look.size == SIZES[size]:
            page.emulate_media(color_scheme=look.scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            passed += _check(page, name, look)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{name} on a {size} is {wide} pixels too wide"
    assert page.locator("h1").count() == 1, f"{name} has not one heading"
    return passed


def _check(page: Page, name: str, look: Look) -> int:
    options: dict[str, Any] = COLOURS if look.scheme == "dark" else {}
    found = page.evaluate("options => axe.run({...options, resultTypes: ['violations']})", options)
    broken = [f"{v['id']}: {v['nodes'][0]['html'][:150]}" for v in found["violations"]]
    assert broken == [], f"{name} in {look.name}"
    return len(found["passes"])


def entering(sample: Server, open_window: Opener, size: dict[str, int]) -> Enter:
    """Return how the walk opens its windows."""

    def enter(come_in: ComeIn | None, place: Place = sample) -> Window:
        window: Window = open_window(place, size)
        if come_in:
            come_in(window)
        return window

    return enter


@sizes
@pytest.mark.parametrize("part", PARTS)
def test_every_page(sample: Server, open_window: Opener, part: str, size: str) -> None:
    passed = [
        look_at(window, name, size)
        for name, window in PARTS[part](sample, entering(sample, open_window, SIZES[size]))
    ]
    told = f"{len(passed)} pages in light and dark, 0 violations, {sum(passed)} rules passed"
    figure(f"axe: {part.lower()}, {size}", told)


def test_the_walk_leaves_no_page_out(sample: Server, open_window: Opener) -> None:
    walked, names = set(), []
    for _, name, window in every_page(sample, entering(sample, open_window, PHONE)):
        walked.add(address_name(window.page.url))
        names.append(name)
    assert len(names) == len(set(names)), "two pages of one name"
    pages = {name for name, rule in RULES.items() if rule.reads is not None}
    assert pages - walked == set(NO_PAGE), "a page that tests/browser/walk.py does not come past"


def address_name(url: str) -> str:
    """Return what an address is called, or nothing where there is nothing."""
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return ""
