"""The made files: small, complete, and readable by everybody."""

import gzip
import re
import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from inglenook.web.assets import build_assets
from inglenook.web.sprite import ICONS, sprite
from inglenook.web.stylesheet import SOURCES, apart, source_files, stylesheet, tighten
from inglenook.web.tests.colours import contrast, looks

PACKAGE = SOURCES.parents[2]
GROUNDS = ("paper", "card", "sunk", "tint", "firelight", "leaf")
ICON_NAMES = re.compile(
    r"""icon\("([a-z0-9-]+)"\) | icon="([a-z0-9-]+)"
    | sprite\ }}\#([a-z0-9-]+)" | \(url\("[^"]*"\),\ "([a-z0-9-]+)",""",
    re.VERBOSE,
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("assets")
    build_assets(target)
    return target


def test_the_font_is_small_and_writes_european_languages(made: Path) -> None:
    font = (made / "fonts/fraunces.woff2").read_bytes()
    assert len(font) <= 45_000
    letters = set(TTFont(BytesIO(font)).getBestCmap())
    wanted = "Aa0äöüßÄÖÜẞéèêçœŒàùñáíóúãõåøæğışłńőřščžťů„“”‘’«»–—…€"  # noqa: RUF001  (that is what we look for)
    assert {character for character in wanted if ord(character) not in letters} == set()


def test_the_font_keeps_its_weights(made: Path) -> None:
    font = TTFont(made / "fonts/fraunces.woff2")
    assert [(axis.axisTag, axis.minValue, axis.maxValue) for axis in font["fvar"].axes] == [
        ("wght", 400, 700)
    ]


def test_the_stylesheet_leaves_room_for_the_page(made: Path) -> None:
    css = (made / "css/inglenook.css").read_bytes()
    assert len(gzip.compress(css)) <= 7_500


def test_the_stylesheet_begins_with_its_layers_and_leaves_no_file_out() -> None:
    assert stylesheet().startswith("@layer reset,base,components,pages,utilities;")
    assert {*source_files(), *apart()} == set(SOURCES.rglob("*.css"))


def test_what_few_pages_need_is_made_as_files_of_its_own(made: Path) -> None:
    for one in apart():
        assert (made / f"css/{one.name}").read_text() == tighten(one.read_text())
        pages = [page for page in PACKAGE.rglob("*.html") if f"css/{one.name}" in page.read_text()]
        assert pages, f"no page asks for {one.name}"


def test_the_stylesheet_asks_for_nothing_but_our_font() -> None:
    assert re.findall(r"url\(([^)]*)\)|@import", stylesheet()) == ['"../fonts/fraunces.woff2"']


def test_the_scripts_are_few() -> None:
    scripts = {one.name: len(gzip.compress(one.read_bytes())) for one in (SOURCES.parent / "js").glob("*.js")}
    # Asked for by their pages alone.
    for_talks, for_boxes = scripts.pop("talk-table.js"), scripts.pop("coach-beside.js")
    assert sum(scripts.values()) <= 12_500
    assert for_talks <= 2_000
    assert for_boxes <= 3_500


def test_every_icon_that_a_page_shows_is_in_the_sprite() -> None:
    pages = {path: path.read_text() for path in PACKAGE.glob("*/templates/**/*.html")}
    shown = {
        (path.name, name)
        for path, text in pages.items()
        for found in ICON_NAMES.finditer(text)
        for name in found.groups()
        if name
    }
    assert len(shown) > 10
    assert {where for where in shown if where[1] not in ICONS} == set()


def test_no_icon_is_carried_for_nothing() -> None:
    ours = [
        path for kind in ("html", "py") for path in PACKAGE.rglob(f"*.{kind}") if path.name != "sprite.py"
    ]
    text = "\n".join(path.read_text() for path in ours)
    assert [name for name in ICONS if f'"{name}"' not in text and f'#{name}"' not in text] == []


def test_the_sprite_is_one_drawing_with_each_icon_once() -> None:
    assert re.findall(r'<symbol id="([^"]+)"', sprite()) == sorted(ICONS)
    with pytest.raises(KeyError):
        sprite(("no-such-icon",))


def test_our_pictures_are_small_and_take_their_colours_from_the_page() -> None:
    pictures = list((PACKAGE / "web/templates/components/pictures").glob("*.svg"))
    assert len(pictures) >= 8
    for picture in pictures:
        text = picture.read_text()
        assert len(text) <= 1_300, picture.name
        assert not re.search(r'style=|fill="|stroke="|<script|\bid=', text), picture.name
        assert 'class="picture"' in text


@pytest.mark.parametrize("size", [192, 512])
def test_the_app_icon_shows_a_fire(made: Path, size: int) -> None:
    picture = (made / f"icons/icon-{size}.png").read_bytes()
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", picture[16:24]) == (size, size)
    length = struct.unpack(">I", picture[33:37])[0]
    pixels = zlib.decompress(picture[41 : 41 + length])
    row, column = int(size * 23 / 32), size // 2
    at = row * (3 * size + 1) + 1 + 3 * column
    assert tuple(pixels[at : at + 3]) == (0xEE, 0x86, 0x3E)
    assert tuple(pixels[1:4]) == (0x2B, 0x20, 0x19)


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", ["ink", "soft", "ember", "green", "wrong"])
def test_text_can_be_read_in_both_looks(text: str, ground: str) -> None:
    for look in looks():
        assert contrast(look[text], look[ground]) >= 7


def test_text_on_colour_can_be_read_in_both_looks() -> None:
    for look in looks():
        assert contrast(look["on-ember"], look["ember"]) >= 7
        assert contrast(look["leaf"], look["green"]) >= 7


@pytest.mark.parametrize("ground", GROUNDS)
def test_controls_can_be_seen_in_both_looks(ground: str) -> None:
    for look in looks():
        assert contrast(look["edge"], look[ground]) >= 3
        assert contrast(look["ember"], look[ground]) >= 3
        assert contrast(look["thread"], look[ground]) >= 3


@pytest.mark.parametrize("quarter", ["bright", "calm", "stormy", "heavy"])
def test_the_dots_of_the_feelings_map_can_be_seen_in_both_looks(quarter: str) -> None:
    for look in looks():
        assert contrast(look["ink"], look[quarter]) >= 3


def test_a_look_that_somebody_chose_wins_over_the_device() -> None:
    css = stylesheet().replace(": ", ":")
    assert '[data-look="light"]{color-scheme:light}' in css
    assert '[data-look="dark"]{color-scheme:dark}' in css
