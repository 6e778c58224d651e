"""What our small scripts do for somebody who types, taps, leaves or looks away."""

import re
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.stage import Stage, open_stage

pytestmark = [pytest.mark.browser, pytest.mark.once]
CANARY = "canary-ember-71"
NOTE = (
    '{% call ui.form(keep="/drafts/1/", seen=2) %}<label for="n">Note</label><textarea id="n" name="note">'
    '</textarea>{{ ui.button("Keep this") }}{% endcall %}'
)
REGIONS = [
    SimpleNamespace(
        id=region,
        title=region.title(),
        about="About it",
        feelings=[
            SimpleNamespace(
                id=f"{region}-{n}",
                word=f"{region} {n}",
                definition="Like that",
                energy=n % 3 + 1,
                pleasantness=1,
            )
            for n in range(8)
        ],
    )
    for region in ("bright", "calm", "stormy", "heavy")
]
CHECK_IN = "{% call ui.form() %}{{ feelings.grid(value=mood) }}{{ feelings.words(regions) }}{% endcall %}"


@pytest.fixture
def stage() -> Iterator[Stage]:
    with open_stage() as opened:
        yield opened


@pytest.fixture
def page(stage: Stage, chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    opened = context.new_page()
    refused: list[str] = []
    opened.on("pageerror", lambda error: refused.append(str(error)))
    opened.on("console", lambda said: refused.append(said.text) if "Content Security" in said.text else None)
    opened.set_default_timeout(5_000)
    yield opened
    context.close()
    assert refused == []


def test_leaving_quickly_tells_the_server_and_takes_the_place_of_the_page(stage: Stage, page: Page) -> None:
    stage.show(f"<p>{CANARY}</p>")
    page.goto(stage.address + "/stage")
    page.get_by_role("button", name="Leave quickly").click()
    page.wait_for_url("**/elsewhere")
    assert [path for path, _, _ in stage.posts] == ["/safety:leave/"]
    page.go_back()
    assert CANARY not in page.content()


def test_escape_three_times_leaves_and_twice_does_not(stage: Stage, page: Page) -> None:
    stage.show("<p>Here</p>")
    page.goto(stage.address + "/stage")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_timeout(2_100)
    page.keyboard.press("Escape")
    assert page.url.endswith("/stage")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_url("**/elsewhere")


def test_what_is_typed_is_kept_after_a_rest_and_follows_its_revision(stage: Stage, page: Page) -> None:
    stage.answer = lambda path: (200, f'{{"revision": {len(stage.posts) + 2}, "locked": false}}')
    stage.show(NOTE)
    page.goto(stage.address + "/stage")
    page.get_by_label("Note").press_sequentially("The rain")
    expect(page.get_by_text("Kept, sealed, a moment ago")).to_be_visible()
    assert len(stage.posts) == 1
    with page.expect_response("**/drafts/1/"):
        page.get_by_label("Note").press_sequentially(" stopped")
    assert [(p, b["note"], seen) for p, b, seen in stage.posts] == [
        ("/drafts/1/", ["The rain"], "2"),
        ("/drafts/1/", ["The rain stopped"], "3"),
    ]


def test_a_lost_connection_is_said_and_tried_again(stage: Stage, page: Page) -> None:
    stage.answer = lambda path: (
        (503, "") if len(stage.posts) < 2 else (200, '{"revision": 3, "locked": false}')
    )
    stage.show(NOTE)
    page.goto(stage.address + "/stage")
    page.get_by_label("Note").fill("The rain")
    expect(page.get_by_text("Not kept yet: no connection, trying again")).to_be_visible()
    expect(page.get_by_text("Kept, sealed, a moment ago")).to_be_visible()


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ((200, '{"revision": 3, "locked": true}'), "You are locked; what you typed is kept"),
        ((409, "{}"), "This is open in another tab too; what you type here is not kept"),
    ],
)
def test_the_writer_hears_what_happened(
    stage: Stage, page: Page, answer: tuple[int, str], sentence: str
) -> None:
    stage.answer = lambda path: answer
    stage.show(NOTE)
    page.goto(stage.address + "/stage")
    page.get_by_label("Note").fill("The rain")
    expect(page.get_by_text(sentence)).to_be_visible()


def test_what_is_typed_is_kept_when_the_page_goes(stage: Stage, page: Page) -> None:
    stage.answer = lambda path: (200, '{"revision": 3, "locked": false}')
    stage.show(NOTE)
    page.goto(stage.address + "/stage")
    page.get_by_label("Note").fill("Half a sen")
    page.goto(stage.address + "/elsewhere")
    page.wait_for_timeout(300)
    assert [body["note"] for _, body, _ in stage.posts] == [["Half a sen"]]


def test_a_page_handed_in_is_not_kept_as_a_draft_again(stage: Stage, page: Page) -> None:
    stage.show(NOTE)
    page.goto(stage.address + "/stage")
    page.get_by_label("Note").fill("Done")
    page.get_by_role("button", name="Keep this").click()
    page.wait_for_timeout(1_000)
    assert [path for path, _, _ in stage.posts] == ["/stage"]


