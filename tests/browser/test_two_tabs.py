"""Two tabs of one person: no word is overwritten, nothing is written twice, nothing is lost by a lock."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Opener, Server, Window
from tests.browser.journey import begin, sign_in

pytestmark = pytest.mark.browser

ELSEWHERE = "open in another tab"
KEEP = "Keep this page"


@pytest.fixture(scope="module")
def ada(place: Server) -> dict[str, str]:
    """What is known of Ada once she has begun."""
    return {}


@pytest.fixture
def window(place: Server, open_window: Opener, ada: dict[str, str]) -> Window:
    """Ada's browser; the first test sees her begin, the others see her come back."""
    opened = open_window(place)
    if ada:
        sign_in(opened, "Ada Tabs", ada["passphrase"])
    else:
        ada["passphrase"] = begin(opened, "Ada Tabs")
    return opened


def second_tab(window: Window) -> Page:
    page = window.context.new_page()
    page.set_default_timeout(10_000)
    return page


def box(page: Page) -> str:
    return page.locator("main textarea").first.input_value()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def typed(page: Page, text: str) -> None:
    """Type as a person would, and wait until it is kept."""
    page.locator("main textarea").first.fill(text)
    expect(page.locator(".kept").first).to_contain_text("Kept")


def keep_page(window: Window, text: str) -> str:
    """Keep a journal page; returns its address."""
    window.go("/me/journal/")
    window.page.locator("main textarea").fill(text)
    window.press(KEEP)
    expect(window.page.locator(".said")).to_contain_text("Only you can see it")
    return re.sub(r"\?.*", "", window.page.url)


def count_of(window: Window, text: str) -> int:
    """How many entries of Ada's hold these words."""
    window.go("/me/search/")
    window.write("Words to look for", text)
    window.press("Search")
    expect(window.page.locator(".history h2")).to_be_visible()
    return window.page.locator(".history .rows li").count()


def test_the_second_change_of_one_page_shows_both_versions(window: Window) -> None:
    entry = keep_page(window, "canary-ember-100 at first")
    one, two = window.page, second_tab(window)
    one.goto(entry + "edit/")
    two.goto(entry + "edit/")
    one.locator("main textarea").fill("canary-ember-101 from one tab")
    press(one, "Keep the change")
    expect(one.locator(".said")).to_contain_text("Changed")
    two.locator("main textarea").fill("canary-ember-102 from the other")
    with two.expect_response(lambda r: r.request.method == "POST" and "/edit/" in r.url) as answer:
        press(two, "Keep the change")
    assert answer.value.status == 409
    expect(two.locator("main")).to_contain_text("canary-ember-101 from one tab")
    assert box(two) == "canary-ember-102 from the other"
    one.reload()
    expect(one.locator("article")).to_contain_text("canary-ember-101")
    press(two, "Keep the change")
    expect(two.locator(".said")).to_contain_text("Changed")
    expect(two.locator("article")).to_contain_text("canary-ember-102")


def test_the_tab_that_has_fallen_behind_is_told_so_and_overwrites_nothing(window: Window) -> None:
    one, two = window.page, second_tab(window)
    window.go("/me/journal/")
    typed(one, "canary-ember-110 begun")
    two.goto(window.address + "/me/journal/")
    assert box(two) == "canary-ember-110 begun"
    typed(two, "canary-ember-110 begun and gone on with")
    one.locator("main textarea").fill("canary-ember-111 behind")
    expect(one.locator(".kept").first).to_contain_text(ELSEWHERE)
    two.reload()
    assert box(two) == "canary-ember-110 begun and gone on with"
    # The other tab's words are not lost either: handed in after the first, both are shown.
    press(two, KEEP)
    expect(two.locator(".said")).to_contain_text("Only you can see it")
    press(one, KEEP)
    expect(one.locator("main")).to_contain_text("canary-ember-110 begun and gone on with")
    assert box(one) == "canary-ember-111 behind"


