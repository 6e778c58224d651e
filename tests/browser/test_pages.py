"""Every page in four looks: accessible, within the screen, free of strange requests; pictures on demand."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE, Opener, Server, Window
from tests.browser.journey import begin, sign_in
from tests.browser.looks import LOOKS, OWN, PUBLIC, Look, first_link
from tests.figures import figure

pytestmark = pytest.mark.browser

PICTURES = os.environ.get("INGLENOOK_PICTURES")
SIZES = {"phone": PHONE, "desk": DESK}
# A look in the dark differs from one in the light by its colours alone.
COLOURS = {"runOnly": ["color-contrast", "color-contrast-enhanced", "link-in-text-block"]}
sizes = pytest.mark.parametrize("size", SIZES)


def passphrase_of(server: Server, name: str) -> str:
    kept = server.data.with_name(server.data.name + "-sample") / "sample-sign-in.json"
    return str(json.loads(kept.read_text())[name])


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
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(PICTURES) / f"{name}-{look.name}.png", full_page=True)
    return len(found["passes"])


@sizes
def test_every_public_page(sample: Server, open_window: Opener, size: str) -> None:
    window = open_window(sample, SIZES[size])
    passed = 0
    for name, path in PUBLIC.items():
        window.go(path)
        passed += look_at(window, name, size)
    window.go("/sign-in/")
    window.write("Your sign-in name", "Nobody")
    window.write("Your passphrase", "not the right one")
    window.press("Sign in")
    passed += look_at(window, "sign-in-refused", size)
    told = f"{len(PUBLIC) + 1} pages in light and dark, 0 violations, {passed} rules passed"
    figure(f"axe: public pages, {size}", told)


@sizes
def test_every_page_of_a_member(sample: Server, open_window: Opener, size: str) -> None:
    window = open_window(sample, SIZES[size])
    sign_in(window, "Ada", passphrase_of(sample, "Ada"))
    passed = 0
    pages = dict(OWN)
    for name, at, start in (
        ("question", "/talk/", "/talk/"),
        ("entry", "/me/", "/me/entries/"),
        ("bond", "/bonds/", "/bonds/"),
    ):
        window.go(at)
        pages[name] = first_link(window.page, start)
    pages |= {"edit": pages["entry"] + "edit/", "share": pages["entry"] + "share/"}
    pages |= {"delete": pages["entry"] + "delete/"}
    pages |= {"invite": pages["bond"] + "invite/", "leave": pages["bond"] + "leave/"}
    for name, path in pages.items():
        window.go(path)
        passed += look_at(window, name, size)
    told = f"{len(pages)} pages in light and dark, 0 violations, {passed} rules passed"
    figure(f"axe: own pages, {size}", told)


@sizes
def test_every_page_when_nothing_is_there_yet(sample: Server, open_window: Opener, size: str) -> None:
    window = open_window(sample, SIZES[size])
    begin(window, f"New {size}")
    for name in ("today", "talk", "together", "me", "weeks", "bonds", "search"):
        window.go(OWN[name])
        look_at(window, f"{name}-empty", size)
    window.press("Lock")
    look_at(window, "locked", size)
