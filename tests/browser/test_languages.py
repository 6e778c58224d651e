"""Every page in German, in a made-up language that shows what is not translated, and from right to left."""

import re
import tomllib
from collections.abc import Iterator
from itertools import chain
from zoneinfo import available_timezones

import pytest
from playwright.sync_api import Browser, Page, expect

from inglenook.coach import review
from inglenook.coach.language import language
from inglenook.coach.trying import fill, situation
from inglenook.guide.content import library
from tests.browser.conftest import DESK, PHONE, Opener, Server, Window, start_server
from tests.browser.fitting import long_labels, what_is_cut
from tests.browser.journey import clear_boxes, passphrase_of, read_in, sign_in
from tests.browser.made_up import MADE_UP, write_languages
from tests.browser.pictures import entering
from tests.browser.walk import AT_THE_BOX, PARTS, SAID_BACK, SEEN, SPOKEN, TOPIC, for_developers
from tests.figures import figure
from tests.tree import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.once]

# All that is said on a page, in its order: what people see, and what scripts and screen readers say. That is
# what templates say in an attribute, and what reads as words in any other that is not for the browser.
SAID = """([named, technical]) => {
  const words = [document.title];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const within = texts.currentNode.parentElement;
    if (within.closest("script, noscript, .secret-words, .code, .guests dd")) continue;
    words.push(texts.currentNode.data);
  }
  for (const one of document.querySelectorAll("body, body *"))
    for (const { name, value } of one.attributes) {
      const said = name === "value" ? one.closest("datalist, button, [type=submit]") && / /.test(value)
        : named.includes(name) || (/\\p{L} \\p{L}/u.test(value) && !technical.includes(name));
      if (said) words.push(value);
    }
  return words;
}"""
ATTRIBUTE = re.compile(r'([a-z][a-z-]*)="((?:\{\{.*?\}\}|\{%.*?%\}|[^"{]|\{(?![{%]))*)"', re.DOTALL)
NAMED = {
    name
    for template in (ROOT / "src/inglenook").glob("*/templates/**/*.html")
    for name, value in ATTRIBUTE.findall(template.read_text())
    if re.search(r"\b_\(|\bn?gettext\(", value)
} | {"aria-label", "placeholder", "alt", "title"}
# For scripts and for what points elsewhere; what the coach tries has its gaps here still.
TECHNICAL = {"class", "style", "d", "aria-describedby", "aria-labelledby", "data-near", "data-try"}
OPEN, CLOSED = "⟦", "⟧"
# What the walk types.
SAID_IN_A_TALK = [one.strip(".") for one in (TOPIC, SEEN, *SPOKEN)]
TYPED = ("Newcomer", "N", "Guest", "G", "Nobody", "Ada of the Long Street", "longstreet", *SAID_IN_A_TALK)
# What the coach says is written anew for each of its languages, so it is English in those it does not know.
COACH = [text for one in language("en").says.values() for text in (one.title, one.why, one.missing) if text]
BOTH = [review(text, code="en") for text in (AT_THE_BOX, SAID_BACK)]
TRIES = [fill(mark.a_try, situation=situation(seen, mark)) for seen in BOTH for mark in seen.hard]
QUOTED = [seen.words(mark) for seen in BOTH for mark in seen.marks]
BESIDE = [AT_THE_BOX, SAID_BACK, *QUOTED, *COACH, *TRIES]
MANY = 90


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The made-up couple's Inglenook, in languages as made up as they are."""
    home = tmp_path_factory.mktemp("made-up")
    write_languages(home / "locale", *MADE_UP)
    server = start_server(home, "--sample", settings="tests.browser.made_up_settings")
    yield server
    server.stop()


def pages(chromium: Browser, server: Server, language: str) -> Iterator[tuple[str, Page]]:
    """Take the walk of all who use Inglenook, in a language."""
    with entering(chromium, server, PHONE, language) as enter:
        for walk in PARTS.values():
            if walk is not for_developers:
                for name, window in walk(server, enter):
                    window.page.evaluate("document.fonts.ready.then(() => 0)")
                    yield name, window.page
                    window.page.set_viewport_size(PHONE)  # type: ignore[arg-type]


def long_pages(chromium: Browser, server: Server, language: str) -> Iterator[tuple[str, Page]]:
    """Open what is said at length: each chapter whole, each practice, the beginning of each talk."""
    known = library()
    paths = [f"/guide/{one.number}/whole/" for one in known.chapters]
    paths += [f"/guide/practices/{id}/" for id in known.practices]
    paths += [f"/talk/turns/{id}/" for id in known.protocols]
    with entering(chromium, server, PHONE, language) as enter:
        window = enter(lambda at: sign_in(at, "Ada", passphrase_of(server, "Ada")))
        for path in paths:
            window.go(path)
            window.page.evaluate("document.fonts.ready.then(() => 0)")
            yield path, window.page
            window.page.set_viewport_size(PHONE)  # type: ignore[arg-type]


def own_words() -> list[str]:
    """Return what is nobody's to translate: people's own words, names, sources, zones, languages."""

    def strings(value: object) -> Iterator[str]:
        if isinstance(value, dict | list):
            for part in value.values() if isinstance(value, dict) else value:
                yield from strings(part)
        elif isinstance(value, str):
            yield value

    life = tomllib.loads((ROOT / "content/sample.toml").read_text())
    known = library()
    names = {person["name"] for person in life["people"]}
    names |= {line.who for chapter in known.chapters for one in chapter.offered for line in one.talk}
    told = {person["about"] for person in life["people"]}
    lines = {line.name for line in known.help_lines}
    return [
        *(text for text in strings(life) if text not in told),
        *names,
        *(name[0] for name in names),
        *lines,
        *(one.source for one in known.evidence.values()),
        *(zone.replace("_", " ") for zone in available_timezones()),
        *(
            "Inglenook",
            "Chrome",
            "Firefox",
            "Android",
            "Linux",
            "Windows",
            "English",
            "Deutsch",
            "Made up",
            "Made up too",
        ),
    ]


