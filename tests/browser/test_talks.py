"""A talk in turns on one phone that is passed round, in a browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Opener, Server, Window
from tests.browser.journey import begin
from tests.browser.talking import says_it_is_safe

pytestmark = pytest.mark.browser


def tap(window: Window, name: str) -> None:
    with window.page.expect_navigation():
        window.page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def whose(window: Window) -> str:
    return window.page.locator("h1").inner_text()


def test_two_people_listen_to_each_other_on_one_phone(place: Server, open_window: Opener) -> None:
    window = open_window(place, PHONE)
    passphrase = begin(window, "Ada Talks")
    window.go("/guide/practices/listening/")
    window.follow("Begin")
    window.page.locator("main a[href$='/talk/turns/listening/']").click()
    says_it_is_safe(window)
    window.follow("Go on")
    window.page.get_by_label("Who is here?").fill("Ada, Bo")
    tap(window, "Begin")
    assert whose(window) == "Ada"
    tap(window, "Done")
    expect(window.page.locator("talk-ring svg")).to_be_visible()
    tap(window, "Done")
    assert whose(window) == "Bo"
    expect(window.page.locator("main")).to_contain_text("Pass the phone to Bo.")
    # The phone goes to sleep in between, and locks; nothing of the talk is lost.
    window.page.get_by_role("button", name="Lock", exact=True).click()
    window.write("Your passphrase", passphrase)
    window.press("Unlock")
    window.go("/talk/turns/")
    window.page.locator("main a[href*='/table/']").click()
    assert whose(window) == "Bo"
    tap(window, "Done")
    tap(window, "Yes, that is it")
    tap(window, "I feel understood")
    tap(window, "Skip this")
    tap(window, "Look for a way")
    expect(window.page.locator("main")).to_contain_text("once each of you has said that you feel understood")
    tap(window, "Change over")
    assert whose(window) == "Bo"
    for name in ("Done", "Done", "Yes, that is it", "I feel understood", "Skip this", "Look for a way"):
        tap(window, name)
    for name, text in (("Ada", "canary-phone-1"), ("Bo", "canary-phone-2")):
        assert whose(window) == name
        assert "canary-phone" not in window.page.content()
        window.page.locator("main textarea").fill(text)
        tap(window, "Done")
    expect(window.page.locator("main")).to_contain_text("canary-phone-1")
    expect(window.page.locator("main")).to_contain_text("canary-phone-2")
    tap(window, "Close")
    expect(window.page.locator(".said")).to_contain_text("Nothing of the talk is kept")
    assert b"canary-phone" not in b"".join(one.read_bytes() for one in place.data.glob("*.sqlite3*"))


def test_a_neutral_look_is_written_alone_and_shown_before_it_is_shared(
    place: Server, open_window: Opener
) -> None:
    window = open_window(place, PHONE)
    begin(window, "Ada Looks")
    window.go("/talk/turns/neutral-look/")
    tap(window, "Begin")
    tap(window, "Done")
    window.page.locator("main textarea").fill("canary-ember-951 two tired people")
    expect(window.page.locator(".kept")).to_contain_text("Kept")
    tap(window, "One step back")
    tap(window, "Done")
    expect(window.page.locator("main textarea")).to_have_value("canary-ember-951 two tired people")
    tap(window, "Done")
    for _ in range(2):
        tap(window, "Done")
    window.page.locator("main textarea").fill("canary-ember-952 and from the stairs?")
    tap(window, "Done")
    whole = "canary-ember-951 two tired people\n\ncanary-ember-952 and from the stairs?"
    expect(window.page.locator("main textarea")).to_have_value(whole)
    tap(window, "Keep it for yourself")
    for number in (951, 952):
        expect(window.page.locator("main article")).to_contain_text(f"canary-ember-{number}")
    window.go("/talk/turns/")
    expect(window.page.locator("main")).not_to_contain_text("Not finished yet")
