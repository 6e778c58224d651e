"""Twelve weeks in the life of our sample people: a couple, a friend, a sister, somebody from work."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Annotated

from msgspec import Meta, field

from inglenook.guide import files
from inglenook.guide.content import Library, library
from inglenook.guide.errors import ContentError
from inglenook.guide.files import content_folder
from inglenook.guide.shapes import DEEPEST, Coordinate, Id, Kind, Line, Shape, Text, Words

FILE = "sample.toml"
WEEKS = 12
FIRST_DAY = WEEKS * 7

DaysAgo = Annotated[int, Meta(ge=0, lt=FIRST_DAY)]
Clock = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Note = Annotated[str, Meta(min_length=1, max_length=140)]
Rating = Annotated[int, Meta(ge=0, le=4)]
Page = Annotated[str, Meta(min_length=1, max_length=4000)]


class SamplePerson(Shape, frozen=True, kw_only=True):
    """One of the made-up people. What they write is theirs, in their language; who they are is said by us."""

    translated = ("about",)

    id: Id
    name: Line
    about: Line


class Leaving(Shape, frozen=True, kw_only=True):
    """Somebody who has left a bond, and when."""

    who: Id
    days_ago: DaysAgo


class SampleBond(Shape, frozen=True, kw_only=True):
    """Who belongs together, as what and since when; who has left since, who has invited somebody else."""

    id: Id
    kind: Kind
    members: tuple[Id, ...]
    title: Words | None = None
    days_ago: Annotated[int, Meta(ge=0, le=FIRST_DAY)] = FIRST_DAY
    left: tuple[Leaving, ...] = ()
    invites: Id | None = None


class Moment(Shape, frozen=True, kw_only=True):
    """When something was written, counted back from today, and the bond it is meant for."""

    days_ago: DaysAgo
    at: Clock
    bond: Id = "ada-bo"


class SampleCheckIn(Moment, frozen=True, kw_only=True):
    """A check-in: a place on the grid or none, words, how strong, and perhaps a need and a note."""

    who: Id
    energy: Coordinate | None = None
    pleasantness: Coordinate = 0
    words: Annotated[tuple[Id, ...], Meta(max_length=3)] = ()
    own_word: Words | None = None
    strength: Annotated[int, Meta(ge=0, le=4)] | None = None
    need: Id | None = None
    note: Note | None = None
    shared: bool = False


class SamplePage(Moment, frozen=True, kw_only=True):
    """A journal page, perhaps worded otherwise at `first`; only `passage`, if there is one, was shared."""

    who: Id
    text: Page
    first: Page | None = None
    prompt: Id | None = None
    passage: Text | None = None
    taken_back: bool = False


class SampleAppreciation(Moment, frozen=True, kw_only=True):
    """What the other did, and what it says about them; `about` says whom, where a bond has several."""

    who: Id
    did: Text
    shows: Text
    about: Id | None = None
    shared: bool = False


class SampleExchange(Moment, frozen=True, kw_only=True):
    """A question and the answers so far by person; a member without one has not answered yet."""

    asked_by: Id
    question: Id
    answers: dict[Id, Text]
    aside: tuple[Id, ...] = ()
    taken_back: tuple[Id, ...] = ()


class SampleDone(Shape, frozen=True, kw_only=True):
    """What somebody does in a talk, with what they write."""

    who: Id
    do: Annotated[str, Meta(pattern=r"^(ready|act|skip|stop|not-now)(:[a-z0-9-]+)?$")]
    text: Text | None = None


class SampleTalk(Moment, frozen=True, kw_only=True):
    """A talk in turns: who proposed it, what happened in it, and how it was for whom afterwards."""

    by: Id
    talk: Id
    topic: Words
    heaviness: Annotated[int, Meta(ge=1, le=3)] = 1
    aloud: bool = False
    happened: tuple[SampleDone, ...] = ()
    after: dict[Id, tuple[Rating, Rating, Rating, Rating]] = field(default_factory=dict)


class SampleDraft(Shape, frozen=True, kw_only=True):
    """A journal page that somebody has begun and not kept yet."""

    who: Id
    prompt: Id
    text: Page


class SampleDevice(Shape, frozen=True, kw_only=True):
    """A browser on which somebody signed in a while ago; it has locked since."""

    who: Id
    label: Line
    days_ago: Annotated[int, Meta(ge=1, lt=30)]


class SampleLife(Shape, frozen=True, kw_only=True):
    """content/sample.toml"""

    people: tuple[SamplePerson, ...]
    bonds: tuple[SampleBond, ...]
    check_ins: tuple[SampleCheckIn, ...]
    pages: tuple[SamplePage, ...]
    appreciations: tuple[SampleAppreciation, ...]
    exchanges: tuple[SampleExchange, ...]
    talks: tuple[SampleTalk, ...]
    drafts: tuple[SampleDraft, ...]
    devices: tuple[SampleDevice, ...]


@lru_cache(maxsize=1)
def sample_life() -> SampleLife:
    """The sample life of this installation, read and checked once."""
    return load_sample(content_folder(), library())


def load_sample(folder: Path, known: Library) -> SampleLife:
    """Read the sample life and check it against the rest of the content; raises ContentError."""
    life = files.read(folder, FILE, SampleLife)
    wrong = chain(
        _wrong_people(life),
        _wrong_moments(life),
        _wrong_words(life, known),
        _wrong_pages(life, known),
        _wrong_questions(life, known),
        _wrong_talks(life, known),
    )
    for reason_at in wrong:
        raise ContentError(FILE, *reason_at)
    return life


def _wrong_people(life: SampleLife) -> Iterable[tuple[str, str]]:
    """Everybody who is in a bond or leaves something lying is somebody."""
    people = {person.id for person in life.people}
    for number, bond in enumerate(life.bonds):
        for stranger in {*bond.members} - people:
            yield f"bonds[{number}].members", f"there is no person `{stranger}`"
        for guest in {*(one.who for one in bond.left), bond.invites} - {None, *bond.members}:
            yield f"bonds[{number}]", f"`{guest}` does not belong to `{bond.id}`"
    lying = [
        *((f"drafts[{number}].who", draft.who) for number, draft in enumerate(life.drafts)),
        *((f"devices[{number}].who", device.who) for number, device in enumerate(life.devices)),
    ]
    for path, who in lying:
        if who not in people:
            yield path, f"there is no person `{who}`"


def _wrong_moments(life: SampleLife) -> Iterable[tuple[str, str]]:
    """Whoever writes in a bond belongs to it, and by then there is such a bond."""
    bonds = {bond.id: bond for bond in life.bonds}
    for path, moment, who in chain(_writers(life), _talkers(life)):
        if moment.bond not in bonds:
            yield f"{path}.bond", f"there is no bond `{moment.bond}`"
        elif who not in bonds[moment.bond].members:
            yield path, f"`{who}` does not belong to `{moment.bond}`"
        elif moment.days_ago >= bonds[moment.bond].days_ago:
            yield f"{path}.days_ago", f"`{moment.bond}` is younger than that"


def _writers(life: SampleLife) -> Iterable[tuple[str, Moment, str]]:
    """All that somebody wrote, with its place and its writer."""
    for number, check_in in enumerate(life.check_ins):
        yield f"check_ins[{number}]", check_in, check_in.who
    for number, page in enumerate(life.pages):
        yield f"pages[{number}]", page, page.who
    for number, appreciation in enumerate(life.appreciations):
        for who in filter(None, (appreciation.who, appreciation.about)):
            yield f"appreciations[{number}]", appreciation, who
    for number, exchange in enumerate(life.exchanges):
        for who in (exchange.asked_by, *exchange.answers, *exchange.aside):
            yield f"exchanges[{number}]", exchange, who


def _talkers(life: SampleLife) -> Iterable[tuple[str, Moment, str]]:
    """All who do something in a talk, with its place."""
    for number, talk in enumerate(life.talks):
        for who in (talk.by, *(one.who for one in talk.happened), *talk.after):
            yield f"talks[{number}]", talk, who


def _wrong_words(life: SampleLife, known: Library) -> Iterable[tuple[str, str]]:
    """Feelings and needs exist."""
    for number, check_in in enumerate(life.check_ins):
        for place, word in enumerate(check_in.words):
            if word not in known.feelings:
                yield f"check_ins[{number}].words[{place}]", f"there is no feeling `{word}`"
        if check_in.need is not None and check_in.need not in known.needs:
            yield f"check_ins[{number}].need", f"there is no need `{check_in.need}`"


def _wrong_pages(life: SampleLife, known: Library) -> Iterable[tuple[str, str]]:
    """Prompts exist, and a shared passage stands in its page."""
    for number, page in enumerate(life.pages):
        if page.prompt is not None and page.prompt not in known.prompts:
            yield f"pages[{number}].prompt", f"there is no prompt `{page.prompt}`"
        if page.passage is not None and page.passage not in page.text:
            yield f"pages[{number}].passage", "these words do not stand in the text"
    for number, draft in enumerate(life.drafts):
        if draft.prompt not in known.prompts:
            yield f"drafts[{number}].prompt", f"there is no prompt `{draft.prompt}`"


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


def _wrong_talks(life: SampleLife, known: Library) -> Iterable[tuple[str, str]]:
    """Talks exist and are meant for the kind of bond in which they were held."""
    kinds = {bond.id: bond.kind for bond in life.bonds}
    for number, one in enumerate(life.talks):
        protocol = known.live_talks.get(one.talk)
        if protocol is None:
            yield f"talks[{number}].talk", f"there is no talk `{one.talk}`"
        elif kinds[one.bond] not in protocol.kinds:
            yield f"talks[{number}].talk", f"`{one.talk}` is not for {kinds[one.bond]}"
