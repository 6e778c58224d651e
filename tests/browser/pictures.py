"""A picture of every page in four looks, and a contact sheet of them, for review: `bin/pictures`."""

import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click
import django
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import (
    ARGUMENTS,
    DESK,
    PHONE,
    Place,
    Server,
    Window,
    browser_path,
    start_server,
    window_at,
)
from tests.browser.looks import LOOKS
from tests.browser.made_up import MADE_UP, write_languages
from tests.browser.walk import ComeIn, Enter, every_page

ROOT = Path(__file__).parents[2]
SHEET = {"width": 1500, "height": 1000}
PAGES_A_SHEET = 4
MARGIN = 12
# What stays in its place on a screen goes to the end of a page that is shown whole.
WHOLE = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    body { position: relative }
    body::before, .nav { position: absolute }
    @media (min-width: 64rem) {
      .signed-in > .nav { position: static; block-size: auto; align-self: stretch }
    }`);
  document.adoptedStyleSheets = [sheet];
}"""
ARRIVED = "all => Promise.all(all.map(one => { one.loading = 'eager'; return one.decode() })).then(() => 0)"


@dataclass
class Album:
    """Where the pictures go, which are wanted, in which language, and what has been taken, part by part."""

    folder: Path
    only: Collection[str] = ()
    language: str = "en-GB"
    taken: dict[str, list[str]] = field(default_factory=dict)

    def wants(self, name: str) -> bool:
        """Tell whether a page is among those that were asked for."""
        return not self.only or name in self.only

    def take(self, part: str, name: str, page: Page) -> None:
        """Take a page's pictures, in the light and in the dark."""
        page.evaluate("document.fonts.ready.then(() => 0)")
        page.evaluate(WHOLE)
        for look in LOOKS:
            if look.size == page.viewport_size:
                page.emulate_media(color_scheme=look.scheme, reduced_motion="reduce")  # type: ignore[arg-type]
                page.screenshot(path=self.folder / f"{name}.{look.name}.png", full_page=True)
        names = self.taken.setdefault(part, [])
        if name not in names:
            names.append(name)

    def write_sheets(self, browser: Browser) -> int:
        """Write the contact sheet as a page, and as pictures of it; returns how many those are."""
        environment = Environment(
            loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
        )
        sheet = environment.get_template("contact_sheet.html")
        index = self.folder / "index.html"
        index.write_text(sheet.render(parts=self.taken, looks=LOOKS, language=self.language))
        page = browser.new_page(viewport=SHEET)  # type: ignore[arg-type]
        page.goto(index.as_uri())
        rows = page.locator("article").all()
        pieces = [rows[at : at + PAGES_A_SHEET] for at in range(0, len(rows), PAGES_A_SHEET)]
        for number, piece in enumerate(pieces, 1):
            for row in piece:
                row.locator("img").evaluate_all(ARRIVED)
            first, last = (row.bounding_box() for row in (piece[0], piece[-1]))
            assert first
            assert last
            clip = {"x": 0, "y": first["y"] - MARGIN, "width": SHEET["width"]}
            clip["height"] = last["y"] + last["height"] - first["y"] + 2 * MARGIN
            path = self.folder / f"contact-sheet-{number:02}.png"
            page.screenshot(path=path, clip=clip, full_page=True)  # type: ignore[arg-type]
        page.close()
        return len(pieces)


def fill(album: Album, browser: Browser, sample: Server) -> None:
    """Walk past the pages with a small window, then with a large one, and take their pictures."""
    for size in (PHONE, DESK):
        missing = set(album.only)
        with entering(browser, sample, size, album.language) as enter:
            for part, name, window in every_page(sample, enter):
                if album.wants(name):
                    album.take(part, name, window.page)
                missing.discard(name)
                if album.only and not missing:
                    break


@contextmanager
def entering(browser: Browser, sample: Server, size: dict[str, int], language: str) -> Iterator[Enter]:
    """Open windows of a size for whoever comes in, close them all at the end, and see that none was wrong."""
    windows: list[Window] = []
    wrong: list[list[str]] = []

    def enter(come_in: ComeIn | None, place: Place = sample) -> Window:
        window = window_at(browser, place, size)
        if come_in:
            come_in(window)
        wrong.append(window.wrong)
        # Coming in goes by English words; what is looked at may be in another language.
        cookies = window.context.storage_state()
        window.context.close()
        windows.append(window_at(browser, place, size, locale=language, storage_state=cookies))
        return windows[-1]

    try:
        yield enter
    finally:
        for window in windows:
            window.context.close()
    assert [*filter(None, wrong), *(window.wrong for window in windows if window.wrong)] == []


def clear(folder: Path) -> None:
    """Make the folder, and take out what an earlier run wrote."""
    folder.mkdir(parents=True, exist_ok=True)
    for look in LOOKS:
        for path in folder.glob(f"*.{look.name}.png"):
            path.unlink()
    for path in folder.glob("contact-sheet-*.png"):
        path.unlink()


def _made_up_server(home: Path) -> Server:
    write_languages(home / "locale", *MADE_UP)
    return start_server(home, "--sample", settings="tests.browser.made_up_settings")


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=ROOT / "build/pictures")
@click.option(
    "--language",
    default="en-GB",
    show_default=True,
    help="What the browser asks for: de; eo is made up of long words, ar goes from right to left.",
)
@click.option("--only", default="", help="Names of pages, with commas between them: today,me")
def main(folder: Path, language: str, only: str) -> None:
    """Write a picture of every page of the sample into FOLDER, in four looks, and a contact sheet."""
    begun = time.monotonic()
    django.setup()
    clear(folder)
    album = Album(folder.resolve(), frozenset(filter(None, only.split(","))), language)
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        sample = _made_up_server(Path(home)) if language in MADE_UP else start_server(Path(home), "--sample")
        try:
            browser = playwright.chromium.launch(executable_path=browser_path(), args=ARGUMENTS)
            fill(album, browser, sample)
            sheets = album.write_sheets(browser)
            browser.close()
        finally:
            sample.stop()
    unknown = sorted(set(album.only) - {name for names in album.taken.values() for name in names})
    if unknown:
        raise click.ClickException("No page is called " + ", ".join(unknown))
    pages = sum(map(len, album.taken.values()))
    seconds = round(time.monotonic() - begun)
    click.echo(
        f"Pages: {pages}, pictures: {pages * len(LOOKS)}, contact sheets: {sheets}, seconds: {seconds}"
    )
    click.echo(folder / "index.html")


if __name__ == "__main__":
    main()
