"""The sample says to programs and to people what keeps it from being made."""

import json
import shutil
from pathlib import Path

import pytest
from tests.commands import as_json, inglenook

from inglenook.cli.lock import held

CLOSED = "postgresql://ada:canary-ember-345@127.0.0.1:9/none"


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("mysql://x", "should look like this: postgresql://"),
        (CLOSED, "The database cannot be opened"),
    ],
)
def test_a_database_that_is_none_or_does_not_answer(tmp_path: Path, address: str, problem: str) -> None:
    told = refused(tmp_path / "data", DATABASE_URL=address, INGLENOOK_SAMPLE_DATABASE_URL=address)
    assert problem in told
    assert "canary" not in told


def test_a_damaged_database(tmp_path: Path) -> None:
    (tmp_path / "data-sample").mkdir(mode=0o700)
    (tmp_path / "data-sample/inglenook.sqlite3").write_bytes(b"nothing but noise" * 4000)
    (tmp_path / "data-sample/inglenook.sqlite3").chmod(0o600)
    assert "The database cannot be opened" in refused(tmp_path / "data")


def test_where_real_people_live_nothing_is_made_and_all_stays(data: Path) -> None:
    theirs = data.with_name("data-sample")
    shutil.copytree(data, theirs)
    before = as_json(theirs, "backup")["rows"]
    assert "Other people than the sample's live in this database" in refused(data)
    assert "Other people than the sample's live in this database" in refused(data, "--reset")
    assert as_json(theirs, "backup")["rows"] == before


def test_beside_a_server_it_still_tells_how_to_come_in(tmp_path: Path) -> None:
    made = as_json(tmp_path / "data", "sample")
    with held(tmp_path / "data-sample"):
        again = as_json(tmp_path / "data", "sample")
    assert (made["made"], again["made"]) == (True, False)
    assert again["people"] == made["people"]


def refused(data: Path, *options: str, **more: str) -> str:
    """Ask for the sample and return what is in the way, which programs and people are told alike."""
    told = inglenook(data, "sample", *options, **more)
    said = inglenook(data, "sample", *options, "--json", **more)
    assert (told.returncode, told.stdout, said.returncode) == (1, "", 1)
    assert json.loads(said.stdout) == {"ok": False, "problem": told.stderr.strip()}
    return told.stderr
