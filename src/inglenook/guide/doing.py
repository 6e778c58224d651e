"""The shapes of what people do: practices, and the suggestions that feed them."""

from typing import Annotated, Literal, get_args

from msgspec import Meta

from inglenook.guide.shapes import Id, Item, Kind, Kinds, Line, Shape, Text, Words

Primitive = Literal["entries", "exchanges", "conversations", "agreements", "calendar", "measures", "coach"]
Season = Literal["spring", "summer", "autumn", "winter"]
Step = Annotated[str, Meta(min_length=1, max_length=260)]
ALL_KINDS: tuple[Kind, ...] = get_args(Kind)
ALL_YEAR: tuple[Season, ...] = get_args(Season)


class Practice(Item, frozen=True, kw_only=True):
    """Something people do here, alone or together.

    `heaviness` goes from 1 (light) to 3. `unafraid`: no task for somebody who is afraid of the other. Which
    chapters it serves is said there.
    """

    translated = ("name", "what", "shared", "steps")
    name: Words
    primitive: Primitive
    kinds: Kinds
    minutes: Annotated[int, Meta(ge=1, le=120)]
    together: bool
    heaviness: Annotated[int, Meta(ge=1, le=3)]
    unafraid: bool
    evidence: tuple[Id, ...]
    what: Text
    shared: Text
    steps: Annotated[tuple[Step, ...], Meta(min_length=3, max_length=7)]


class Situation(Item, frozen=True, kw_only=True):
    """What somebody looks for help with, and the practices that may help, the best first step first."""

    translated = ("title", "about")
    title: Words
    about: Line
    practices: Annotated[tuple[Id, ...], Meta(min_length=3, max_length=7)]


class Idea(Item, frozen=True, kw_only=True):
    """Something to do together. `cost` goes from 0 (nothing) to 2, `energy` from 1 (tired) to 3."""

    translated = ("text",)
    text: Annotated[str, Meta(min_length=10, max_length=160)]
    minutes: Annotated[int, Meta(ge=5, le=600)]
    cost: Annotated[int, Meta(ge=0, le=2)]
    place: Literal["home", "out", "either"]
    seasons: Annotated[tuple[Season, ...], Meta(min_length=1)] = ALL_YEAR
    energy: Annotated[int, Meta(ge=1, le=3)]
    flavour: Literal["new", "cosy"]
    people: Literal["two", "more", "any"]
    kinds: Kinds = ALL_KINDS


class KindAct(Item, frozen=True, kw_only=True):
    """A small kind thing to do for somebody."""

    translated = ("text",)
    text: Annotated[str, Meta(min_length=10, max_length=140)]
    way: Literal["words", "help", "time", "touch", "things"]
    minutes: Annotated[int, Meta(ge=1, le=240)]
    kinds: Kinds = ALL_KINDS


class Phrase(Item, frozen=True, kw_only=True):
    """Something to say when it gets too much, or to come back after."""

    translated = ("text",)
    text: Annotated[str, Meta(min_length=5, max_length=120)]
    moment: Literal["pause", "repair"]


class GroundRule(Item, frozen=True, kw_only=True):
    """A rule that a bond may agree on, and what it is good for."""

    translated = ("text", "why")
    text: Annotated[str, Meta(min_length=10, max_length=140)]
    why: Annotated[str, Meta(min_length=10, max_length=160)]
    kinds: Kinds = ALL_KINDS


class Field(Item, frozen=True, kw_only=True):
    """A part of life in which people have limits."""

    translated = ("title",)
    title: Words


class Boundary(Item, frozen=True, kw_only=True):
    """A limit somebody may have, and what they would like instead."""

    translated = ("text", "instead")
    field: Id
    text: Annotated[str, Meta(min_length=10, max_length=140)]
    instead: Annotated[str, Meta(min_length=5, max_length=140)]
    kinds: Kinds = ALL_KINDS


class ListeningHint(Item, frozen=True, kw_only=True):
    """Something a listener can do with words, face, posture or the room."""

    translated = ("text",)
    channel: Literal["words", "face", "posture", "room"]
    text: Annotated[str, Meta(min_length=10, max_length=160)]


class Poor(Shape, frozen=True, kw_only=True):
    """A sentence that spoils an apology, and what is wrong with it."""

    translated = ("text", "because")
    text: Annotated[str, Meta(min_length=3, max_length=160)]
    because: Annotated[str, Meta(min_length=5, max_length=160)]


class ApologyPart(Item, frozen=True, kw_only=True):
    """One of the six parts of an apology, with good and poor examples. The first are asked for first."""

    translated = ("title", "about", "good")
    title: Words
    about: Text
    good: Annotated[tuple[Text, ...], Meta(min_length=2)]
    poor: Annotated[tuple[Poor, ...], Meta(min_length=1)]


class Reply(Item, frozen=True, kw_only=True):
    """A way to answer when somebody has shown something tender. `aim`: what it does for them."""

    translated = ("text",)
    aim: Literal["thank", "stay", "understand", "ask", "time"]
    text: Annotated[str, Meta(min_length=5, max_length=160)]


class PracticesFile(Shape, frozen=True, kw_only=True):
    """content/practices.toml"""

    situations: tuple[Situation, ...]
    practices: tuple[Practice, ...]


class IdeasFile(Shape, frozen=True, kw_only=True):
    """content/ideas.toml"""

    ideas: tuple[Idea, ...]


class KindActsFile(Shape, frozen=True, kw_only=True):
    """content/kind-acts.toml"""

    acts: tuple[KindAct, ...]


class PhrasesFile(Shape, frozen=True, kw_only=True):
    """content/phrases.toml"""

    phrases: tuple[Phrase, ...]


class GroundRulesFile(Shape, frozen=True, kw_only=True):
    """content/ground-rules.toml"""

    rules: tuple[GroundRule, ...]


class BoundariesFile(Shape, frozen=True, kw_only=True):
    """content/boundaries.toml"""

    fields: tuple[Field, ...]
    boundaries: tuple[Boundary, ...]


class ListeningHintsFile(Shape, frozen=True, kw_only=True):
    """content/listening-hints.toml"""

    hints: tuple[ListeningHint, ...]


class ApologyFile(Shape, frozen=True, kw_only=True):
    """content/apology.toml"""

    parts: tuple[ApologyPart, ...]


class RepliesFile(Shape, frozen=True, kw_only=True):
    """content/replies.toml"""

    replies: tuple[Reply, ...]
