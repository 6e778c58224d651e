"""The pictures for review: four of a page, on a contact sheet that leads to each, in the wanted language."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import DESK, PHONE, Server
from tests.browser.journey import passphrase_of, sign_in
from tests.browser.looks import LOOKS
from tests.browser.pictures import Album, clear, entering, fill

pytestmark = [pytest.mark.browser, pytest.mark.once]


def test_a_page_is_taken_in_four_looks_and_put_on_the_sheet(
    chromium: Browser, sample: Server, tmp_path: Path
) -> None:
    stale = tmp_path / f"gone-by-now.{LOOKS[0].name}.png"
    stale.touch()
    clear(tmp_path)
    album = Album(tmp_path, only={"welcome", "sign-in"})
    fill(album, chromium, sample)
    assert album.taken == {"Before signing in": ["welcome", "sign-in"]}
    assert album.write_sheets(chromium) == 1
    pictures = {f"{name}.{look.name}.png" for name in ("welcome", "sign-in") for look in LOOKS}
    assert {path.name for path in tmp_path.iterdir()} == pictures | {"index.html", "contact-sheet-01.png"}
    index = (tmp_path / "index.html").read_text()
    assert set(re.findall(r'<a href="([^"#]+)"><img', index)) == pictures
    assert {'href="#welcome"', 'id="welcome"', 'href="#sign-in"', 'id="sign-in"'} <= set(
        re.findall(r'(?:href|id)="#?[a-z-]+"', index)
    )


def test_a_picture_shows_the_whole_page_and_the_look(
    chromium: Browser, sample: Server, tmp_path: Path
) -> None:
    album = Album(tmp_path)
    for size in (PHONE, DESK):
        with entering(chromium, sample, size, "en-GB") as enter:
            window = enter(None)
            window.go("/trust/")
            album.take("Public", "trust", window.page)
            height = window.page.evaluate("document.documentElement.scrollHeight")
            for look in LOOKS:
                if look.size == size:
                    data = (tmp_path / f"trust.{look.name}.png").read_bytes()
                    assert int.from_bytes(data[16:20]) == size["width"]
                    assert int.from_bytes(data[20:24]) == height
    assert (tmp_path / "trust.phone.png").read_bytes() != (tmp_path / "trust.phone-dark.png").read_bytes()


def test_another_language_is_asked_for_once_one_is_in(chromium: Browser, sample: Server) -> None:
    with entering(chromium, sample, PHONE, "de") as enter:
        window = enter(lambda at: sign_in(at, "Ada", passphrase_of(sample, "Ada")))
        with window.page.expect_request(re.compile("/me/$")) as asked:
            window.go("/me/")
        assert asked.value.all_headers()["accept-language"].startswith("de")
        assert window.page.url.endswith("/me/")
