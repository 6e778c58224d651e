"""What is in content/: enough of everything, kind in tone, and nothing asked twice."""

import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from tests.figures import figure

from inglenook.guide import files
from inglenook.guide.checks import is_open
from inglenook.guide.content import DEEPEST, Feeling, Kind, Need, content_folder, library, load, offered
from inglenook.guide.extract import extract_toml
from inglenook.guide.likeness import likeness, most_alike
from inglenook.guide.shapes import SIGNS

# What somebody did, not what somebody feels.
VERDICTS = {
    *(
        "abandoned",
        "abused",
        "attacked",
        "betrayed",
        "blamed",
        "bullied",
        "cheated",
        "cornered",
        "criticised",
    ),
    *("deceived", "dismissed", "disrespected", "ignored", "insulted", "judged", "let down", "manipulated"),
    *(
        "misunderstood",
        "neglected",
        "patronised",
        "pressured",
        "rejected",
        "unappreciated",
        "unheard",
        "unloved",
    ),
    *("unsupported", "unwanted", "used", "victimised"),
}
# Nobody is taken for somebody's wife, father or believer, or for well or ill.
ASSUMING = re.compile(
    r"\b(husbands?|wife|wives|boyfriend|girlfriend|spouse|married|marriage|wedding|he|she|his|hers"
    r"|(our|your) (son|daughter|child|children|kids)|your (mother|father|mum|dad|parents)"
    r"|god|pray\w*|church|faith|holy|sin|illness|disease|diagnosis|disab\w+|pregnan\w*)\b",
    re.IGNORECASE,
)
GUILT_OR_JARGON = re.compile(
    r"\b(you should|you must not|you missed|you failed|streak|score|boundary|boundaries|attachment"
    r"|trigger\w*|validat\w+|toxic|mindful\w*|self-care|journey|communicat\w+|process your|vulnerab\w+)\b",
    re.IGNORECASE,
)


def every_text() -> list[str]:
    """All that a person may read from content/."""
    texts = []
    for name in files.every_file(content_folder()):
        with (content_folder() / name).open("rb") as file:
            texts += [text for _, _, text, _ in extract_toml(file, {}, [], {})]
    return texts


def test_each_region_has_many_feelings() -> None:
    counts = Counter(feeling.region for feeling in library().feelings.values())
    assert set(counts) == set(SIGNS)
    assert all(count >= 15 for count in counts.values()), counts


def test_feelings_spread_over_the_whole_grid() -> None:
    places = {(feeling.energy, feeling.pleasantness) for feeling in library().feelings.values()}
    assert len(places) == 36


def test_feelings_are_felt_and_not_verdicts() -> None:
    assert not VERDICTS & {feeling.word.lower() for feeling in library().feelings.values()}


def test_definitions_fit_on_a_line_and_do_not_repeat_the_word() -> None:
    things: list[Feeling | Need] = [*library().feelings.values(), *library().needs.values()]
    for thing in things:
        assert len(thing.definition) <= 70, thing.id
        assert thing.word not in thing.definition.lower().split(), thing.id


def test_no_two_words_or_definitions_are_the_same() -> None:
    for things in (library().feelings.values(), library().needs.values()):
        for field in ("word", "definition"):
            counts = Counter(getattr(thing, field) for thing in things)
            assert max(counts.values()) == 1, counts.most_common(1)


@pytest.mark.parametrize(
    ("kind", "least"), [("partners", 40), ("friends", 12), ("family", 12), ("colleagues", 10)]
)
def test_each_kind_of_bond_has_questions_at_every_depth_it_may_have(kind: Kind, least: int) -> None:
    counts = Counter(
        question.depth for deck in library().decks_for(kind) for question in offered(deck.questions)
    )
    assert set(counts) == set(range(1, DEEPEST[kind] + 1))
    assert counts.total() >= least


def test_there_are_many_questions_and_each_knows_its_deck() -> None:
    for question in library().questions.values():
        assert question in library().deck_of(question.id).questions


def test_questions_take_nothing_for_granted() -> None:
    for question in library().questions.values():
        assert not ASSUMING.search(question.text), question.text


def test_no_two_questions_ask_the_same() -> None:
    pair = most_alike(library().questions.values())
    figure("questions: the two most alike", f"{pair.likeness:.2f}: {pair.first.text} / {pair.second.text}")
    assert pair.likeness < 0.6


