"""Every page in four looks: accessible, within the screen, free of strange requests; pictures on demand."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Opener, Server, Window, start_server
from tests.browser.journey import begin, sign_in
from tests.browser.looks import LOOKS, OWN, PUBLIC, Look, first_link
from tests.figures import figure

pytestmark = pytest.mark.browser

PICTURES = os.environ.get("INGLENOOK_PICTURES")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = start_server(tmp_path_factory.mktemp("sample"), "--sample")
    yield server
    server.stop()


def passphrase_of(server: Server, name: str) -> str:
    kept = server.data.with_name(server.data.name + "-sample") / "sample-sign-in.json"
    return str(json.loads(kept.read_text())[name])


def look_at(window: Window, name: str, look: Look) -> int:
    """Check one page; returns how many accessibility rules it passed."""
    page = window.page
    page.wait_for_load_state("networkidle")
    result = Axe().run(page).response
    broken = [f"{v['id']}: {v['nodes'][0]['html'][:150]}" for v in result["violations"]]
    assert broken == [], f"{name} in {look.name}"
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{name} in {look.name} is {wide} pixels too wide"
    assert page.locator("h1").count() == 1, f"{name} has not one heading"
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(PICTURES) / f"{name}-{look.name}.png", full_page=True)
    return len(result["passes"])


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_every_public_page(sample: Server, open_window: Opener, look: Look) -> None:
    window = open_window(sample, look.size, color_scheme=look.scheme, reduced_motion="reduce")
    passed = 0
    for name, path in PUBLIC.items():
        window.go(path)
        passed += look_at(window, name, look)
    window.go("/sign-in/")
    window.write("Your sign-in name", "Nobody")
    window.write("Your passphrase", "not the right one")
    window.press("Sign in")
    passed += look_at(window, "sign-in-refused", look)
    figure(f"axe: public pages, {look.name}", f"{len(PUBLIC) + 1} pages, 0 violations, {passed} rules passed")


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_every_page_of_a_member(sample: Server, open_window: Opener, look: Look) -> None:
    window = open_window(sample, look.size, color_scheme=look.scheme, reduced_motion="reduce")
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
        passed += look_at(window, name, look)
    figure(f"axe: own pages, {look.name}", f"{len(pages)} pages, 0 violations, {passed} rules passed")


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_every_page_when_nothing_is_there_yet(sample: Server, open_window: Opener, look: Look) -> None:
    window = open_window(sample, look.size, color_scheme=look.scheme, reduced_motion="reduce")
    begin(window, f"New {look.name}")
    for name in ("today", "talk", "together", "me", "weeks", "bonds", "search"):
        window.go(OWN[name])
        look_at(window, f"{name}-empty", look)
    window.press("Lock")
    look_at(window, "locked", look)
