"""All content as one checked, unchanging library: `library().feelings["joyful"].definition`."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from inglenook.guide import checks, files, shapes
from inglenook.guide.files import ContentError, content_folder
from inglenook.guide.shapes import (
    DEEPEST,
    AnyItem,
    Chapter,
    Deck,
    Evidence,
    Feeling,
    HelpLine,
    Kind,
    Need,
    Practice,
    Prompt,
    Question,
    Region,
    Starter,
    Theme,
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
    "Question",
    "Region",
    "Starter",
    "Theme",
    "content_folder",
    "library",
    "load",
    "offered",
]


class Library(Struct, frozen=True, kw_only=True):
    """Everything in content/. Items are found by id, in the order of their file; retired ones too."""

    regions: dict[str, Region]
    feelings: dict[str, Feeling]
    needs: dict[str, Need]
    decks: dict[str, Deck]
    questions: dict[str, Question]
    themes: dict[str, Theme]
    prompts: dict[str, Prompt]
    starters: dict[str, Starter]
    evidence: dict[str, Evidence]
    practices: dict[str, Practice]
    help_lines: tuple[HelpLine, ...]
    chapters: tuple[Chapter, ...]

    def decks_for(self, kind: Kind) -> list[Deck]:
        """The decks offered in a bond of that kind."""
        return [deck for deck in offered(self.decks.values()) if kind in deck.kinds]

    def evidence_of(self, practice: Practice) -> list[Evidence]:
        """The findings behind a practice."""
        return [self.evidence[id] for id in practice.evidence]

    def deck_of(self, question_id: str) -> Deck:
        """The deck that a question belongs to; KeyError if there is no such question."""
        deck_id, *_ = self.questions[question_id].id.rsplit("-", 2)
        return self.decks[deck_id]


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
        chapters=files.read(folder, "chapters.toml", shapes.ChaptersFile),
        practices=files.read(folder, "practices.toml", shapes.PracticesFile),
        decks={file: files.read(folder, file, shapes.Deck) for file in files.deck_files(folder)},
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
    chapters: shapes.ChaptersFile
    practices: shapes.PracticesFile
    decks: dict[str, shapes.Deck]

    def check(self) -> None:
        checks.check_feelings(self.feelings)
        checks.check_ids("needs.toml", "needs", self.needs.needs)
        checks.check_prompts(self.prompts)
        checks.check_ids("appreciation.toml", "starters", self.starters.starters)
        checks.check_help_lines(self.help_lines)
        checks.check_ids("evidence.toml", "evidence", self.evidence.evidence)
        checks.check_chapters(self.chapters)
        checks.check_practices(self.practices, self.evidence)
        checks.check_decks(self.decks)

    def library(self) -> Library:
        return Library(
            regions=_by_id(self.feelings.regions),
            feelings=_by_id(self.feelings.feelings),
            needs=_by_id(self.needs.needs),
            decks=_by_id(self.decks.values()),
            questions=_by_id(question for deck in self.decks.values() for question in deck.questions),
            themes=_by_id(self.prompts.themes),
            prompts=_by_id(self.prompts.prompts),
            starters=_by_id(self.starters.starters),
            evidence=_by_id(self.evidence.evidence),
            practices=_by_id(self.practices.practices),
            help_lines=self.help_lines.help_lines,
            chapters=self.chapters.chapters,
        )


def _by_id(items: Iterable[AnyItem]) -> dict[str, AnyItem]:
    return {item.id: item for item in items}
