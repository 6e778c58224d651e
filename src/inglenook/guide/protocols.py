"""The shape of a protocol: the steps of a talk in turns, as data; one file in content/protocols/.

Who does something at a step is a role. `speaker` has the floor, `listener` is the next in the circle, `each`
is everybody, in any order, and `anyone` is whoever comes first. `inglenook.conversations.protocol` runs it.
"""

import hashlib
from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from inglenook.coach.steps import SILENT, STEPS
from inglenook.guide.errors import ContentError
from inglenook.guide.shapes import Id, Item, Kind, Kinds, Shape, Text, Words

Role = Literal["speaker", "listener", "each", "anyone"]
Way = Literal["text", "tap", "choice"]
Manner = Literal["live", "one-phone", "over-days"]
Outcome = Literal["promise", "time-together", "appreciation"]
Prompt = Annotated[str, Meta(min_length=1, max_length=300)]
END = "end"


class ForKind(Shape, frozen=True, kw_only=True):
    """What is said instead in bonds of a kind."""

    translated = ("say", "hear")
    kind: Kind
    say: Prompt
    hear: Prompt


class Choice(Shape, frozen=True, kw_only=True):
    """One of the ways a step may end.

    `passes` hands the floor on. `marks` notes that who chose feels understood; `needs_all` keeps the choice
    locked until everybody has said so.
    """

    translated = ("label",)
    id: Id
    label: Annotated[str, Meta(min_length=1, max_length=60)]
    next: Id
    passes: bool = False
    marks: bool = False
    needs_all: bool = False


class Step(Shape, frozen=True, kw_only=True):
    """One step: who does what, and what follows.

    `say` is for whoever acts, `hear` for whoever waits. What `each` writes `unseen` is shown when all have.
    A step that is left `again` comes anew for everybody in turn, as many `rounds`, before its `next`. Where
    `each` chooses and they differ, the choice `mixed` counts. One that is `optional` may be skipped. `coach`
    is what one writes for, as `coach.steps` names it, or "silent".
    """

    translated = ("say", "hear")
    id: Id
    role: Role
    way: Way
    say: Prompt
    hear: Prompt
    others: tuple[ForKind, ...] = ()
    next: Id = ""
    choices: tuple[Choice, ...] = ()
    mixed: Id = ""
    passes: bool = False
    again: bool = False
    rounds: Annotated[int, Meta(ge=1, le=9)] = 1
    unseen: bool = False
    optional: bool = False
    coach: Annotated[str, Meta(max_length=40)] = ""
    minutes: Annotated[int, Meta(ge=1, le=60)] | None = None
    outcome: Outcome | None = None

    def wording(self, kind: Kind | None) -> "Wording":
        """Return what is said and heard in bonds of a kind."""
        return next((one for one in self.others if one.kind == kind), self)


Wording = Step | ForKind


class Protocol(Item, frozen=True, kw_only=True):
    """The steps of a talk. `people`: from how many to how many it is for."""

    translated = ("title", "about", "close")
    practice: Id
    title: Words
    about: Text
    close: Prompt
    kinds: Kinds
    people: tuple[Annotated[int, Meta(ge=1, le=6)], Annotated[int, Meta(ge=1, le=6)]]
    minutes: Annotated[int, Meta(ge=5, le=90)]
    manners: Annotated[tuple[Manner, ...], Meta(min_length=1)]
    evidence: tuple[Id, ...]
    steps: Annotated[tuple[Step, ...], Meta(min_length=2)]

    @property
    def outcomes(self) -> set[Outcome]:
        """What may come out of it."""
        return {step.outcome for step in self.steps if step.outcome}

    @property
    def shape(self) -> str:
        """A mark of how the steps follow each other, whatever is said at them."""
        bare = [msgspec.to_builtins(_wordless(step)) for step in self.steps]
        for step in bare:
            del step["coach"]
        return hashlib.blake2b(msgspec.json.encode(bare), digest_size=8).hexdigest()

    def step(self, id: str) -> Step:
        """The step of that id."""
        return next(one for one in self.steps if one.id == id)


