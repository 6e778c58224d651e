"""The shape of a chapter of the guide: an essay in parts, and the strategies that go with it."""

from typing import Annotated

from msgspec import Meta

from inglenook.guide.shapes import Id, Prose, Shape, Text, Words, paragraphs

Heading = Annotated[str, Meta(min_length=1, max_length=60)]
SummaryLine = Annotated[str, Meta(min_length=1, max_length=90)]
StrategyId = Annotated[str, Meta(pattern=r"^[1-9]\d?\.[1-9]$")]


class Part(Shape, frozen=True, kw_only=True):
    """A stretch of a chapter, under a heading."""

    translated = ("title",)
    prose = ("text",)
    id: Id
    title: Heading
    text: Prose

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs, each to be translated on its own."""
        return paragraphs(self.text)


class Saying(Shape, frozen=True, kw_only=True):
    """What one person says in an example."""

    translated = ("says",)
    who: Words
    says: Annotated[str, Meta(min_length=1, max_length=240)]


class Strategy(Shape, frozen=True, kw_only=True):
    """Something to do, with an example, a common mistake, and the practices that lead into it.

    `otherwise` says how it differs with friends, in a family, at work. Its id is never given to another.
    """

    translated = ("title", "mistake", "otherwise")
    prose = ("what",)
    id: StrategyId
    title: Heading
    what: Prose
    talk: Annotated[tuple[Saying, ...], Meta(min_length=2, max_length=6)]
    mistake: Text
    otherwise: Annotated[str, Meta(max_length=600)] = ""
    evidence: tuple[Id, ...] = ()
    practices: Annotated[tuple[Id, ...], Meta(min_length=1)]
    retired: bool = False

    @property
    def place(self) -> tuple[int, int]:
        """The number of its chapter, and its own number there."""
        chapter, _, number = self.id.partition(".")
        return int(chapter), int(number)

    @property
    def anchor(self) -> str:
        """What it is called as a place where one may have stopped."""
        return f"s{self.id.replace('.', '-')}"

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs, each to be translated on its own."""
        return paragraphs(self.what)


class Chapter(Shape, frozen=True, kw_only=True):
    """A chapter of the guide; one file in content/guide/."""

    translated = ("title", "summary")
    number: Annotated[int, Meta(ge=1, le=99)]
    title: Heading
    summary: Annotated[tuple[SummaryLine, ...], Meta(min_length=2, max_length=2)]
    drawing: Id
    parts: Annotated[tuple[Part, ...], Meta(min_length=1)]
    strategies: Annotated[tuple[Strategy, ...], Meta(min_length=1)]

    @property
    def offered(self) -> list[Strategy]:
        """The strategies that are not retired."""
        return [one for one in self.strategies if not one.retired]

    def strategy(self, number: int) -> Strategy | None:
        """The strategy of that number, if it is offered."""
        return next((one for one in self.offered if one.place[1] == number), None)

    @property
    def words(self) -> int:
        """How many words its parts have together."""
        return sum(len(part.text.split()) for part in self.parts)

    @property
    def places(self) -> list[tuple[str, str]]:
        """Where one may have stopped reading: an anchor and a heading each, in order."""
        strategies = [(one.anchor, one.title) for one in self.offered]
        return [*((part.id, part.title) for part in self.parts), *strategies]