def test_the_measure_of_likeness_notices_a_question_in_other_words() -> None:
    assert likeness("What are you most afraid of losing?", "What would you be most afraid of losing?") > 0.6
    assert likeness("What are you most afraid of losing?", "Losing whom are you most afraid of?") > 0.6
    assert likeness("What are you most afraid of losing?", "Which dish tastes of our family to you?") < 0.3


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("What helps you rest?", True),
        ("When you are tired, what helps?", True),
        ("Tell about a place you miss.", True),
        ("Do you love me?", False),
        ("When you are tired, do you rest?", False),
        ("You like it. Is that so?", False),
        ("What helps you rest", False),
    ],
)
def test_an_open_question_cannot_be_answered_with_yes_or_no(text: str, opens: bool) -> None:
    assert is_open(text) is opens


LEAST = {
    "questions": 600,
    "feelings": 100,
    "verdicts": 30,
    "needs": 40,
    "ideas": 150,
    "acts": 80,
    "phrases": 40,
    "rules": 30,
    "boundaries": 60,
    "fields": 6,
    "prompts": 150,
    "apology": 6,
    "hints": 16,
    "replies": 20,
}


@pytest.mark.parametrize("name", LEAST)
def test_there_is_enough_of_each(name: str) -> None:
    assert len(list(offered(getattr(library(), name).values()))) >= LEAST[name]


def test_prompts_have_themes_and_starters_are_enough() -> None:
    content = library()
    assert {prompt.theme for prompt in content.prompts.values()} == set(content.themes)
    assert len(content.starters) >= 8


def test_help_lines_cover_the_countries_and_claim_no_check_that_nobody_made() -> None:
    lines = library().help_lines
    for country in ("GB", "US", "AU", "EU"):
        assert {line.about for line in lines if line.country == country} == {
            "emergency",
            "abuse",
            "listening",
        }
    assert all(line.verified_on is None or line.status == "seen" for line in lines)


def test_every_piece_of_evidence_names_figure_and_source() -> None:
    cited = {evidence for practice in library().practices.values() for evidence in practice.evidence}
    assert cited <= set(library().evidence)
    assert all(piece.figure and piece.source for piece in library().evidence.values())


def test_the_tone_is_plain_and_kind() -> None:
    for text in every_text():
        assert "!" not in text, text
        assert "%" not in text, f"templates would take it for a gap: {text}"
        assert not GUILT_OR_JARGON.search(text), text
        assert not re.search(r"  | $|^ |\t", text), text


def test_words_and_sentences_are_short_enough_for_a_reader_of_thirteen() -> None:
    """Flesch-Kincaid grade over all longer texts together; thirteen years is about grade eight."""
    words = [word for text in every_text() if len(text) > 60 for word in re.findall(r"[A-Za-z']+", text)]
    sentences = sum(len(re.findall(r"[.?:]+(?:\s|$)", text)) or 1 for text in every_text() if len(text) > 60)
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", word.lower().removesuffix("e")))) for word in words)
    grade = 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59
    assert grade < 8, grade


def test_at_work_no_step_of_a_talk_asks_what_it_felt_like() -> None:
    asked = re.compile(r"\bfelt like\b|\bfeeling words?\b|what it is like for you")
    at_work = [one for one in library().protocols.values() if "colleagues" in one.kinds]
    for step in (step for protocol in at_work for step in protocol.steps):
        assert not asked.search(step.wording("colleagues").say), step.say


def test_both_are_asked_the_same_on_a_closer_evening_whatever_binds_them() -> None:
    evening = library().protocols["closer-evening"]
    for kind in evening.kinds:
        asked = {step.id: step.wording(kind).say for step in evening.steps}
        for first in (id for id in asked if f"{id}-too" in asked):
            assert asked[f"{first}-too"] == f"And you? {asked[first]}"
    assert {other.kind for step in evening.steps for other in step.others} == {"friends", "family"}


def test_the_deck_in_the_manual_is_a_good_deck(tmp_path: Path) -> None:
    folder = tmp_path / "content"
    shutil.copytree(content_folder(), folder)
    manual = (content_folder().parent / "docs/add-a-practice.md").read_text(encoding="utf-8")
    example = manual.partition("```toml\n")[2].partition("```")[0]
    (folder / "decks/road-trip.toml").write_text(example, encoding="utf-8")
    assert "road-trip" in {deck.id for deck in load(folder).decks_for("family")}


def test_loading_content_needs_no_django() -> None:
    program = (
        "import sys; from inglenook.guide.sample import sample_life; sample_life(); "
        "sys.exit(any(name.startswith('django') for name in sys.modules))"
    )
    subprocess.run([sys.executable, "-c", program], check=True, env={"PYTHONPATH": ":".join(sys.path)})
