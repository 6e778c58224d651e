"""The page of components for developers shows all there is: a new component cannot be forgotten."""

import re

import pytest

from inglenook.web.stylesheet import SOURCES
from tests.browser.components import SHOWROOM, sections, show
from tests.browser.stage import WEB, Stage, stage_environment

COMPONENTS = WEB / "templates/components"
MACRO = re.compile(r"{%-? macro ([a-z]\w*)\(")
CLASS = re.compile(r"\.([a-z][\w-]*)")
# Styles of some pages alone whose pieces are shown too; those of the others are of one page as a whole.
APART = ("coach", "exchange", "feelings", "guide", "talk")
# What only a script or a moment brings about, and which test sees it.
PASSING = {
    "is-turning": "while a card turns over: test_scripts.py",
    "all": "after More words was pressed: test_scripts.py",
    "far": "words that the script puts aside: test_scripts.py",
    "gone": "how much of a step is over, which the script draws: test_talks.py",
    "is-lost": "while there is no connection: test_scripts.py",
    "sending": "what is about to go, which the script shows: test_talks_tapping.py",
    "more": "the button More words, which the script makes: test_scripts.py",
    "signed-in": "the frame of one's own pages: test_pages.py",
}


@pytest.fixture(scope="module")
def stage() -> Stage:
    shown = Stage(folders=(SHOWROOM,))
    show(shown)
    return shown


def calls(stage: Stage) -> str:
    """Every line of a template that the page shows or is made by."""
    made = sections(stage_environment(*stage.folders))
    written = [path.read_text() for path in SHOWROOM.glob("*.html") if not path.name[0].isdigit()]
    return "\n".join([one.call for section in made for one in section.specimens] + written)


def test_every_component_file_is_shown(stage: Stage) -> None:
    loaded = {name for _, name in stage_environment(*stage.folders).cache or ()}
    there = {str(path.relative_to(COMPONENTS.parent)) for path in COMPONENTS.rglob("*.*")}
    assert len(there) > 15
    assert there - loaded == set(), "show it in tests/browser/showroom/"


def test_every_macro_is_called(stage: Stage) -> None:
    macros = [
        f"{path.stem}.{name}"
        for path in COMPONENTS.glob("*.html")
        for name in MACRO.findall(path.read_text())
    ]
    assert len(macros) > 20
    told = calls(stage)
    assert [name for name in macros if f"{name}(" not in told] == [], "show it in tests/browser/showroom/"


def test_every_class_of_the_components_is_seen(stage: Stage) -> None:
    shown = [*(SOURCES / "components").glob("*.css"), *(SOURCES / f"apart/{name}.css" for name in APART)]
    styles = "\n".join(path.read_text() for path in shown)
    selectors = re.sub(r"/\*.*?\*/|[\w-]+:\s[^;{}]*;", "", styles, flags=re.DOTALL)
    seen = set(" ".join(re.findall(r'class="([^"]*)"', stage.page)).split())
    unseen = set(CLASS.findall(selectors)) - seen
    assert unseen == set(PASSING), "show it in tests/browser/showroom/"


def test_every_specimen_has_a_name_and_a_call(stage: Stage) -> None:
    made = [one for section in sections(stage_environment(*stage.folders)) for one in section.specimens]
    assert len(made) > 40
    assert [one.name for one in made if not one.call or not one.shown.strip()] == []
