"""What a shape alone cannot say about content: ids, signs, depths, references and open questions."""

import re
from collections.abc import Container, Iterable

from inglenook.guide.errors import ContentError
from inglenook.guide.shapes import (
    DEEPEST,
    SIGNS,
    Deck,
    Feeling,
    FeelingsFile,
    HelpLinesFile,
    Item,
    NeedsFile,
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


def check_known(file: str, path: str, cited: Iterable[str], known: Container[str], what: str) -> None:
    """Every id that is cited exists."""
    for place, id in enumerate(cited):
        if id not in known:
            raise ContentError(file, f"{path}[{place}]", f"there is no {what} `{id}`")


def check_feelings(content: FeelingsFile) -> None:
    """All four regions are there, and every feeling lies in its own."""
    file = "feelings.toml"
    check_ids(file, "regions", content.regions)
    check_ids(file, "feelings", content.feelings)
    missing = set(SIGNS) - {region.id for region in content.regions}
    if missing:
        raise ContentError(file, "regions", f"`{min(missing)}` is missing")
    known = {feeling.id for feeling in content.feelings}
    for number, feeling in enumerate(content.feelings):
        _check_place(f"feelings[{number}]", feeling)
        check_known(
            file, f"feelings[{number}].neighbours", feeling.neighbours, known - {feeling.id}, "feeling"
        )


def check_verdicts(content: FeelingsFile, needs: NeedsFile) -> None:
    """Beneath every verdict lie feelings and needs that there are, and no verdict is a feeling too."""
    file = "feelings.toml"
    check_ids(file, "verdicts", content.verdicts)
    feelings = {feeling.id for feeling in content.feelings}
    known = {need.id for need in needs.needs}
    for number, verdict in enumerate(content.verdicts):
        check_known(file, f"verdicts[{number}].feelings", verdict.feelings, feelings, "feeling")
        check_known(file, f"verdicts[{number}].needs", verdict.needs, known, "need")
        if verdict.id in feelings:
            raise ContentError(file, f"verdicts[{number}].id", f"`{verdict.id}` is a feeling")


def check_prompts(content: PromptsFile) -> None:
    """Every prompt stands under a theme that exists."""
    check_ids("prompts.toml", "themes", content.themes)
    check_headings("prompts.toml", "prompts", content.prompts, "theme", content.themes)


def check_headings(file: str, path: str, items: Iterable[Item], field: str, headings: Iterable[Item]) -> None:
    """Ids are taken once, and each item stands under a heading that exists, named by one of its fields."""
    listed = list(items)
    check_ids(file, path, listed)
    known = {heading.id for heading in headings}
    for number, item in enumerate(listed):
        named = getattr(item, field)
        if named not in known:
            raise ContentError(file, f"{path}[{number}].{field}", f"there is no {field} `{named}`")


def check_help_lines(content: HelpLinesFile) -> None:
    """A number that somebody verified must also say where it was seen."""
    file = "help-lines.toml"
    check_ids(file, "help_lines", content.help_lines)
    for number, line in enumerate(content.help_lines):
        if line.verified_on and line.status != "seen":
            raise ContentError(file, f"help_lines[{number}].status", "a verified number must be `seen`")


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
