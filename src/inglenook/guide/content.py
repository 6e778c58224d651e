"""All content as one checked, unchanging library: `library().feelings["joyful"].definition`."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from inglenook.guide import checks, checks_guide, doing, files, shapes
from inglenook.guide.doing import Practice
from inglenook.guide.errors import ContentError
from inglenook.guide.files import content_folder
from inglenook.guide.protocols import Manner, Protocol, check_protocol
from inglenook.guide.reading import Chapter, Strategy
from inglenook.guide.shapes import (
    DEEPEST,
    AnyItem,
    Deck,
    Evidence,
    Feeling,
    HelpLine,
    Kind,
    Need,
    Prompt,
    Question,
    Region,
    Starter,
    Theme,
    Verdict,
    offered,
)

__all__ = [
    "DEEPEST",
    "Chapter",
    "ContentError",
    "Deck",
    "Evidence",
    "Feeling",
    "HelpLine",
    "Kind",
    "Library",
    "Need",
    "Practice",
    "Prompt",
    "Protocol",
    "Question",
    "Region",
    "Starter",
    "Theme",
    "Verdict",
    "content_folder",
    "library",
    "load",
    "offered",
]


class Library(Struct, frozen=True, kw_only=True):
    """Everything in content/. Items are found by id, in the order of their file; retired ones too."""

    regions: dict[str, Region]
    feelings: dict[str, Feeling]
    verdicts: dict[str, Verdict]
    needs: dict[str, Need]
    decks: dict[str, Deck]
    questions: dict[str, Question]
    themes: dict[str, Theme]
    prompts: dict[str, Prompt]
    starters: dict[str, Starter]
    evidence: dict[str, Evidence]
    practices: dict[str, Practice]
    situations: dict[str, doing.Situation]
    ideas: dict[str, doing.Idea]
    acts: dict[str, doing.KindAct]
    phrases: dict[str, doing.Phrase]
    rules: dict[str, doing.GroundRule]
    fields: dict[str, doing.Field]
    boundaries: dict[str, doing.Boundary]
    hints: dict[str, doing.ListeningHint]
    apology: dict[str, doing.ApologyPart]
    replies: dict[str, doing.Reply]
    protocols: dict[str, Protocol]
    help_lines: tuple[HelpLine, ...]
    chapters: tuple[Chapter, ...]

    def decks_for(self, kind: Kind) -> list[Deck]:
        """The decks offered in a bond of that kind."""
        return [deck for deck in offered(self.decks.values()) if kind in deck.kinds]

    def evidence_of(self, one: Practice | Strategy | Protocol) -> list[Evidence]:
        """The findings behind a practice, a strategy or a talk."""
        return [self.evidence[id] for id in one.evidence]

    def deck_of(self, question_id: str) -> Deck:
        """The deck that a question belongs to; KeyError if there is no such question."""
        deck_id, *_ = self.questions[question_id].id.rsplit("-", 2)
        return self.decks[deck_id]

    def chapter(self, number: int) -> Chapter | None:
        """The chapter of that number."""
        return self.chapters[number - 1] if 0 < number <= len(self.chapters) else None

    @property
    def strategies(self) -> list[tuple[Chapter, Strategy]]:
        """Every strategy that is offered, with its chapter."""
        return [(chapter, one) for chapter in self.chapters for one in chapter.offered]

    @property
    def talks(self) -> dict[str, Protocol]:
        """The talks that are offered and can be had on one phone."""
        return self._had("one-phone")

    @property
    def live_talks(self) -> dict[str, Protocol]:
        """The talks that are offered and can be had on several phones."""
        return self._had("live")

    def _had(self, manner: Manner) -> dict[str, Protocol]:
        every = offered(self.protocols.values())
        return {one.id: one for one in every if manner in one.manners}

    def leading_to(self, practice_id: str) -> list[tuple[Chapter, Strategy]]:
        """The strategies that lead to a practice, with their chapters."""
        return [(chapter, one) for chapter, one in self.strategies if practice_id in one.practices]


@lru_cache(maxsize=1)
def library() -> Library:
    """The content of this installation, read and checked once."""
    return load(content_folder())


def load(folder: Path) -> Library:
    """Read and check all of a content folder; raises ContentError at the first thing that is wrong."""
    parts = _Parts(
        feelings=files.read(folder, "feelings.toml", shapes.FeelingsFile),
        needs=files.read(folder, "needs.toml", shapes.NeedsFile),
        prompts=files.read(folder, "prompts.toml", shapes.PromptsFile),
        starters=files.read(folder, "appreciation.toml", shapes.StartersFile),
        help_lines=files.read(folder, "help-lines.toml", shapes.HelpLinesFile),
        evidence=files.read(folder, "evidence.toml", shapes.EvidenceFile),
        practices=files.read(folder, "practices.toml", doing.PracticesFile),
        ideas=files.read(folder, "ideas.toml", doing.IdeasFile),
        acts=files.read(folder, "kind-acts.toml", doing.KindActsFile),
        phrases=files.read(folder, "phrases.toml", doing.PhrasesFile),
        rules=files.read(folder, "ground-rules.toml", doing.GroundRulesFile),
        boundaries=files.read(folder, "boundaries.toml", doing.BoundariesFile),
        hints=files.read(folder, "listening-hints.toml", doing.ListeningHintsFile),
        apology=files.read(folder, "apology.toml", doing.ApologyFile),
        replies=files.read(folder, "replies.toml", doing.RepliesFile),
        decks={file: files.read(folder, file, Deck) for file in files.names_in(folder, "decks")},
        protocols={file: files.read(folder, file, Protocol) for file in files.names_in(folder, "protocols")},
        chapters={file: files.read(folder, file, Chapter) for file in files.names_in(folder, "guide")},
    )
    parts.check()
    return parts.library()


class _Parts(Struct, frozen=True, kw_only=True):
    """The content files as they were read."""

    feelings: shapes.FeelingsFile
    needs: shapes.NeedsFile
    prompts: shapes.PromptsFile
    starters: shapes.StartersFile
    help_lines: shapes.HelpLinesFile
    evidence: shapes.EvidenceFile
    practices: doing.PracticesFile
    ideas: doing.IdeasFile
    acts: doing.KindActsFile
    phrases: doing.PhrasesFile
    rules: doing.GroundRulesFile
    boundaries: doing.BoundariesFile
    hints: doing.ListeningHintsFile
    apology: doing.ApologyFile
    replies: doing.RepliesFile
    decks: dict[str, Deck]
    protocols: dict[str, Protocol]
    chapters: dict[str, Chapter]

    def check(self) -> None:
        checks.check_feelings(self.feelings)
        checks.check_ids("needs.toml", "needs", self.needs.needs)
        checks.check_verdicts(self.feelings, self.needs)
        checks.check_prompts(self.prompts)
        checks.check_ids("appreciation.toml", "starters", self.starters.starters)
        checks.check_help_lines(self.help_lines)
        checks.check_ids("evidence.toml", "evidence", self.evidence.evidence)
        checks.check_decks(self.decks)
        evidence = {one.id for one in self.evidence.evidence}
        practices = {one.id for one in self.practices.practices}
        checks_guide.check_practices(self.practices, evidence)
        checks_guide.check_chapters(self.chapters, practices, evidence)
        checks_guide.check_boundaries(self.boundaries)
        for file, protocol in self.protocols.items():
            check_protocol(file, protocol)
            checks.check_known(file, "practice", [protocol.practice], practices, "practice")
            checks.check_known(file, "evidence", protocol.evidence, evidence, "evidence")
        for file, path, items in (
            ("ideas.toml", "ideas", self.ideas.ideas),
            ("kind-acts.toml", "acts", self.acts.acts),
            ("phrases.toml", "phrases", self.phrases.phrases),
            ("ground-rules.toml", "rules", self.rules.rules),
            ("listening-hints.toml", "hints", self.hints.hints),
            ("apology.toml", "parts", self.apology.parts),
            ("replies.toml", "replies", self.replies.replies),
        ):
            checks.check_ids(file, path, items)

    def library(self) -> Library:
        return Library(
            regions=_by_id(self.feelings.regions),
            feelings=_by_id(self.feelings.feelings),
            verdicts=_by_id(self.feelings.verdicts),
            needs=_by_id(self.needs.needs),
            decks=_by_id(self.decks.values()),
            questions=_by_id(question for deck in self.decks.values() for question in deck.questions),
            themes=_by_id(self.prompts.themes),
            prompts=_by_id(self.prompts.prompts),
            starters=_by_id(self.starters.starters),
            evidence=_by_id(self.evidence.evidence),
            practices=_by_id(self.practices.practices),
            situations=_by_id(self.practices.situations),
            ideas=_by_id(self.ideas.ideas),
            acts=_by_id(self.acts.acts),
            phrases=_by_id(self.phrases.phrases),
            rules=_by_id(self.rules.rules),
            fields=_by_id(self.boundaries.fields),
            boundaries=_by_id(self.boundaries.boundaries),
            hints=_by_id(self.hints.hints),
            apology=_by_id(self.apology.parts),
            replies=_by_id(self.replies.replies),
            protocols=_by_id(self.protocols.values()),
            help_lines=self.help_lines.help_lines,
            chapters=tuple(self.chapters.values()),
        )


def _by_id(items: Iterable[AnyItem]) -> dict[str, AnyItem]:
    return {item.id: item for item in items}
