"""What an entry says beside its text: small frozen structs that always fit one envelope of 256 bytes."""

from typing import Annotated, Literal, NamedTuple
from uuid import UUID

import msgspec

KindOfEntry = Literal["check-in", "journal", "appreciation", "reading"]
KINDS: tuple[KindOfEntry, ...] = ("check-in", "journal", "appreciation", "reading")

# The smallest padded size, less the one byte that ends the text.
LARGEST_BODY = 255
MOST_WORDS = 3
LONGEST_OWN_WORD = 40
LONGEST_NOTE = 140
LONGEST_PAGE = 20_000
LONGEST_PART = 500


class Mood(NamedTuple):
    """A place on the map of feelings, each coordinate from -3 to 3."""

    energy: int
    pleasantness: int


class CheckIn(msgspec.Struct, frozen=True, omit_defaults=True, tag="check-in"):
    """How somebody was at a moment (UTC, in seconds): a place, up to three words, a need."""

    at: int
    mood: Mood | Literal["unsure", "unsaid", ""] = ""
    words: tuple[str, ...] = ()
    own_word: str = ""
    strength: int | None = None
    need: str = ""


class Journal(msgspec.Struct, frozen=True, omit_defaults=True, tag="journal"):
    """A page, and the prompt it began from."""

    at: int
    prompt: str = ""


class Appreciation(msgspec.Struct, frozen=True, omit_defaults=True, tag="appreciation"):
    """Whom it is about: a bond, and one member of it where there are several; or somebody not here."""

    at: int
    bond: UUID | None = None
    person: UUID | None = None


class Reading(msgspec.Struct, frozen=True, omit_defaults=True, tag="reading"):
    """A chapter of the guide that somebody would like to read with others; the text says why, if anything."""

    at: int
    chapter: Annotated[int, msgspec.Meta(ge=1, le=99)]


class Praise(msgspec.Struct, frozen=True):
    """The text of an appreciation: what somebody did, and what it says about them."""

    did: str
    shows: str = ""


Body = CheckIn | Journal | Appreciation | Reading
Text = str | Praise


def kind_of(body: Body) -> KindOfEntry:
    """Return which kind of entry a body makes."""
    kinds: dict[type[Body], KindOfEntry]
    kinds = {CheckIn: "check-in", Journal: "journal", Appreciation: "appreciation", Reading: "reading"}
    return kinds[type(body)]


def plain(text: Text) -> str:
    """Return a text as one piece."""
    return text if isinstance(text, str) else "\n\n".join(filter(None, (text.did, text.shows)))
