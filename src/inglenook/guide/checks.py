"""What a shape alone cannot say about content: ids, signs, depths, references and open questions."""

import re
from collections.abc import Iterable

from inglenook.guide.files import ContentError
from inglenook.guide.shapes import (
    DEEPEST,
    SIGNS,
    ChaptersFile,
    Deck,
    EvidenceFile,
    Feeling,
    FeelingsFile,
    HelpLinesFile,
    Item,
    PracticesFile,
    PromptsFile,
    Question,
)

# A sentence that begins so can be answered with a bare yes or no.
CLOSED_BEGINNINGS = frozenset(
    {
        "am",
        "are",
        "can",
        "could",
        "did",
        "do",
        "does",
        "had",
        "has",
        "have",
        "is",
        "may",
        "might",
        "must",
        "shall",
        "should",
        "was",
        "were",
        "will",
        "would",
    }
)
# Instead of asking, a question may invite to tell.
INVITATIONS = ("tell ", "describe ", "finish the sentence", "name ")


def check_ids(file: str, path: str, items: Iterable[Item]) -> None:
    """No two things in a file have the same id."""
    seen: set[str] = set()
    for number, item in enumerate(items):
        if item.id in seen:
            raise ContentError(file, f"{path}[{number}].id", f"`{item.id}` is already taken")
        seen.add(item.id)


def check_feelings(content: FeelingsFile) -> None:
    """All four regions are there, and every feeling lies in its own."""
    file = "feelings.toml"
    check_ids(file, "regions", content.regions)
    check_ids(file, "feelings", content.feelings)
    missing = set(SIGNS) - {region.id for region in content.regions}
    if missing:
        raise ContentError(file, "regions", f"`{min(missing)}` is missing")
    for number, feeling in enumerate(content.feelings):
        _check_place(f"feelings[{number}]", feeling)


def check_prompts(content: PromptsFile) -> None:
    """Every prompt stands under a theme that exists."""
    file = "prompts.toml"
    check_ids(file, "themes", content.themes)
    check_ids(file, "prompts", content.prompts)
    themes = {theme.id for theme in content.themes}
    for number, prompt in enumerate(content.prompts):
        if prompt.theme not in themes:
            raise ContentError(file, f"prompts[{number}].theme", f"there is no theme `{prompt.theme}`")


def check_help_lines(content: HelpLinesFile) -> None:
    """A number that somebody verified must also say where it was seen."""
    file = "help-lines.toml"
    check_ids(file, "help_lines", content.help_lines)
    for number, line in enumerate(content.help_lines):
        if line.verified_on and line.status != "seen":
            raise ContentError(file, f"help_lines[{number}].status", "a verified number must be `seen`")


def check_chapters(content: ChaptersFile) -> None:
    """Chapters are numbered from 1 without a gap."""
    for number, chapter in enumerate(content.chapters):
        if chapter.number != number + 1:
            reason = f"expected {number + 1}, found {chapter.number}"
            raise ContentError("chapters.toml", f"chapters[{number}].number", reason)


def check_practices(content: PracticesFile, evidence: EvidenceFile) -> None:
    """Practices cite only evidence that exists."""
    file = "practices.toml"
    check_ids(file, "practices", content.practices)
    known = {piece.id for piece in evidence.evidence}
    for number, practice in enumerate(content.practices):
        for place, cited in enumerate(practice.evidence):
            if cited not in known:
                where = f"practices[{number}].evidence[{place}]"
                raise ContentError(file, where, f"there is no evidence `{cited}`")


def check_decks(decks: dict[str, Deck]) -> None:
    """Deck files are named after their deck, and no question id is used twice, in whichever deck."""
    taken: dict[str, str] = {}
    for file, deck in decks.items():
        if file != f"decks/{deck.id}.toml":
            raise ContentError(file, "id", f"a deck `{deck.id}` belongs in decks/{deck.id}.toml")
        for number, question in enumerate(deck.questions):
            if question.id in taken:
                reason = f"`{question.id}` is already taken in {taken[question.id]}"
                raise ContentError(file, f"questions[{number}].id", reason)
            taken[question.id] = file
            _check_question(file, f"questions[{number}]", deck, question)


def is_open(text: str) -> bool:
    """Whether a question asks for more than yes or no, or invites to tell."""
    if text.lower().startswith(INVITATIONS):
        return True
    asked = re.split(r"(?<=[.:;?])\s+", text)[-1]
    return asked.endswith("?") and _first_word_after_a_clause(asked) not in CLOSED_BEGINNINGS


def _first_word_after_a_clause(asked: str) -> str:
    """The word that opens the question itself: in "When you rest, what helps?" it is "what"."""
    words = asked.lower().split()
    if words[0] in {"if", "when", "after", "before", "in", "on", "of", "at"} and "," in asked:
        words = asked.lower().partition(",")[2].split()
    return words[0].strip(",?")


def _check_place(path: str, feeling: Feeling) -> None:
    energy, pleasantness = SIGNS[feeling.region]
    for field, value, sign in (
        ("energy", feeling.energy, energy),
        ("pleasantness", feeling.pleasantness, pleasantness),
    ):
        if value * sign <= 0:
            side = "above" if sign > 0 else "below"
            reason = f"`{feeling.id}` is in `{feeling.region}`, so this must be {side} 0, found {value}"
            raise ContentError("feelings.toml", f"{path}.{field}", reason)


def _check_question(file: str, path: str, deck: Deck, question: Question) -> None:
    if not question.id.startswith(f"{deck.id}-{question.depth}-"):
        reason = f"`{question.id}` should begin with `{deck.id}-{question.depth}-`"
        raise ContentError(file, f"{path}.id", reason)
    deepest = min(DEEPEST[kind] for kind in deck.kinds)
    if question.depth > deepest:
        reason = f"a deck for {', '.join(deck.kinds)} goes to depth {deepest}, found {question.depth}"
        raise ContentError(file, f"{path}.depth", reason)
    if not is_open(question.text):
        raise ContentError(file, f"{path}.text", "ask an open question, or invite to tell")
