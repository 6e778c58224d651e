"""Translators get every word of content/ that people read, and nothing else."""

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file

from inglenook.guide.content import content_folder, library

METHOD = "inglenook.guide.extract:extract_toml"


def extracted(path: Path) -> dict[str, tuple[int, list[str]]]:
    """The extracted texts of a file, as Babel finds them, with line and comments."""
    return {str(text): (line, comments) for line, text, comments, _ in extract_from_file(METHOD, path)}


def test_every_question_goes_to_the_translators_with_its_line_and_place() -> None:
    path = content_folder() / "decks/partners.toml"
    found = extracted(path)
    deck = library().decks["partners"]
    assert set(found) == {deck.title, deck.about, *(question.text for question in deck.questions)}
    question = deck.questions[10]
    line, comments = found[question.text]
    assert question.text in path.read_text(encoding="utf-8").splitlines()[line - 1]
    assert comments == [f"partners.toml, {question.id}: text"]


@pytest.mark.parametrize(
    ("file", "texts"),
    [
        ("feelings.toml", {"joyful", "Bright", "It is enough as it is"}),
        ("needs.toml", {"time alone"}),
        ("appreciation.toml", {"I noticed that you ..."}),
        ("help-lines.toml", {"Day and night", "Anyone in danger now.", "Germany"}),
        ("practices.toml", {"Check-in", "Once a week is plenty."}),
        ("guide/06.toml", {"Listening with heart"}),
        ("evidence.toml", {"120 people"}),
        ("prompts.toml", {"What has someone taught you without meaning to?"}),
    ],
)
def test_each_file_yields_its_texts(file: str, texts: set[str]) -> None:
    found = extracted(content_folder() / file)
    assert all(any(text in whole for whole in found) for text in texts)
    assert not {"calm-1", "bright", "116 016", "Samaritans", "strong", "check-in", "entries"} & set(found)


def test_a_text_with_quotation_marks_is_found_on_its_line(tmp_path: Path) -> None:
    path = tmp_path / "needs.toml"
    needs = ["needs = [", '{ id = "a", word = "a", definition = "To hear \\"yes\\" now and then" }', "]"]
    path.write_text("\n".join(needs), encoding="utf-8")
    assert extracted(path)['To hear "yes" now and then'] == (2, ["needs.toml, a: definition"])


def test_a_long_text_is_translated_paragraph_by_paragraph() -> None:
    path = content_folder() / "guide/06.toml"
    found = extracted(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    for part in library().chapters[5].parts:
        assert len(part.paragraphs) > 1
        for paragraph in part.paragraphs:
            line, comments = found[paragraph]
            assert lines[line - 1] == paragraph
            assert comments == [f"06.toml, {part.id}: text"]


def test_of_the_sample_only_who_the_people_are_is_translated() -> None:
    found = extracted(content_folder() / "sample.toml")
    assert "She bakes: up at three, home by one, asleep by eight." in found
    assert len(found) == 5


def test_a_file_that_is_none_of_ours_is_not_translated(tmp_path: Path) -> None:
    (tmp_path / "letters.toml").write_text('text = "My dear Bo"')
    assert extracted(tmp_path / "letters.toml") == {}
