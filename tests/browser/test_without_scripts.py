"""Without any script everything a person needs still works: coming in, writing, finding, going."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener, Server, Window
from tests.browser.journey import begin, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.once]

NOTE = "canary-ember-90 the tram was late and I did not mind"
PAGE = "canary-ember-91 a page by hand"
DID = "canary-ember-92 you carried the heavy bag"


def test_a_day_without_scripts(place: Server, open_window: Opener) -> None:
    ada = open_window(place, java_script_enabled=False)
    passphrase = begin(ada, "Ada Plain")
    _check_in(ada)
    _write(ada)
    _find(ada)
    ada.go("/settings/")
    ada.press("Sign out on this device")
    expect(ada.page.locator(".said")).to_contain_text("signed out")
    sign_in(ada, "Ada Plain", passphrase)
    ada.go("/me/")
    expect(ada.page.locator(".history .rows li")).to_have_count(3)
    _leave_quickly(ada, place)


def _check_in(ada: Window) -> None:
    page = ada.page
    ada.go("/me/check-in/")
    page.get_by_label("Low energy, a little unpleasant", exact=True).check()
    page.locator("summary", has_text="Heavy").click()
    for word in ("tired", "worn-out"):
        page.locator(f'input[name="words"][value="{word}"]').check()
    page.get_by_label("A line about it").fill(NOTE)
    ada.press("Keep it")
    expect(page.locator(".said")).to_contain_text("Only you can see it")
    expect(page.locator("article")).to_contain_text("tired, worn out")


def _write(ada: Window) -> None:
    page = ada.page
    ada.go("/me/journal/")
    page.locator("main textarea").fill(f"{PAGE}. You never listen to me.")
    ada.press("Look it over")
    expect(page.locator("main")).to_contain_text("“Always” and “never”")
    expect(page.locator("main")).to_contain_text("Perhaps: When you do not listen to me")
    ada.follow("Back to what you were writing")
    expect(page.locator("main textarea")).to_have_value(f"{PAGE}. You never listen to me.")
    page.locator("main textarea").fill(PAGE)
    ada.press("Another prompt")
    expect(page.locator("main textarea")).to_have_value(PAGE)
    ada.press("Keep this page")
    expect(page.locator("article")).to_contain_text(PAGE)
    ada.go("/me/appreciation/")
    page.locator("main input[name=about]").first.check()
    page.locator("main textarea").first.fill(DID)
    page.get_by_role("button", name=re.compile("^Keep")).click()
    expect(page.locator("article")).to_contain_text(DID)


def _find(ada: Window) -> None:
    ada.go("/me/search/")
    ada.write("Words to look for", "heavy bag")
    ada.press("Search")
    expect(ada.page.locator("mark")).to_have_text("heavy bag")
    expect(ada.page.locator(".rows li")).to_have_count(1)
    assert "heavy" not in ada.page.url


def _leave_quickly(ada: Window, place: Server) -> None:
    with ada.page.expect_response("**/leave-quickly/") as left:
        ada.press("Leave quickly")
    assert left.value.headers["refresh"] == f"0; url={place.exit_url}"
    ada.page.wait_for_url(place.exit_url)
    ada.go("/me/")
    expect(ada.page.get_by_role("heading", level=1)).to_have_text("You are locked")
