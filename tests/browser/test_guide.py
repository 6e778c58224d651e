"""The guide in a browser: a place is kept; a chapter is read without a connection, offered, printed."""

import re

import pytest
from playwright.sync_api import expect

from inglenook.guide.content import library
from tests.browser.conftest import PHONE, Opener, Server, Window
from tests.browser.journey import begin, passphrase_of, sign_in
from tests.figures import figure

pytestmark = [pytest.mark.browser, pytest.mark.once]

KEEP, DROP = "Keep the guide on this device", "Take the guide off this device"
KEPT = "() => caches.open('guide').then(async box => (await box.keys()).map(one => one.url))"
WORKERS = "() => navigator.serviceWorker.getRegistrations().then(all => all.length)"
# All pages that are kept, as one text.
WORDS = """async () => {
  const box = await caches.open("guide");
  const pages = (await box.keys()).filter(one => !new URL(one.url).pathname.startsWith("/static/"));
  return (await Promise.all(pages.map(async one => (await box.match(one)).text()))).join(" ");
}"""


def test_where_one_stops_reading_is_found_again(place: Server, open_window: Opener) -> None:
    window = open_window(place, PHONE)
    begin(window, "Ada Reads")
    window.go("/guide/4/")
    part = library().chapters[3].parts[2]
    window.page.locator(f"#{part.id}").evaluate("one => one.scrollIntoView()")
    window.page.wait_for_timeout(2_000)
    window.page.locator("main .back").first.click()  # at the top again
    window.page.wait_for_url("**/guide/")
    window.page.wait_for_timeout(300)
    window.page.reload()
    expect(window.page.locator("main")).to_contain_text("You stopped here")
    expect(window.page.locator("main")).to_contain_text(part.title)
    window.follow("Read on")
    assert window.page.url.endswith(f"/guide/4/#{part.id}")


def test_the_guide_is_read_without_a_connection_and_shows_nothing_of_anybody(
    sample: Server, open_window: Opener
) -> None:
    window = open_window(sample, PHONE)
    sign_in(window, "Ada", passphrase_of(sample, "Ada"))
    window.go("/guide/")
    page = window.page
    page.get_by_role("button", name=KEEP).click()
    expect(page.get_by_role("button", name=DROP)).to_be_visible(timeout=60_000)
    kept = page.evaluate(KEPT)
    figure("guide: pages and files kept to read without a connection", len(kept))
    every = page.evaluate(WORDS)
    assert library().chapters[13].title in every
    for private in ('class="nav"', 'name="lock-after"', 'class="menu"', "signed-in"):
        assert private not in every
    page.evaluate("() => navigator.serviceWorker.ready.then(() => 0)")
    page.reload()
    window.context.set_offline(True)
    for chapter in library().chapters:
        page.goto(f"{sample.address}/guide/{chapter.number}/")
        expect(page.locator("h1")).to_have_text(chapter.title)
        expect(page.locator("body")).to_have_class("public")
    page.goto(f"{sample.address}/guide/9/2/")
    expect(page.locator("h1")).to_have_text(library().chapters[8].strategies[1].title)
    page.goto(f"{sample.address}/safety/")
    expect(page.locator("h1")).to_have_text("If you do not feel safe")
    page.goto(f"{sample.address}/me/")
    expect(page.locator("main")).to_contain_text("No connection just now")
    window.context.set_offline(False)
    window.go("/guide/")
    page.get_by_role("button", name=DROP).click()
    expect(page.get_by_role("button", name=KEEP)).to_be_visible()
    assert page.evaluate(KEPT) == []
    assert page.evaluate(WORKERS) == 0


def test_nothing_is_kept_in_a_browser_that_was_not_asked_to(sample: Server, open_window: Opener) -> None:
    window = open_window(sample, PHONE)
    for path in ("/guide/", "/guide/3/", "/guide/practices/"):
        window.go(path)
    assert window.page.evaluate("() => caches.keys()") == []
    assert window.page.evaluate(WORKERS) == 0


def test_a_chapter_is_offered_to_somebody(sample: Server, open_window: Opener) -> None:
    window = open_window(sample, PHONE)
    sign_in(window, "Bo", passphrase_of(sample, "Bo"))
    window.go("/guide/9/")
    window.follow("Read this with somebody")
    window.page.locator("main textarea").fill("For Sunday, with the good biscuits?")
    window.press("See how it looks to them")
    if window.page.get_by_role("button", name="See it as they will").count():
        window.page.get_by_label("Ada", exact=True).check()
        window.press("See it as they will")
    expect(window.page.locator("main")).to_contain_text(library().chapters[8].title)
    window.page.get_by_role("button", name=re.compile("^Share with")).click()
    expect(window.page.locator(".said")).to_contain_text("Shared")


def test_a_chapter_is_put_on_paper_whole(sample: Server, open_window: Opener) -> None:
    window: Window = open_window(sample)
    window.go("/guide/6/")
    window.follow("The whole chapter, to print")
    window.page.emulate_media(media="print")
    for one in library().chapters[5].offered:
        assert window.page.get_by_text(one.talk[0].says, exact=True).is_visible()
    assert not window.page.locator("quick-exit").first.is_visible()
    assert not window.page.get_by_role("button", name="Print").is_visible()
