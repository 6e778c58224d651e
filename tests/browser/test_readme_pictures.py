"""The README's pictures come from here: INGLENOOK_README=1 bin/test tests/browser/test_readme_pictures.py."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Opener, Server, Window, start_server
from tests.browser.journey import passphrase_of, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.once]

ROOT = Path(__file__).parents[2]


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Server]:
    server = start_server(tmp_path, "--sample")
    yield server
    server.stop()


def test_the_readme_shows_what_there_is(sample: Server, open_window: Opener, tmp_path: Path) -> None:
    folder = ROOT / "docs" / "pictures" if os.environ.get("INGLENOOK_README") else tmp_path
    folder.mkdir(exist_ok=True)
    for scheme in ("light", "dark"):
        window = open_window(sample, PHONE, color_scheme=scheme, reduced_motion="reduce")
        sign_in(window, "Ada", passphrase_of(sample, "Ada"))
        _at_home_with_bo(window)
        for name, show in {"light": LIGHT, "dark": DARK}[scheme].items():
            show(window)
            _hide_the_sample_banner(window.page)
            window.page.screenshot(path=folder / name)
    shown = set(re.findall(r"docs/pictures/([\w-]+\.png)", (ROOT / "README.md").read_text()))
    assert {path.name for path in folder.glob("*.png")} == shown


def _at_home_with_bo(window: Window) -> None:
    window.page.locator("details.menu summary").click()
    window.page.locator("details.menu button", has_text="Bo").click()
    expect(window.page.locator(".menu-now")).to_have_text("Bo")


def _today(window: Window) -> None:
    window.go("/")


def _check_in(window: Window) -> None:
    window.go("/me/check-in/")
    window.page.get_by_label("Low energy, pleasant", exact=True).check()


def _question(window: Window) -> None:
    window.go("/talk/")
    window.page.locator("section", has_text="Opened").locator("a[href^='/talk/']").nth(1).click()
    expect(window.page.locator("article.answer")).to_have_count(2)


def _hide_the_sample_banner(page: Page) -> None:
    page.locator(".sample").evaluate_all("all => all.forEach(one => one.remove())")
    page.evaluate("scrollTo(0, 0)")


def _chapter(window: Window) -> None:
    window.go("/guide/5/")


LIGHT = {"today-phone.png": _today, "question-phone.png": _question, "chapter-phone.png": _chapter}
DARK = {"check-in-phone-dark.png": _check_in}
