"""The fourteen chapters and the practices: nothing is missing, and every way leads somewhere."""

import re
from collections import Counter

import pytest
from tests.figures import figure
from tests.tree import ROOT

from inglenook.guide.content import Chapter, library, offered
from inglenook.guide.doors import ICONS, PAGES, door
from inglenook.web.sprite import ICONS as DRAWN

# The strategies of the guide, chapter by chapter. Ids are for good: content and people's pages name them.
STRATEGIES = {1: 5, 2: 6, 3: 6, 4: 6, 5: 7, 6: 6, 7: 5, 8: 5, 9: 3, 10: 6, 11: 6, 12: 3, 13: 7, 14: 1}
# Practices that Inglenook does not lead through yet.
NOT_BUILT = {
    *(
        "affection",
        "balance",
        "barriers",
        "boundaries",
        "circles",
        "closeness-measure",
        "conflict-path",
        "deposits",
    ),
    *("forgive", "growth", "keepsake", "pause", "promises", "repair", "shared-interests", "time-together"),
    "what-i-carry",
}
CHAPTERS = library().chapters
PICTURES = ROOT / "src/inglenook/web/templates/components/pictures"


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of a text; a reader of thirteen is at about grade eight."""
    words = re.findall(r"[A-Za-z']+", text)
    sentences = len(re.findall(r"[.?:]+[”\"]?(?:\s|$)", text)) or 1
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", word.lower().removesuffix("e")))) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def whole(chapter: Chapter) -> str:
    """Return all that a chapter says, but for its examples of talk."""
    told = [*chapter.summary, *(text for part in chapter.parts for text in part.paragraphs)]
    for one in chapter.offered:
        told += [*one.paragraphs, one.mistake, one.otherwise]
    return "\n".join(told)


def test_every_strategy_is_there() -> None:
    assert {chapter.number: len(chapter.strategies) for chapter in CHAPTERS} == STRATEGIES
    figure("guide: strategies in fourteen chapters", sum(STRATEGIES.values()))


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: str(chapter.number))
def test_a_chapter_is_fit_to_be_read_at_night(chapter: Chapter) -> None:
    reading = grade(whole(chapter))
    figure(f"guide: chapter {chapter.number}, reading grade (8 is thirteen years)", round(reading, 1))
    assert reading <= 8
    assert 500 <= chapter.words <= 900
    assert (PICTURES / f"{chapter.drawing}.svg").exists()
    for one in chapter.offered:
        assert 50 <= len(one.what.split()) <= 160, one.id
        assert len({line.who for line in one.talk}) >= 2, one.id


def test_each_chapter_has_a_drawing_of_its_own() -> None:
    assert len({chapter.drawing for chapter in CHAPTERS}) == len(CHAPTERS)


def test_every_strategy_has_a_practice_and_every_practice_a_strategy() -> None:
    practices = [one.id for one in offered(library().practices.values())]
    assert not [id for id in practices if not library().leading_to(id)]
    leading = Counter(id for chapter in CHAPTERS for one in chapter.offered for id in one.practices)
    assert set(leading) <= set(practices)


def test_every_practice_is_found_from_some_situation_or_is_a_help() -> None:
    named = {id for one in library().situations.values() for id in one.practices}
    assert set(library().practices) - named <= {"insights", "coach"}


def test_doors_that_are_not_open_yet_are_counted() -> None:
    every = [id for chapter in CHAPTERS for one in chapter.offered for id in one.practices]
    soon = [id for id in every if not door(id).is_open]
    figure("guide: doors that say soon", f"{len(soon)} of {len(every)}, to {len(set(soon))} practices")
    assert set(PAGES) <= set(library().practices)
    assert set(soon) == NOT_BUILT


def test_every_practice_has_an_icon_that_is_drawn() -> None:
    assert set(ICONS) == set(library().practices)
    assert set(ICONS.values()) <= set(DRAWN)


def test_what_no_study_stands_behind_is_known() -> None:
    bare = [one.id for chapter in CHAPTERS for one in chapter.offered if not one.evidence]
    figure("guide: strategies for which we know of no study", f"{len(bare)}: {', '.join(bare)}")
    cited = {id for chapter in CHAPTERS for one in chapter.offered for id in one.evidence}
    cited |= {id for one in library().practices.values() for id in one.evidence}
    weak = Counter(library().evidence[id].strength for id in cited)
    figure("guide: findings cited, by strength", dict(weak))


def test_the_people_in_examples_are_the_sample_couple_and_those_around_them() -> None:
    names = {line.who for chapter in CHAPTERS for one in chapter.offered for line in one.talk}
    assert names <= {"Ada", "Bo", "Dana", "Edda", "Finn", "Ines"}
