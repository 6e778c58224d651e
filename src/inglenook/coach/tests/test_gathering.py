"""What is gathered of a language says the same as its files, and is ignored where it is not theirs."""

import shutil
from pathlib import Path

import msgspec
import pytest

from inglenook.coach import gathering
from inglenook.coach import language as languages
from inglenook.coach.language import FOLDER, Language, codes
from inglenook.coach.marks import Mark
from inglenook.coach.reviewing import Search
from inglenook.coach.tests.examples import examples, spoken


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the languages, as yet without anything gathered."""
    copied = tmp_path / "languages"
    shutil.copytree(FOLDER, copied, ignore=shutil.ignore_patterns(gathering.GATHERED, "__pycache__"))
    monkeypatch.setattr(languages, "FOLDER", copied)
    return copied


@pytest.fixture
def german(folders: Path) -> Path:
    """The folder of one of them, gathered."""
    Language("de", quickly=False).gather()
    assert gathering.gathered(folders / "de")
    return folders / "de"


def marks(told: Language, text: str) -> list[Mark]:
    return list(Search(told, told.says, "", 0).marks(told.read(text)))


@pytest.mark.parametrize("code", codes())
def test_what_was_gathered_marks_what_the_files_mark(folders: Path, code: str) -> None:
    Language(code, quickly=False).gather()
    assert gathering.gathered(folders / code)
    quick, anew = Language(code), spoken(code)
    assert [rule.id for rule in quick.rules] == [rule.id for rule in anew.rules]
    assert not any(rule.finds for rule in quick.rules), "this one should have come from what was gathered"
    for text in examples(code):
        assert marks(quick, text) == marks(anew, text), text


@pytest.mark.parametrize("name", ["says.toml", "lexicon.toml", "rules-good.toml", "inflection.py"])
def test_a_file_that_has_changed_is_read_anew(german: Path, name: str) -> None:
    file = german / name
    file.write_text(file.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    assert gathering.gathered(german) is None
    assert any(rule.finds for rule in Language("de").rules)


def test_a_file_that_came_or_went_is_noticed(german: Path) -> None:
    shutil.copy(german / "says.toml", german / "another.toml")
    assert gathering.gathered(german) is None
    (german / "another.toml").unlink()
    assert gathering.gathered(german)
    (german / "near.toml").unlink()
    assert gathering.gathered(german) is None


def test_other_code_works_out_something_else(german: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "CODE", gathering.CODE[:-1])
    assert gathering.gathered(german) is None


def other(content: object) -> bytes:
    """Return a whole file of another format."""
    packed = msgspec.msgpack.encode(content)
    return gathering._hash(packed).digest() + packed


@pytest.mark.parametrize(
    "damaged",
    [
        *(lambda whole, share=share: whole[: int(len(whole) * share)] for share in (0, 0.00005, 0.5, 0.999)),
        lambda whole: whole[:-1],
        lambda whole: whole + b"\x00",
        lambda whole: whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:],
        lambda whole: b"not what it should be",
        lambda whole: other({"digest": b"", "files": [], "sieves": {}}),
        lambda whole: other(["an", "older", "format"]),
        lambda whole: other(7),
    ],
)
def test_a_damaged_one_is_ignored(german: Path, damaged: "object") -> None:
    file = german / gathering.GATHERED
    assert callable(damaged)
    file.write_bytes(damaged(file.read_bytes()))
    assert gathering.gathered(german) is None
    told = Language("de")
    assert {mark.label for mark in marks(told, "Du hörst mir nie zu!")} == {"absolute"}


def test_one_that_cannot_be_read_is_ignored(german: Path) -> None:
    (german / gathering.GATHERED).unlink()
    assert gathering.gathered(german) is None
    (german / gathering.GATHERED).mkdir()
    assert gathering.gathered(german) is None
