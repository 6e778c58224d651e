"""The shapes of the files in content/, as frozen structs that refuse unknown fields.

Each shape names in `translated` the fields that a translator gets to see; they hold English and are
translated when they are shown: `gettext(question.text)`. Those in `prose` go to translators paragraph by
paragraph: `for paragraph in paragraphs(part.text)`. What the guide reads is in `reading`, what people do
in `doing`.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, ClassVar, Literal, TypeVar

from msgspec import Meta, Struct

Id = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Words = Annotated[str, Meta(min_length=1, max_length=40)]
Line = Annotated[str, Meta(min_length=1, max_length=80)]
Text = Annotated[str, Meta(min_length=1, max_length=500)]
Prose = Annotated[str, Meta(min_length=1, max_length=4000)]
Coordinate = Annotated[int, Meta(ge=-3, le=3)]
Depth = Annotated[int, Meta(ge=1, le=5)]

Kind = Literal["partners", "friends", "family", "colleagues"]
Kinds = Annotated[tuple[Kind, ...], Meta(min_length=1)]
RegionId = Literal["bright", "calm", "stormy", "heavy"]
Strength = Literal["strong", "fair", "weak", "commonly reported"]

# The deepest question that may be offered in a bond of each kind.
DEEPEST: dict[Kind, int] = {"partners": 5, "friends": 4, "family": 4, "colleagues": 1}

# The signs of (energy, pleasantness) in each region of the feelings grid.
SIGNS: dict[RegionId, tuple[int, int]] = {
    "bright": (1, 1),
    "calm": (-1, 1),
    "stormy": (1, -1),
    "heavy": (-1, -1),
}


class Shape(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What all content has in common: it cannot change and has no fields that we do not know."""

    translated: ClassVar[tuple[str, ...]] = ()
    prose: ClassVar[tuple[str, ...]] = ()


class Item(Shape, frozen=True, kw_only=True):
    """A thing with an id of its own; once published it is retired, never removed or given to another."""

    id: Id
    retired: bool = False


AnyItem = TypeVar("AnyItem", bound=Item)


class Region(Item, frozen=True, kw_only=True):
    """One quarter of the feelings grid."""

    translated = ("title", "about")
    id: RegionId
    title: Words
    about: Line


class Feeling(Item, frozen=True, kw_only=True):
    """A feeling word with its place on the grid, and words that may fit better: "not quite? perhaps ..."."""

    translated = ("word", "definition")
    word: Words
    definition: Line
    region: RegionId
    energy: Coordinate
    pleasantness: Coordinate
    neighbours: tuple[Id, ...] = ()


class Verdict(Item, frozen=True, kw_only=True):
    """A word like "ignored" that says what somebody did, with the feelings and needs that may lie beneath."""

    translated = ("word",)
    word: Words
    feelings: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=4)]
    needs: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=3)]


class Need(Item, frozen=True, kw_only=True):
    """Something a person may need, to stand beside a feeling."""

    translated = ("word", "definition")
    word: Words
    definition: Line


class Question(Item, frozen=True, kw_only=True):
    """An open question, from depth 1 (light) to 5 (deep)."""

    translated = ("text",)
    depth: Depth
    text: Annotated[str, Meta(min_length=10, max_length=200)]


class Deck(Item, frozen=True, kw_only=True):
    """A set of questions for some kinds of bonds; one file in content/decks/."""

    translated = ("title", "about")
    title: Words
    about: Text
    kinds: Kinds
    questions: Annotated[tuple[Question, ...], Meta(min_length=1)]


class Prompt(Item, frozen=True, kw_only=True):
    """A first line to start a journal page from."""

    translated = ("text",)
    theme: Id
    text: Text


class Theme(Item, frozen=True, kw_only=True):
    """A heading that journal prompts stand under."""

    translated = ("title",)
    title: Words


class Starter(Item, frozen=True, kw_only=True):
    """How an appreciation may begin: what the other did, and what it says about them."""

    translated = ("did", "shows")
    did: Line
    shows: Line


class HelpLine(Item, frozen=True, kw_only=True):
    """A number to call; without `verified_on` the page says that we have not checked it yet."""

    translated = ("hours", "languages", "who_for", "country_name")
    country: Annotated[str, Meta(pattern=r"^[A-Z]{2}$")]
    country_name: Words
    about: Literal["emergency", "abuse", "listening"]
    name: Line
    number: Annotated[str, Meta(pattern=r"^[0-9][0-9 -]*$", max_length=20)]
    channel: Literal["call", "call and text", "call, text and chat"]
    hours: Line
    languages: Line
    who_for: Text
    source: Text
    status: Literal["seen", "to verify"]
    verified_on: date | None = None


class Evidence(Item, frozen=True, kw_only=True):
    """What a study found, in our words, and how much weight it bears."""

    translated = ("claim", "figure")
    claim: Text
    figure: Text
    source: Text
    strength: Strength


class FeelingsFile(Shape, frozen=True, kw_only=True):
    """content/feelings.toml"""

    regions: tuple[Region, ...]
    feelings: tuple[Feeling, ...]
    verdicts: tuple[Verdict, ...] = ()


class NeedsFile(Shape, frozen=True, kw_only=True):
    """content/needs.toml"""

    needs: tuple[Need, ...]


class PromptsFile(Shape, frozen=True, kw_only=True):
    """content/prompts.toml"""

    themes: tuple[Theme, ...]
    prompts: tuple[Prompt, ...]


class StartersFile(Shape, frozen=True, kw_only=True):
    """content/appreciation.toml"""

    starters: tuple[Starter, ...]


class HelpLinesFile(Shape, frozen=True, kw_only=True):
    """content/help-lines.toml"""

    help_lines: tuple[HelpLine, ...]


class EvidenceFile(Shape, frozen=True, kw_only=True):
    """content/evidence.toml"""

    evidence: tuple[Evidence, ...]


def offered(items: Iterable[AnyItem]) -> list[AnyItem]:
    """Those that may still be offered; retired ones stay readable in what people wrote before."""
    return [item for item in items if not item.retired]


def paragraphs(prose: str) -> list[str]:
    """Return the paragraphs of a text, each on one line, as translators get them."""
    found = (" ".join(one.split()) for one in re.split(r"\n\s*\n", prose))
    return [one for one in found if one]