def test_a_double_click_writes_once(window: Window) -> None:
    window.go("/me/journal/")
    window.page.locator("main textarea").fill("canary-ember-120 twice pressed")
    window.page.get_by_role("button", name=KEEP, exact=True).dblclick()
    expect(window.page.locator("article")).to_contain_text("canary-ember-120")
    assert count_of(window, "canary-ember-120") == 1


def test_a_form_sent_twice_at_once_writes_once(window: Window) -> None:
    """The same form on its way twice, as an impatient network sends it."""
    page = window.page

    def twice(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
        route.continue_()

    window.go("/me/journal/")
    page.locator("main textarea").fill("canary-ember-121 sent again")
    page.route("**/me/journal/", twice)
    window.press(KEEP)
    expect(page.locator(".said")).to_contain_text("Nothing was written twice")
    page.unroute("**/me/journal/")
    assert count_of(window, "canary-ember-121") == 1


def test_going_back_and_sending_again_writes_once(window: Window) -> None:
    keep_page(window, "canary-ember-130 kept, then back")
    window.page.go_back()
    assert box(window.page) == "canary-ember-130 kept, then back", "the browser puts the words back"
    window.press(KEEP)
    expect(window.page.locator(".said")).to_contain_text("Nothing was written twice")
    assert count_of(window, "canary-ember-130") == 1
    window.go("/me/journal/")
    assert box(window.page) == "", "nothing of it is left over as a draft"


def test_going_back_and_writing_on_shows_what_is_kept_already(window: Window) -> None:
    keep_page(window, "canary-ember-131 kept first")
    window.page.go_back()
    typed(window.page, "canary-ember-132 and then more")
    window.press(KEEP)
    expect(window.page.locator("main")).to_contain_text("canary-ember-131 kept first")
    assert box(window.page) == "canary-ember-132 and then more"
    window.press("Keep the change")
    assert count_of(window, "canary-ember-132") == 1
    assert count_of(window, "canary-ember-131") == 0


def test_what_is_sent_while_locked_in_another_tab_is_found_again(window: Window, ada: dict[str, str]) -> None:
    one, two = window.page, second_tab(window)
    window.go("/me/journal/")
    prompt = one.locator(".prompt").inner_text()
    one.locator("main textarea").fill("canary-ember-140 on its way")
    two.goto(window.address + "/me/")
    press(two, "Lock")
    expect(two.get_by_role("heading", level=1)).to_have_text("You are locked")
    press(one, KEEP)
    expect(one.get_by_role("heading", level=1)).to_have_text("You are locked")
    expect(one.locator("body")).not_to_contain_text("canary")
    window.write("Your passphrase", ada["passphrase"])
    window.press("Unlock")
    expect(one).to_have_url(window.address + "/me/journal/")
    assert box(one) == "canary-ember-140 on its way"
    expect(one.locator(".prompt")).to_have_text(prompt)
    window.press(KEEP)
    expect(one.locator("article")).to_contain_text("canary-ember-140")
    assert count_of(window, "canary-ember-140") == 1


def test_what_is_typed_on_while_locked_in_another_tab_is_kept(window: Window, ada: dict[str, str]) -> None:
    """The coach, which asks by itself while one types, must not put the draft anywhere else."""
    one, two = window.page, second_tab(window)
    window.go("/me/journal/")
    typed(one, "canary-ember-737 I waited")
    two.goto(window.address + "/me/")
    press(two, "Lock")
    expect(two.get_by_role("heading", level=1)).to_have_text("You are locked")
    with one.expect_response(lambda answer: "/coach/beside/" in answer.url):
        one.locator("main textarea").fill("canary-ember-737 I waited for an hour")
    expect(one.locator(".kept").first).to_contain_text("You are locked; what you typed is kept")
    window.go("/me/journal/")
    window.write("Your passphrase", ada["passphrase"])
    window.press("Unlock")
    expect(one).to_have_url(window.address + "/me/journal/")
    assert box(one) == "canary-ember-737 I waited for an hour"