def test_a_part_shows_news_and_leaves_what_one_types_alone(stage: Stage, page: Page) -> None:
    box = '<label for="a">Answer</label><textarea id="a" name="answer"></textarea>'
    stage.part = f"<p>Nobody yet</p>{box}"
    stage.show('{% call ui.live("/part") %}{{ inside|safe }}{% endcall %}', inside=stage.part)
    page.goto(stage.address + "/stage")
    page.get_by_label("Answer").press_sequentially("My wor")
    stage.part = f"<p>Bo is here</p>{box}"
    stage.news.put("changed")
    expect(page.get_by_text("Bo is here")).to_be_visible()
    expect(page.get_by_text("Something here has changed.")).to_be_visible()
    page.keyboard.type("ds")
    expect(page.get_by_label("Answer")).to_have_value("My words")


def test_a_part_that_loses_what_had_the_focus_keeps_the_readers_place(stage: Stage, page: Page) -> None:
    stage.part = "<button>Answer</button>"
    stage.show('{% call ui.live("/part") %}<button>Answer</button>{% endcall %}')
    page.goto(stage.address + "/stage")
    page.get_by_role("button", name="Answer").focus()
    stage.part = "<p>All have answered</p>"
    stage.news.put("changed")
    expect(page.get_by_text("All have answered")).to_be_visible()
    expect(page.locator("live-part")).to_be_focused()


def test_cards_turn_over_when_their_state_changes(stage: Stage, page: Page) -> None:
    render = '{% call ui.live("/part") %}{{ exchange.waiting("Tea?", ["Ada", "Bo"]) }}{% endcall %}'
    stage.show('{{ exchange.revealed("Tea?", [{"name": "Bo", "text": "Yes"}]) }}')
    found = re.search(r"<section class=\"exchange\".*?</section>", stage.page, re.DOTALL)
    assert found
    stage.show(render)
    stage.part = found.group()
    page.goto(stage.address + "/stage")
    expect(page.locator(".is-turning")).to_contain_text("Yes")


def test_a_lost_stream_is_said_quietly(stage: Stage, page: Page) -> None:
    stage.part = "<p>Nobody yet</p>"
    stage.show('{% call ui.live("/part") %}<p>Nobody yet</p>{% endcall %}')
    page.goto(stage.address + "/stage")
    page.wait_for_timeout(300)
    page.route("**/changes", lambda route: route.abort())
    stage.news.put("")
    expect(page.get_by_text("No connection just now.")).to_be_visible()
    page.unroute("**/changes")
    expect(page.get_by_text("No connection just now.")).not_to_be_visible(timeout=12_000)


def test_an_idle_page_locks_and_gives_way(stage: Stage, page: Page) -> None:
    stage.show("<p>Here</p>", head='<meta name="lock-after" content="1">', frame="base.html")
    page.goto(stage.address + "/stage")
    page.wait_for_url("**/unlock/?next=%2Fstage")
    assert [(path, body["next"]) for path, body, _ in stage.posts] == [("/people:lock/", ["/stage"])]


def test_arrows_move_on_the_map_in_both_directions(stage: Stage, page: Page) -> None:
    stage.show(CHECK_IN, regions=REGIONS, mood="1,1")
    page.goto(stage.address + "/stage")
    page.get_by_role("radio", name="Slightly high energy, a little pleasant").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    expect(
        page.get_by_role("radio", name="High energy, neither pleasant nor unpleasant", exact=True)
    ).to_be_checked()
    expect(page.locator(".mood-said")).to_have_text("High energy, neither pleasant nor unpleasant")


def test_the_region_that_fits_comes_first_and_opens(stage: Stage, page: Page) -> None:
    stage.show(CHECK_IN, regions=REGIONS, mood="")
    page.goto(stage.address + "/stage")
    page.get_by_role("radio", name="Very low energy, very unpleasant").check()
    expect(page.locator(".region").first).to_have_attribute("data-region", "heavy")
    expect(page.get_by_role("checkbox", name="heavy 0")).to_be_visible()
    expect(page.get_by_role("checkbox", name="bright 0")).not_to_be_visible()


def test_the_map_works_without_scripts(stage: Stage, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    stage.show(CHECK_IN, regions=REGIONS, mood="")
    page.goto(stage.address + "/stage")
    page.get_by_role("radio", name="Very low energy, very unpleasant").check()
    boxes = {name: page.locator(f".region.{name}").bounding_box() for name in ("bright", "heavy")}
    assert boxes["heavy"]
    assert boxes["bright"]
    assert boxes["heavy"]["y"] < boxes["bright"]["y"]
    context.close()


def test_three_words_are_enough(stage: Stage, page: Page) -> None:
    stage.show(CHECK_IN, regions=REGIONS, mood="1,1")
    page.goto(stage.address + "/stage")
    boxes = page.locator(".region.bright input:visible")
    for at in range(3):
        boxes.nth(at).check()
    boxes.nth(3).click()
    expect(boxes.nth(3)).not_to_be_checked()
    expect(page.get_by_text("Three words are enough. Let one go to choose another.")).to_be_visible()


def test_cells_of_the_map_are_large_enough_for_a_thumb(stage: Stage, page: Page) -> None:
    stage.show(CHECK_IN, regions=REGIONS, mood="")
    page.goto(stage.address + "/stage")
    cells = page.locator(".mood-cells input")
    assert cells.count() == 49
    size = cells.first.bounding_box()
    assert size
    assert min(size["width"], size["height"]) >= 44


def test_the_time_zone_is_filled_in(stage: Stage, chromium: Browser) -> None:
    context = chromium.new_context(timezone_id="Europe/Vienna")
    page = context.new_page()
    stage.show('<form><input type="hidden" name="time_zone"></form>')
    page.goto(stage.address + "/stage")
    expect(page.locator("[name=time_zone]")).to_have_value("Europe/Vienna")
    context.close()
