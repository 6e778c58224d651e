"""Steps that journeys share: beginning, coming in, inviting, joining."""

import json
import re

from playwright.sync_api import expect

from tests.browser.conftest import Server, Window


def begin(window: Window, name: str, sign_in_name: str = "") -> str:
    """Go through first use as a new person would; returns the passphrase."""
    page = window.page
    if "/start/" not in page.url:
        window.go("/")
        window.follow("Begin")
    window.write("What shall we call you?", name)
    window.write("Your sign-in name", sign_in_name or name)
    window.press("Go on")
    expect(page.locator(".secret-words li")).to_have_count(6)
    words = page.locator(".secret-words li").all_inner_texts()
    window.write("Type the six words", " ".join(words).upper())
    window.press("Make my place")
    code = page.locator("p.code").inner_text()
    page.get_by_label("Type the recovery code").fill(code.lower())
    window.press("Use this code")
    expect(page.locator(".said")).to_contain_text("recovery code is set")
    return " ".join(words)


def read_in(window: Window, language: str) -> None:
    """Let this browser show a language, as its switch does."""
    window.context.add_cookies(
        [{"name": "inglenook-language", "value": language, "url": window.address, "sameSite": "Strict"}]
    )


def sign_in(window: Window, name: str, passphrase: str) -> None:
    """Sign in by the page."""
    window.go("/sign-in/")
    window.page.locator("[name=sign_in_name]").fill(name)
    window.page.locator("[name=passphrase]").fill(passphrase)
    window.page.locator("main form .button.main").click()
    window.page.wait_for_url(window.address + "/")


def clear_boxes(window: Window) -> None:
    """Empty the boxes of a form that a kept draft has filled; quietly, so that the draft stays."""
    window.page.locator("main .form textarea").evaluate_all("all => all.forEach((one) => (one.value = ''))")


def passphrase_of(server: Server, name: str) -> str:
    """Return the passphrase of one of the sample people."""
    kept = server.data.with_name(server.data.name + "-sample") / "sample-sign-in.json"
    return str(json.loads(kept.read_text())[name])


def invite(window: Window) -> str:
    """Begin a bond and invite somebody; returns the link to send."""
    window.go("/bonds/new/")
    window.page.get_by_label(re.compile("^Partners")).check()
    window.press("Begin")
    window.press("Make an invitation")
    expect(window.page.locator(".qr svg")).to_be_visible()
    return window.page.locator("p.code").inner_text()


def check_in(window: Window, mood: str, word: str, note: str) -> None:
    """Check in: a place on the map, one word, a note."""
    page = window.page
    window.go("/me/check-in/")
    page.get_by_label(mood, exact=True).check()
    box = page.locator(f'input[name="words"][value="{word}"]')
    if not box.is_visible():
        page.get_by_role("button", name="More words").locator("visible=true").first.click()
    box.check()
    page.get_by_label("A line about it").fill(note)
    window.press("Keep it")
    expect(page.locator(".said")).to_contain_text("Only you can see it")


def share_open_entry(window: Window, with_whom: str) -> None:
    """Share the entry on screen: choose, look at the preview, share."""
    page = window.page
    window.follow("Share it")
    for box in page.get_by_role("checkbox").all():
        box.check()
    window.press("See it as they will")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{with_whom} will see this")
    window.press(f"Share with {with_whom}")
    expect(page.locator(".said")).to_contain_text("Shared")
