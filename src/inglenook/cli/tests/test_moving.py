"""A backup of either kind of database restores into either, and brings every value along."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests import postgres
from tests.commands import as_json, inglenook, script
from tests.rows import values_in


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
    older = (
        "from django.core.management import call_command\n"
        'call_command("migrate", "vault", "0002", verbosity=0)'
    )
    script(there, older, DATABASE_URL=empty)
    said = as_json(there, "upgrade", DATABASE_URL=empty)
    assert said["upgraded"], said
    assert Path(said["backup"]).exists()
    assert said["former"] is None
    assert "up to date" in inglenook(there, "upgrade", DATABASE_URL=empty).stdout
