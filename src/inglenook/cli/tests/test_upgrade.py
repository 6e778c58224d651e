"""An upgrade keeps a backup, tries on a copy, and leaves a whole database wherever it is stopped."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pyrage
import pytest
from tests.commands import as_json, environment, inglenook, script
from tests.figures import figure
from tests.server import start_server

OLDER = """
from django.core.management import call_command
call_command("migrate", "vault", "0002", verbosity=0)
"""
# Upgrades, and stops as by a power cut when the step of this number begins.
STOPPED_AT = """
import os, signal
from inglenook.cli.upgrading import upgrade
steps = iter(range(100))
def step(said):
    print(said, flush=True)
    if next(steps) == {number}:
        os.kill(os.getpid(), signal.SIGKILL)
upgrade(step)
"""
STEPS = 7
# Gives the command, with a step that goes wrong: the copy loses rows while it is upgraded.
LOSES_ROWS = """
from click.testing import CliRunner
from django.db import connections
from inglenook.cli import upgrading
from inglenook.cli.main import main
whole = upgrading.bring_up_to_date
def losing(alias):
    whole(alias)
    with connections[alias].cursor() as cursor:
        cursor.execute("DELETE FROM entries_entry WHERE id IN (SELECT id FROM entries_entry LIMIT 3)")
upgrading.bring_up_to_date = losing
told = CliRunner().invoke(main, ["upgrade"])
print(told.exit_code, told.output)
"""


@pytest.fixture
def older(data: Path) -> Path:
    """A data directory as an older program has left it."""
    script(data, OLDER)
    return data


def state(data: Path) -> tuple[bool, int, str]:
    """Whether the database is the new one, how many pages it holds, and whether it is whole."""
    with closing(sqlite3.connect(data / "inglenook.sqlite3")) as file:
        tables = {name for (name,) in file.execute("SELECT name FROM sqlite_master")}
        pages = file.execute("SELECT count(*) FROM entries_entry").fetchone()[0]
        return "vault_tombstone" in tables, pages, file.execute("PRAGMA integrity_check").fetchone()[0]


def test_it_keeps_a_backup_and_the_old_database(older: Path) -> None:
    said = as_json(older, "upgrade")
    assert said["upgraded"]
    assert state(older) == (True, 40, "ok")
    assert Path(said["former"]).name == "inglenook-before-0.1.0.sqlite3"
    assert as_json(older, "backup", "verify", said["backup"])["tables"]["entries_entry"] == 40
    assert "up to date" in inglenook(older, "upgrade").stdout


def test_its_backup_is_encrypted_as_every_other(older: Path) -> None:
    key = pyrage.x25519.Identity.generate()
    said = as_json(older, "upgrade", INGLENOOK_BACKUP_RECIPIENT=str(key.to_public()))
    assert said["backup"].endswith(".backup.age")
    assert b"age-encryption.org" in Path(said["backup"]).read_bytes()[:30]


def test_a_backup_from_before_is_upgraded_while_it_is_restored(older: Path, tmp_path: Path) -> None:
    backup = as_json(older, "backup")["path"]
    assert as_json(tmp_path / "restored", "restore", backup)["ok"]
    assert state(tmp_path / "restored") == (True, 40, "ok")


def test_serving_upgrades_by_itself_and_says_so(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    server = start_server(older.parent)
    server.stop()
    assert "The database was upgraded. A backup of before:" in server.log.read_text()
    assert state(older) == (True, 40, "ok")
    assert list((older / "backups").iterdir())


def test_where_the_copy_loses_rows_the_old_database_stays(older: Path) -> None:
    told = script(older, LOSES_ROWS)
    assert told.strip() == "1 The upgraded copy has lost rows in entries_entry. The old database stays."
    assert state(older) == (False, 40, "ok")
    assert [path.name for path in older.iterdir() if path.name.startswith((".", "inglenook-before"))] == []
    assert as_json(older, "upgrade")["upgraded"]
    assert state(older) == (True, 40, "ok")


@pytest.mark.slow
def test_stopped_at_any_moment_one_whole_database_is_there(older: Path, tmp_path: Path) -> None:
    seen = set()
    for number in range(STEPS):
        command = [sys.executable, "-c", "from inglenook.cli.place import begin\nbegin()\n"]
        command[2] += STOPPED_AT.format(number=number)
        told = subprocess.run(command, env=environment(older), capture_output=True, text=True, check=False)
        assert told.returncode == -signal.SIGKILL, told.stderr
        seen.add(told.stdout.splitlines()[-1])
        assert state(older)[1:] == (40, "ok"), told.stdout
        assert state(older)[0] == (number == STEPS - 1), told.stdout
    assert len(seen) == STEPS
    assert as_json(older, "doctor")["findings"]
    figure("upgrade stopped by kill -9: a whole database afterwards", f"{STEPS} of {STEPS} steps")


@pytest.mark.slow
def test_killed_at_any_time_one_whole_database_is_there(older: Path) -> None:
    command = [sys.executable, "-m", "inglenook", "upgrade"]
    kept = (older / "inglenook.sqlite3").read_bytes()
    whole, tries = 0, 8
    for number in range(tries):
        (older / "inglenook.sqlite3").write_bytes(kept)
        process = subprocess.Popen(
            command, env=environment(older), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            process.wait(0.4 + 0.15 * number)
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
        process.wait()
        whole += state(older)[1:] == (40, "ok")
    figure("upgrade killed at odd moments: a whole database afterwards", f"{whole} of {tries}")
    assert whole == tries


def test_a_newer_database_is_left_alone(data: Path) -> None:
    with sqlite3.connect(data / "inglenook.sqlite3") as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('vault', '0999_later', '2030-01-01')"
        )
    database.close()
    backup = as_json(data, "backup")
    for said in (as_json(data, "upgrade"), as_json(data.parent / "b", "restore", backup["path"])):
        assert not said["ok"]
        assert "newer Inglenook" in said["problem"]


def test_one_at_a_time(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    backup = as_json(data, "backup", "--to", tmp_path / "kept")["path"]
    server = start_server(data.parent)
    try:
        commands: list[tuple[Any, ...]] = [("upgrade",), ("restore", backup), ("serve", "--port", "0")]
        for command in commands:
            told = inglenook(data, *command)
            assert told.returncode == 1, command
            assert "Inglenook is running in" in told.stderr
        assert json.loads(inglenook(data, "backup", "--json").stdout)["ok"]
    finally:
        server.stop()