def _wordless(step: Step) -> Step:
    """Return a step without all that is only said at it."""
    choices = tuple(replace(choice, label="") for choice in step.choices)
    return replace(step, say="", hear="", others=(), minutes=None, choices=choices)


def ways_on(step: Step) -> Iterator[str]:
    """Yield the ids of the steps that may follow."""
    if step.next:
        yield step.next
    yield from (choice.next for choice in step.choices)


def check_protocol(file: str, protocol: Protocol) -> None:
    """Every way leads to a step that there is, every step is reached, and each has a way to the end."""
    if file != f"protocols/{protocol.id}.toml":
        raise ContentError(file, "id", f"a protocol `{protocol.id}` belongs in protocols/{protocol.id}.toml")
    if protocol.people[0] > protocol.people[1]:
        raise ContentError(file, "people", "the smaller number comes first")
    known = [step.id for step in protocol.steps]
    for number, step in enumerate(protocol.steps):
        _check_step(file, f"steps[{number}]", step, known)
        if known.count(step.id) > 1 or step.id == END:
            raise ContentError(file, f"steps[{number}].id", f"`{step.id}` is already taken")
    ways = {step.id: set(ways_on(step)) for step in protocol.steps}
    _check_reached(file, ways, known)
    _check_ends(file, ways, known)
    locked = any(choice.needs_all for step in protocol.steps for choice in step.choices)
    if locked and not any(choice.marks for step in protocol.steps for choice in step.choices):
        raise ContentError(file, "steps", "a choice is locked, and none unlocks it")


def _check_step(file: str, path: str, step: Step, known: list[str]) -> None:
    if step.coach not in {*STEPS, SILENT}:
        raise ContentError(file, f"{path}.coach", f"the coach knows no `{step.coach}`")
    for target in ways_on(step):
        if target != END and target not in known:
            raise ContentError(file, path, f"there is no step `{target}`")
    if step.again and not (step.passes and step.role == "speaker" and step.way != "choice"):
        raise ContentError(file, path, "only what the speaker does and passes on comes `again`")
    if step.optional and step.choices:
        raise ContentError(file, path, "a choice is not `optional`: let one of its ways lead past it")
    if step.unseen and (step.role, step.way) != ("each", "text"):
        raise ContentError(file, path, "only what each writes can be `unseen`")
    _check_choices(file, path, step)


def _check_choices(file: str, path: str, step: Step) -> None:
    if (step.way == "choice") != bool(step.choices) or (step.way == "choice") == bool(step.next):
        raise ContentError(file, path, "a choice has `choices`, and every other step has `next`")
    ids = [choice.id for choice in step.choices]
    if len(set(ids)) < len(ids):
        raise ContentError(file, path, "two choices have the same id")
    if (step.role == "each" and step.way == "choice") != bool(step.mixed) or step.mixed not in ("", *ids):
        raise ContentError(file, path, "where each chooses, `mixed` says what counts if they differ")
    if step.choices and all(choice.needs_all for choice in step.choices):
        raise ContentError(file, path, "at least one choice must not be locked")


def _check_reached(file: str, ways: dict[str, set[str]], known: list[str]) -> None:
    reached, waiting = {known[0]}, [known[0]]
    while waiting:
        for target in ways[waiting.pop()] - reached - {END}:
            reached.add(target)
            waiting.append(target)
    missing = [id for id in known if id not in reached]
    if missing:
        raise ContentError(file, "steps", f"no way leads to `{missing[0]}`")


def _check_ends(file: str, ways: dict[str, set[str]], known: list[str]) -> None:
    ending = {END}
    while more := {id for id in known if id not in ending and ways[id] & ending}:
        ending |= more
    stuck = [id for id in known if id not in ending]
    if stuck:
        raise ContentError(file, "steps", f"from `{stuck[0]}` no way leads to the end")