def untranslated(page: Page, own: list[str]) -> list[str]:
    """Return what a page says outside of the marks and is not somebody's own."""
    depth, outside = 0, [""]
    for text in page.evaluate(SAID, [sorted(NAMED), sorted(TECHNICAL)]):
        for part in re.split(f"([{OPEN}{CLOSED}·])", text):
            depth += (part == OPEN) - (part == CLOSED)
            if depth == 0:
                outside.append(part)
    plain = {" ".join(one.split()).strip(" ….,:()") for one in outside}
    all_own = " ".join(" ".join(own).split())
    return [
        one
        for one in sorted(plain)
        if re.search("[^\\W\\d_]", one) and one not in own and not (len(one) > 12 and one in all_own)
    ]


def test_german_fits_on_every_page(sample: Server, chromium: Browser) -> None:
    looked = dict[str, list[str]]()
    for name, page in chain(pages(chromium, sample, "de"), long_pages(chromium, sample, "de")):
        assert page.locator("html").get_attribute("lang") == "de", name
        looked[name] = [*what_is_cut(page), *long_labels(page)]
    figure("German: pages looked at on phone and desk", len(looked))
    assert not {name: found for name, found in looked.items() if found}
    assert len(looked) > MANY


def test_every_text_is_there_for_translators_and_may_be_longer(made_up: Server, chromium: Browser) -> None:
    looked, own = dict[str, list[str]](), [*own_words(), *TYPED, *BESIDE]
    for name, page in chain(pages(chromium, made_up, "eo"), long_pages(chromium, made_up, "eo")):
        looked[name] = [*untranslated(page, own), *what_is_cut(page)]
    figure("made-up language, 40 % longer: pages looked at", len(looked))
    assert not {name: found for name, found in looked.items() if found}
    assert len(looked) > MANY


def test_what_a_form_says_is_translated_too(made_up: Server, open_window: Opener) -> None:
    window, own = open_window(made_up, PHONE), own_words()
    read_in(window, "eo")
    for path, typed in {
        "/start/": {},
        "/sign-in/": {},
        "/recover/": {"sign_in_name": "Ada", "code": "AB-U"},
        "/bonds/join/": {"code": "acrobat basin"},
    }.items():
        assert refused(window, path, typed, own) == [], path
    sign_in(window, "Ada", passphrase_of(made_up, "Ada"))
    for path in (
        "/me/check-in/",
        "/me/journal/",
        "/me/appreciation/",
        "/me/search/",
        "/bonds/new/",
        "/talk/ask/",
    ):
        assert refused(window, path, {}, own) == [], path
    assert refused(window, "/me/journal/", {"text": "x" * 20_001}, own) == []


def refused(window: Window, path: str, typed: dict[str, str], own: list[str]) -> list[str]:
    """Send a form that does not fit, and return what is not translated of what it says."""
    window.go(path)
    clear_boxes(window)
    for name, text in typed.items():
        box = window.page.locator(f"[name={name}]")
        box.evaluate("one => one.removeAttribute('maxlength')")
        box.fill(text)
    window.page.locator("main form .button.main").first.click()
    expect(window.page.locator(".error-summary")).to_be_visible()
    return untranslated(window.page, [*own, *typed.values(), "basin", "acrobat"])


def test_what_is_not_translated_is_found(made_up: Server, open_window: Opener) -> None:
    window = open_window(made_up, PHONE)
    read_in(window, "eo")
    window.go("/sign-in/")
    assert untranslated(window.page, own_words()) == []
    window.page.locator("h1").evaluate("one => { one.textContent = 'Come in' }")
    window.page.locator("main").evaluate("one => { one.ariaLabel = 'The door'; one.dataset.say = 'Knock' }")
    window.page.locator("h1").evaluate("one => { one.dataset.newly = 'Who is there' }")
    assert {"data-say", "data-wait", "data-undo", "data-over", "data-left", "data-summary"} <= NAMED
    assert untranslated(window.page, own_words()) == ["Come in", "Knock", "The door", "Who is there"]


def test_every_page_may_be_read_from_right_to_left(made_up: Server, chromium: Browser) -> None:
    looked = dict[str, list[str]]()
    for name, page in pages(chromium, made_up, "ar"):
        assert page.locator("html").get_attribute("dir") == "rtl", name
        looked[name] = what_is_cut(page)
    figure("from right to left: pages looked at", len(looked))
    assert not {name: found for name, found in looked.items() if found}
    assert len(looked) > MANY


def test_from_right_to_left_everything_changes_sides(made_up: Server, open_window: Opener) -> None:
    window = open_window(made_up, PHONE)
    read_in(window, "ar")
    sign_in(window, "Ada", passphrase_of(made_up, "Ada"))
    page = window.page
    assert left(page, ".nav li:first-child") > left(page, ".nav li:last-child")
    assert left(page, ".menu summary") > left(page, ".leave")
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    assert left(page, ".nav") > left(page, "main")
    window.go("/me/check-in/")
    assert left(page, ".mood-cells input:nth-child(1)") > left(page, ".mood-cells input:nth-child(7)")
    window.go("/me/weeks/")
    assert left(page, ".weeks .weekday >> nth=0") > left(page, ".weeks .weekday >> nth=6")
    assert left(page, ".weeks .week >> nth=0") > left(page, ".weeks .weekday >> nth=0")


def left(page: Page, where: str) -> float:
    """Return how far from the left something is."""
    box = page.locator(where).first.bounding_box()
    assert box
    return box["x"]
