"""Five weeks in the life of our sample couple, Ada and Bo, and of Ada's friend Dana."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Annotated

from msgspec import Meta

from inglenook.guide import files
from inglenook.guide.content import Library, library
from inglenook.guide.files import ContentError, content_folder
from inglenook.guide.shapes import DEEPEST, Coordinate, Id, Kind, Line, Shape, Text

FILE = "sample.toml"
WEEKS = 5

DaysAgo = Annotated[int, Meta(ge=0, lt=WEEKS * 7)]
Clock = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Page = Annotated[str, Meta(min_length=1, max_length=4000)]


class SamplePerson(Shape, frozen=True, kw_only=True):
    """One of the made-up people."""

    id: Id
    name: Line
    about: Line


class SampleBond(Shape, frozen=True, kw_only=True):
    """Who belongs together, and as what."""

    id: Id
    kind: Kind
    members: tuple[Id, ...]


class Moment(Shape, frozen=True, kw_only=True):
    """When something was written, counted back from today, and the bond it is meant for."""

    days_ago: DaysAgo
    at: Clock
    bond: Id = "ada-bo"


class SampleCheckIn(Moment, frozen=True, kw_only=True):
    """A check-in: a place on the grid, up to three words, how strong, and perhaps a need and a note."""

    who: Id
    energy: Coordinate
    pleasantness: Coordinate
    words: Annotated[tuple[Id, ...], Meta(max_length=3)]
    strength: Annotated[int, Meta(ge=0, le=4)]
    need: Id | None = None
    note: Text | None = None
    shared: bool = False


class SamplePage(Moment, frozen=True, kw_only=True):
    """A journal page; only `passage`, if there is one, was shared."""

    who: Id
    text: Page
    prompt: Id | None = None
    passage: Text | None = None


class SampleAppreciation(Moment, frozen=True, kw_only=True):
    """What the other did, and what it says about them."""

    who: Id
    did: Text
    shows: Text
    shared: bool = False


class SampleExchange(Moment, frozen=True, kw_only=True):
    """A question and the answers so far by person; a member without one has not answered yet."""

    asked_by: Id
    question: Id
    answers: dict[Id, Text]


class SampleLife(Shape, frozen=True, kw_only=True):
    """content/sample.toml"""

    people: tuple[SamplePerson, ...]
    bonds: tuple[SampleBond, ...]
    check_ins: tuple[SampleCheckIn, ...]
    pages: tuple[SamplePage, ...]
    appreciations: tuple[SampleAppreciation, ...]
    exchanges: tuple[SampleExchange, ...]


@lru_cache(maxsize=1)
def sample_life() -> SampleLife:
    """The sample life of this installation, read and checked once."""
    return load_sample(content_folder(), library())


def load_sample(folder: Path, known: Library) -> SampleLife:
    """Read the sample life and check it against the rest of the content; raises ContentError."""
    life = files.read(folder, FILE, SampleLife)
    for reason_at in chain(_wrong_people(life), _wrong_words(life, known), _wrong_questions(life, known)):
        raise ContentError(FILE, *reason_at)
    return life


def _wrong_people(life: SampleLife) -> Iterable[tuple[str, str]]:
    """Everybody in a bond is somebody, and whoever writes in a bond belongs to it."""
    people = {person.id for person in life.people}
    members = {bond.id: set(bond.members) for bond in life.bonds}
    for number, bond in enumerate(life.bonds):
        for stranger in members[bond.id] - people:
            yield f"bonds[{number}].members", f"there is no person `{stranger}`"
    for path, bond_id, who in _writers(life):
        if bond_id not in members:
            yield f"{path}.bond", f"there is no bond `{bond_id}`"
        elif who not in members[bond_id]:
            yield path, f"`{who}` does not belong to `{bond_id}`"


def _writers(life: SampleLife) -> Iterable[tuple[str, str, str]]:
    """The place, bond and person of all that somebody wrote."""
    for number, check_in in enumerate(life.check_ins):
        yield f"check_ins[{number}]", check_in.bond, check_in.who
    for number, page in enumerate(life.pages):
        yield f"pages[{number}]", page.bond, page.who
    for number, appreciation in enumerate(life.appreciations):
        yield f"appreciations[{number}]", appreciation.bond, appreciation.who
    for number, exchange in enumerate(life.exchanges):
        for who in (exchange.asked_by, *exchange.answers):
            yield f"exchanges[{number}]", exchange.bond, who


def _wrong_words(life: SampleLife, known: Library) -> Iterable[tuple[str, str]]:
    """Feelings, needs and prompts exist, and a shared passage stands in its page."""
    for number, check_in in enumerate(life.check_ins):
        for place, word in enumerate(check_in.words):
            if word not in known.feelings:
                yield f"check_ins[{number}].words[{place}]", f"there is no feeling `{word}`"
        if check_in.need is not None and check_in.need not in known.needs:
            yield f"check_ins[{number}].need", f"there is no need `{check_in.need}`"
    for number, page in enumerate(life.pages):
        if page.prompt is not None and page.prompt not in known.prompts:
            yield f"pages[{number}].prompt", f"there is no prompt `{page.prompt}`"
        if page.passage is not None and page.passage not in page.text:
            yield f"pages[{number}].passage", "these words do not stand in the text"


def _wrong_questions(life: SampleLife, known: Library) -> Iterable[tuple[str, str]]:
    """Questions exist and are meant for the kind of bond in which they were asked."""
    kinds = {bond.id: bond.kind for bond in life.bonds}
    for number, exchange in enumerate(life.exchanges):
        path, kind = f"exchanges[{number}].question", kinds[exchange.bond]
        question = known.questions.get(exchange.question)
        if question is None:
            yield path, f"there is no question `{exchange.question}`"
        elif kind not in known.deck_of(question.id).kinds or question.depth > DEEPEST[kind]:
            yield path, f"`{exchange.question}` is not for {kind}"
