"""The doctor finds what is wrong, says what to do, and changes nothing."""

import json
import os
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from tests.commands import inglenook

from inglenook.cli.checks import files, surroundings


def examined(data: Path, **more: str) -> tuple[int, dict[str, Any]]:
    """Ask the doctor; returns the exit code and the findings by what they are about."""
    told = inglenook(data, "doctor", "--json", **more)
    return told.returncode, {one["about"]: one for one in json.loads(told.stdout)["findings"]}


@pytest.fixture
def sound(data: Path, backup: Path) -> dict[str, str]:
    """Settings under which all is well, but that the backup lies on the same disk."""
    (data / "assets.stamp").touch(mode=0o600)
    return {"INGLENOOK_BACKUPS": str(backup.parent), "INGLENOOK_URL": "https://inglenook.example"}


def test_where_all_is_well_it_says_so(data: Path, sound: dict[str, str]) -> None:
    code, found = examined(data, **sound)
    assert [one for one in found.values() if one["state"] != "ok"] == [found["backup's place"]]
    assert code == 1
    assert all(one["do"] for one in found.values() if one["state"] != "ok")


def test_it_changes_nothing(data: Path, sound: dict[str, str]) -> None:
    def files() -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in data.rglob("*") if path.is_file()}

    before = files()
    examined(data, **sound)
    assert files() == before


@pytest.mark.parametrize(
    ("about", "state", "settings"),
    [
        ("address", "wrong", {"INGLENOOK_URL": "http://inglenook.example"}),
        ("way out", "look", {"INGLENOOK_EXIT_URL": "http://weather.example"}),
        ("backup", "look", {"INGLENOOK_BACKUPS": "/nowhere"}),
    ],
)
def test_settings(
    data: Path, sound: dict[str, str], about: str, state: str, settings: dict[str, str]
) -> None:
    code, found = examined(data, **{**sound, **settings})
    assert found[about]["state"] == state
    assert code == {"look": 1, "wrong": 2}[state]


def test_files_that_others_may_open(data: Path, sound: dict[str, str]) -> None:
    (data / "secret").chmod(0o644)
    code, found = examined(data, **sound)
    assert (code, found["permissions"]["state"]) == (2, "wrong")
    assert "secret" in found["permissions"]["seen"]


def test_a_lost_secret(data: Path, sound: dict[str, str]) -> None:
    (data / "secret").unlink()
    assert examined(data, **sound)[1]["secret"]["state"] == "wrong"


def test_an_old_backup_and_a_damaged_one(data: Path, sound: dict[str, str], backup: Path) -> None:
    old = (datetime.now(UTC) - timedelta(days=20)).timestamp()
    os.utime(backup, (old, old))
    assert examined(data, **sound)[1]["backup"]["state"] == "wrong"
    backup.write_bytes(backup.read_bytes()[:-1])
    assert examined(data, **sound)[1]["backup's content"]["state"] == "wrong"


def test_a_clock_that_runs_behind_what_was_written(data: Path, sound: dict[str, str]) -> None:
    change(data, "UPDATE people_person SET joined_on = '2036-01-01'")
    code, found = examined(data, **sound)
    assert (code, found["clock"]["state"]) == (2, "wrong")


@time_machine.travel("2020-02-02")
def test_a_clock_from_before_the_program_was_built() -> None:
    found = next(surroundings.clock(None))
    assert (found.about, found.state) == ("clock", "wrong")
    assert "It is 2020-02-02" in found.seen
    assert "newer than that" in found.do


@pytest.mark.parametrize(
    ("state", "free", "total", "held"),
    [
        ("ok", 200 * 10**9, 10**12, 10**6),
        ("look", 10 * 10**9, 10**12, 10**6),  # 1 % of the disk
        ("look", 300 * 10**6, 10**9, 10**8),  # an upgrade needs four copies for a while
        ("wrong", 150 * 10**6, 10**9, 10**8),
        ("wrong", 10 * 10**6, 10**8, 10**5),
    ],
)
def test_a_disk_that_fills(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: str, free: int, total: int, held: int
) -> None:
    (tmp_path / "inglenook.sqlite3").touch()
    os.truncate(tmp_path / "inglenook.sqlite3", held)
    usage = SimpleNamespace(free=free, total=total, used=total - free)
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "disk_usage", lambda place: usage)
        found = {one.about: one for one in files.look_at(tmp_path)}["room"]
    assert found.state == state
    assert ("room" in found.do) == (state != "ok")


def test_a_database_elsewhere_that_does_not_answer(data: Path, sound: dict[str, str]) -> None:
    address = "postgresql://ada:canary-ember-341@127.0.0.1:9/none"
    code, found = examined(data, **sound, DATABASE_URL=address)
    assert (code, found["schema"]["state"]) == (2, "wrong")
    assert found["schema"]["seen"] == "The database does not answer."
    assert "canary" not in str(found)
    assert {"permissions", "room", "backup", "clock", "address", "versions"} <= set(found)


def test_rows_astray(data: Path, sound: dict[str, str]) -> None:
    change(data, "DELETE FROM people_person")
    found = examined(data, **sound)[1]
    assert found["database"]["state"] == "wrong"
    assert "refer to rows that are not there" in found["database"]["seen"]


def change(data: Path, sql: str) -> None:
    with sqlite3.connect(data / "inglenook.sqlite3") as database:
        database.execute(sql)
    database.close()


def test_an_older_schema(data: Path, sound: dict[str, str]) -> None:
    change(data, "DELETE FROM django_migrations WHERE app = 'vault' AND name LIKE '0003%'")
    assert examined(data, **sound)[1]["schema"]["state"] == "look"


@pytest.mark.parametrize("damage", ["nothing but noise", "pages of zeros"])
def test_a_damaged_database_does_not_keep_it_from_the_rest(
    data: Path, sound: dict[str, str], damage: str
) -> None:
    file = data / "inglenook.sqlite3"
    torn = bytearray(file.read_bytes())
    torn[4096:40960] = bytes(36864)
    file.write_bytes(os.urandom(50_000) if damage == "nothing but noise" else bytes(torn))
    code, found = examined(data, **sound)
    assert (code, found["database"]["state"]) == (2, "wrong")
    assert "restore a backup" in found["database"]["do"]
    assert {"permissions", "room", "backup", "clock", "address", "versions"} <= set(found)


def test_where_nothing_is_yet(tmp_path: Path) -> None:
    code, found = examined(tmp_path / "nothing")
    assert (code, list(found)) == (2, ["data directory"])
    assert not (tmp_path / "nothing").exists()


def test_the_table_reads_well(data: Path, sound: dict[str, str]) -> None:
    told = inglenook(data, "doctor", **sound).stdout
    assert "Nobody else may open the data directory." in told
    assert "canary" not in told
