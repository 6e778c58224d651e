"""A backup of either kind of database restores into either, and brings every value along."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import OperationalError
from tests import postgres
from tests.commands import as_json, inglenook, script
from tests.rows import values_in

from inglenook.cli.saying import kind_sentence

OLDER = """
from django.core.management import call_command
call_command("migrate", "vault", "0002", verbosity=0)
"""
# Gives the command; the database goes away when all but the end of its own upgrade is done.
TORN = """
from click.testing import CliRunner
from django.db import OperationalError
from inglenook.cli import upgrading
from inglenook.cli.main import main
whole = upgrading.bring_up_to_date
def torn(alias):
    whole(alias)
    if alias == "default":
        raise OperationalError("server closed the connection unexpectedly")
upgrading.bring_up_to_date = torn
told = CliRunner().invoke(main, ["upgrade"])
print(told.exit_code, told.output)
"""


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    """The address of a PostgreSQL, whatever the other tests run on."""
    if "DATABASE_URL" in os.environ:
        yield os.environ["DATABASE_URL"]
        return
    with postgres.running() as server:
        yield server.url


@pytest.fixture
def empty(host: str, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, gone after the test."""
    import psycopg

    name = f"moved_{os.getpid()}"
    with psycopg.connect(host, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield f"{host.rpartition('/')[0]}/{name}"
    with psycopg.connect(host, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.slow
def test_from_a_file_to_a_host_and_back_again(
    data: Path, backup: Path, empty: str, tmp_path: Path, db: None
) -> None:
    there, back = tmp_path / "there", tmp_path / "back"
    said = as_json(there, "restore", backup, DATABASE_URL=empty)
    assert said["ok"], said
    assert said["place"] == "the database that DATABASE_URL names"
    assert not (there / "inglenook.sqlite3").exists()
    assert (there / "secret").read_text() == (data / "secret").read_text()
    again = as_json(there, "restore", backup, DATABASE_URL=empty)
    assert "already holds something" in again["problem"]
    made = as_json(there, "backup", DATABASE_URL=empty)
    assert as_json(there, "backup", "verify", made["path"])["ok"]
    assert as_json(back, "restore", made["path"])["ok"]
    assert values_in(back / "inglenook.sqlite3") == values_in(data / "inglenook.sqlite3")
    assert "up to date" in inglenook(there, "upgrade", DATABASE_URL=empty).stdout
    findings = {one["about"]: one for one in as_json(there, "doctor", DATABASE_URL=empty)["findings"]}
    assert findings["database"]["state"] == "ok"
    assert findings["schema"]["state"] == "ok"


def test_a_host_that_does_not_answer_is_said_kindly(data: Path) -> None:
    told = inglenook(data, "backup", DATABASE_URL="postgresql://ada:canary-ember-340@127.0.0.1:9/none")
    assert told.returncode == 1
    assert "canary" not in told.stderr
    code = inglenook(data, "backup", DATABASE_URL="mysql://elsewhere")
    assert "should look like this: postgresql://" in code.stderr


@pytest.mark.slow
def test_an_upgrade_of_a_host_is_kept_and_rehearsed_first(data: Path, backup: Path, empty: str) -> None:
    there = data.parent / "there"
    assert as_json(there, "restore", backup, DATABASE_URL=empty)["ok"]
    script(there, OLDER, DATABASE_URL=empty)
    said = as_json(there, "upgrade", DATABASE_URL=empty)
    assert said["upgraded"], said
    assert Path(said["backup"]).exists()
    assert said["former"] is None
    assert "up to date" in inglenook(there, "upgrade", DATABASE_URL=empty).stdout


@pytest.mark.slow
def test_an_upgrade_of_a_host_that_fails_leaves_the_old_schema_and_all_rows(
    data: Path, backup: Path, empty: str
) -> None:
    there = data.parent / "there"
    assert as_json(there, "restore", backup, DATABASE_URL=empty)["ok"]
    script(there, OLDER, DATABASE_URL=empty)
    before = tables_of(empty)
    assert before["entries_entry"] == 40
    told = script(there, TORN, DATABASE_URL=empty)
    assert told.strip() == f"1 {kind_sentence(OperationalError())}"
    assert tables_of(empty) == before
    assert list(there.glob(".passing-*")) == []
    assert as_json(there, "upgrade", DATABASE_URL=empty)["upgraded"]
    after = tables_of(empty)
    assert after.keys() - before.keys() == {"vault_tombstone"}
    assert after["entries_entry"] == 40


def tables_of(url: str) -> dict[str, int]:
    """Return the tables of a database, and how many rows each has."""
    import psycopg
    from psycopg.sql import SQL, Identifier

    with psycopg.connect(url) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        counts = SQL("SELECT count(*) FROM {}")
        return {
            name: connection.execute(counts.format(Identifier(name))).fetchall()[0][0] for (name,) in names
        }


def test_the_doctor_sees_a_host_that_does_not_write_through(data: Path, empty: str) -> None:
    told = inglenook(data, "doctor", "--json", DATABASE_URL=empty)
    found = [one for one in json.loads(told.stdout)["findings"] if one["about"] == "database's settings"]
    assert told.returncode == 2
    assert {one["state"] for one in found} == {"wrong"}
    assert {one["seen"]: one["do"] for one in found}["fsync is off."].startswith("Set fsync as")
