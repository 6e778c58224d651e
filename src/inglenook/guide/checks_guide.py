"""What a shape alone cannot say about chapters, practices and suggestions: numbers, lengths, references."""

from collections.abc import Collection

from inglenook.guide.checks import check_headings, check_ids, check_known
from inglenook.guide.doing import BoundariesFile, PracticesFile
from inglenook.guide.errors import ContentError
from inglenook.guide.reading import Chapter, Strategy
from inglenook.guide.shapes import Kind

FEWEST_WORDS, MOST_WORDS = 500, 900
# What somebody looks for who thinks of one kind of bond.
KIND_OF_SITUATION: dict[str, Kind] = {"friend": "friends", "parents": "family", "work": "colleagues"}


def check_chapters(
    chapters: dict[str, Chapter], practices: Collection[str], evidence: Collection[str]
) -> None:
    """Chapters and strategies are numbered without a gap, of a fair length, and cite what exists."""
    for expected, (file, chapter) in enumerate(chapters.items(), 1):
        if chapter.number != expected or file != f"guide/{expected:02}.toml":
            raise ContentError(file, "number", f"expected {expected} in guide/{expected:02}.toml")
        if not FEWEST_WORDS <= chapter.words <= MOST_WORDS:
            reason = f"a chapter has {FEWEST_WORDS} to {MOST_WORDS} words, found {chapter.words}"
            raise ContentError(file, "parts", reason)
        for number, strategy in enumerate(chapter.strategies):
            path = f"strategies[{number}]"
            if strategy.id != f"{expected}.{number + 1}":
                raise ContentError(file, f"{path}.id", f"expected `{expected}.{number + 1}`")
            _check_strategy(file, path, strategy, practices, evidence)
        _check_places(file, chapter)


def _check_places(file: str, chapter: Chapter) -> None:
    seen: set[str] = set()
    for anchor, _ in chapter.places:
        if anchor in seen:
            raise ContentError(file, "parts", f"`{anchor}` stands twice")
        seen.add(anchor)


def _check_strategy(
    file: str, path: str, strategy: Strategy, practices: Collection[str], evidence: Collection[str]
) -> None:
    check_known(file, f"{path}.practices", strategy.practices, practices, "practice")
    check_known(file, f"{path}.evidence", strategy.evidence, evidence, "evidence")


def check_practices(content: PracticesFile, evidence: Collection[str]) -> None:
    """Practices cite what exists, and situations name practices that fit them."""
    file = "practices.toml"
    check_ids(file, "practices", content.practices)
    check_ids(file, "situations", content.situations)
    for number, practice in enumerate(content.practices):
        check_known(file, f"practices[{number}].evidence", practice.evidence, evidence, "evidence")
    for number, situation in enumerate(content.situations):
        kind = KIND_OF_SITUATION.get(situation.id)
        fitting = {one.id for one in content.practices if kind is None or kind in one.kinds}
        path = f"situations[{number}].practices"
        check_known(file, path, situation.practices, fitting, f"practice for {kind or 'anybody'}")


def check_boundaries(content: BoundariesFile) -> None:
    """Every limit lies in a field that there is."""
    check_ids("boundaries.toml", "fields", content.fields)
    check_headings("boundaries.toml", "boundaries", content.boundaries, "field", content.fields)
