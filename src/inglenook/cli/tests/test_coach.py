"""`inglenook coach` as a person or a program gives it: a message goes in, what the coach says comes out."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.commands import environment

CANARY = "canary-ember-330"
CHARGE = f"You never listen to me, {CANARY}!"
MILLION = 1_000_000


def coach(data: Path, message: str | bytes, *options: object) -> "subprocess.CompletedProcess[str]":
    """Give a message to the command and return what it said."""
    command = [sys.executable, "-m", "inglenook", "coach", *map(str, options)]
    raw = message if isinstance(message, bytes) else message.encode()
    ran = subprocess.run(command, input=raw, env=environment(data), capture_output=True, check=False)
    told = subprocess.CompletedProcess(ran.args, ran.returncode, ran.stdout.decode(), ran.stderr.decode())
    assert "Traceback" not in told.stderr, told.stderr
    assert CANARY not in told.stderr
    return told


def test_it_says_what_is_good_first_and_then_what_is_hard_with_a_try(tmp_path: Path) -> None:
    told = coach(tmp_path, "You never listen to me. Thank you so much for cooking.", "--language", "en")
    assert told.returncode == 0
    lines = told.stdout.splitlines()
    assert [line[0] for line in lines if line[0] != " "] == ["+", "-"]
    assert "“never listen”" in told.stdout
    assert "  Perhaps: When you do not listen to me, I feel … I would like …" in lines


def test_where_nothing_is_to_be_said_it_says_so(tmp_path: Path) -> None:
    assert coach(tmp_path, "The train is at nine.").stdout == "Nothing to point out.\n"
    assert coach(tmp_path, "").stdout == "Nothing to point out.\n"


def test_a_program_reads_json(tmp_path: Path) -> None:
    told = json.loads(coach(tmp_path, CHARGE, "--json").stdout)
    assert told["message"] == CHARGE
    assert (told["language"], told["missing"]) == ("en", [])
    (mark,) = told["marks"]
    assert (mark["label"], CHARGE[mark["start"] : mark["end"]]) == ("absolute", "never listen")


def test_the_language_can_be_told_or_is_guessed(tmp_path: Path) -> None:
    assert json.loads(coach(tmp_path, "Du hörst mir nie zu!", "--json").stdout)["language"] == "de"
    told = json.loads(coach(tmp_path, "Du hörst mir nie zu!", "--json", "--language", "en").stdout)
    assert (told["language"], told["marks"]) == ("en", [])


def test_a_step_asks_for_what_is_missing(tmp_path: Path) -> None:
    told = coach(tmp_path, "I would like us to talk tonight.", "--step", "soft-start")
    assert [line[0] for line in told.stdout.splitlines()] == ["+", "?"]
    assert coach(tmp_path, "I would like us to talk tonight.").stdout.count("?") == 0


def test_a_paraphrase_is_held_beside_what_was_said(tmp_path: Path) -> None:
    said = tmp_path / "said.txt"
    said.write_text("I was sad when you forgot my birthday.", encoding="utf-8")
    told = coach(tmp_path, "So I forgot your birthday.", "--said", said)
    assert {"? I was sad", "+ you forgot my birthday"} <= set(told.stdout.splitlines())
    heard = json.loads(coach(tmp_path, "So I forgot your birthday.", "--said", said, "--json").stdout)[
        "heard"
    ]
    assert [point["covered"] for point in heard["points"]] == [False, True]


@pytest.mark.parametrize(
    ("message", "options", "why"),
    [
        (CHARGE.encode() + b"\xff", [], "not text in UTF-8"),
        (CHARGE.encode("utf-16"), [], "not text in UTF-8"),
        ((CHARGE * MILLION)[: MILLION + 1], [], "longer than a million bytes"),
        (CHARGE, ["--language", "fr"], "does not know the language 'fr'"),
        (CHARGE, ["--language", "../en"], "does not know the language '../en'"),
        (CHARGE, ["--step", "dance"], "no step 'dance'"),
        (CHARGE, ["--said", "nowhere.txt"], "does not exist"),
    ],
    ids=["not-utf-8", "utf-16", "too-long", "language", "path", "step", "said"],
)
def test_what_cannot_be_read_is_refused_without_a_word_of_it(
    tmp_path: Path, message: str | bytes, options: list[str], why: str
) -> None:
    told = coach(tmp_path, message, *options)
    assert told.returncode == 2
    assert why in " ".join(told.stderr.split())
    assert told.stdout == ""


def test_a_message_of_a_million_bytes_is_read(tmp_path: Path) -> None:
    told = coach(tmp_path, CHARGE.rjust(MILLION), "--language", "en", "--json")
    assert told.returncode == 0
    assert [mark["end"] for mark in json.loads(told.stdout)["marks"]] == [MILLION - len(f" to me, {CANARY}!")]


def test_nothing_of_a_message_is_kept(tmp_path: Path) -> None:
    coach(tmp_path, CHARGE)
    assert list(tmp_path.iterdir()) == []


def test_what_was_said_must_be_text_too(tmp_path: Path) -> None:
    (tmp_path / "said.txt").write_bytes(b"\xff\xfe")
    told = coach(tmp_path, CHARGE, "--said", tmp_path / "said.txt")
    assert told.returncode == 2
    assert "The file of what was said is not text in UTF-8." in told.stderr
