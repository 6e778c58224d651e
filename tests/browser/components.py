"""The page of components for developers: `bin/components` serves it, from the sources as they are now.

A specimen is a few lines of a template in `showroom/`, below a line that names it. The page shows those lines
and what they make, so the two cannot part. `test_components_page.py` sees that no component is missing.
"""

import re
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
import django
from jinja2 import Environment
from markupsafe import Markup

from inglenook.web.assets import build_assets
from inglenook.web.sprite import ICONS
from inglenook.web.stylesheet import SOURCES
from inglenook.web.tests.colours import contrast, looks
from tests.browser.stage import IMPORTS, WEB, Stage, open_stage, shell, stage_environment

SHOWROOM = Path(__file__).parent / "showroom"
PIECES = (
    '{% import "coaching/_remarks.html" as coach with context %}'
    '{% import "coaching/_model.html" as model with context %}'
    '{% import "conversations/tapping.html" as tapping with context %}'
    '{% import "guide/doors.html" as doors with context %}'
)
NAME = re.compile(r"^\{# (.+) #\}\n", re.MULTILINE)
COLOUR = re.compile(r"^\s*--([a-z-]+):.*oklch", re.MULTILINE)
GROUNDS = ("paper", "card", "sunk", "tint", "firelight", "leaf")
# What is drawn on which grounds, and the least contrast it needs there.
DRAWN = (
    *((name, 7, GROUNDS) for name in ("ink", "soft", "ember", "green", "wrong")),
    *((name, 3, GROUNDS) for name in ("edge", "thread")),
    ("on-ember", 7, ("ember",)),
    ("ink", 3, ("bright", "stormy", "heavy", "calm")),
)
PORT = 8799


@dataclass(frozen=True)
class Specimen:
    """One component: what it is, the lines of a template that make it, and what they make."""

    name: str
    call: str
    shown: Markup


@dataclass(frozen=True)
class Section:
    """The specimens of one file."""

    title: str
    specimens: list[Specimen]


def sections(environment: Environment) -> list[Section]:
    """Make every specimen there is."""
    made = []
    for path in sorted(SHOWROOM.glob("[0-9]-*.html")):
        _, *parts = NAME.split(path.read_text())
        pairs = zip(parts[::2], parts[1::2], strict=True)
        specimens = [Specimen(name, call.strip(), _make(environment, call)) for name, call in pairs]
        made.append(Section(path.stem[2:].replace("-", " ").capitalize(), specimens))
    return made


def _make(environment: Environment, call: str) -> Markup:
    # Only now: a field takes our own sentences for what is wrong when it is made, and those come with Django.
    from tests.browser.wares import wares
    from tests.browser.wares_apart import wares_apart

    page = environment.from_string(IMPORTS + PIECES + call).render({**shell(), **wares(), **wares_apart()})
    # A summary of errors takes the focus; here it would pull the page down to it. A piece may bring the main
    # heading of its page; here it stands below the name of the specimen.
    page = page.replace(" data-focus", "").replace("<h1>", '<h1 class="">').replace("</h1>", "</h4>")
    page = page.replace('<h1 class="', '<h4 class="serif size-huge ')
    return Markup(page)  # noqa: S704  (made by our own templates)


def contrasts() -> Iterator[dict[str, object]]:
    """How well each colour is seen on each of its grounds, on paper and by the fire."""
    paper, fire = looks()
    for name, wanted, grounds in DRAWN:
        seen = [
            {"name": on, "paper": contrast(paper[name], paper[on]), "fire": contrast(fire[name], fire[on])}
            for on in grounds
        ]
        yield {"name": name, "wanted": wanted, "grounds": seen}


def show(stage: Stage) -> None:
    """Put the page on a stage, made anew from the sources."""
    stage.show(
        '{% include "page.html" %}',
        title="",
        head='<link rel="stylesheet" href="/static/showroom.css">',
        sections=sections(stage_environment(*stage.folders)),
        colours=COLOUR.findall((SOURCES / "tokens.css").read_text()),
        contrasts=list(contrasts()),
        icons=ICONS,
        pictures=sorted(path.stem for path in WEB.glob("templates/components/pictures/*.svg")),
    )


@contextmanager
def open_showroom(port: int = 0) -> Iterator[Stage]:
    """Serve the page on this machine, with typeface and icons, under the policy of every page."""
    with tempfile.TemporaryDirectory() as made, open_stage(port) as stage:
        build_assets(Path(made))
        stage.folders = (Path(made), SHOWROOM)
        stage.part = "<p>Waiting for them. This page shows when they come.</p>"
        stage.renew = lambda: show(stage)
        yield stage


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--port", default=PORT, show_default=True, help="Port to listen on.")
def main(port: int) -> None:
    """Show every component on one page, until stopped; load it again to see what you have changed."""
    django.setup()
    with open_showroom(port) as stage:
        click.echo(f"The components are at {stage.address}   (Ctrl+C stops it)")
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            click.echo()


if __name__ == "__main__":
    main()
