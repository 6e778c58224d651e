"""A restore overwrites nothing, takes nothing that was left lying, and may be stopped and begun again."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.commands import as_json, environment, script
from tests.rows import ask

WHOLE = "inglenook.sqlite3"
DELETE_SOME = """
from inglenook.entries.models import Entry
Entry.objects.filter(pk__in=[entry.pk for entry in Entry.objects.order_by("id")[:5]]).delete()
"""
# Stops as by a power cut in the middle of the file of this number that is put beside the database.
STOPPED_AT = """
import os
from pathlib import Path
from inglenook.cli.backups import restoring
whole, files = restoring._copy, iter(range(100))
def copy(source, path):
    if next(files) == {number}:
        path.write_bytes(source.read_bytes()[:30])
        os._exit(9)
    whole(source, path)
restoring._copy = copy
restoring.restore(Path({backup!r}), Path({data!r}), identity=None, tombstones=[])
"""


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A data directory whose database is lost."""
    place = tmp_path / "lost"
    place.mkdir(mode=0o700)
    return place


@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal"])
def test_a_journal_that_was_left_lying_is_never_laid_over_the_restored(
    backup: Path, empty: Path, ending: str
) -> None:
    (empty / f"{WHOLE}{ending}").write_bytes(b"pages of the lost database")
    (empty / f"{WHOLE}{ending}").chmod(0o600)
    said = as_json(empty, "restore", backup)
    assert not said["ok"]
    assert f"{WHOLE}{ending}" in said["problem"]
    assert not (empty / WHOLE).exists()


def test_an_address_of_a_database_that_is_empty_names_none(data: Path, backup: Path) -> None:
    (data / "secret").write_text("the secret of people who live here")
    said = as_json(data, "restore", backup, DATABASE_URL="")
    assert "never overwrites" in said["problem"]
    assert (data / "secret").read_text() == "the secret of people who live here"


def test_a_restore_that_was_stopped_loses_no_tombstone(data: Path, backup: Path, empty: Path) -> None:
    script(data, DELETE_SOME)
    shutil.copy(data / "tombstones", empty / "tombstones")
    marks = set((empty / "tombstones").read_bytes().split())
    for number in range(3):
        code = STOPPED_AT.format(number=number, backup=str(backup), data=str(empty))
        stopped = subprocess.run([sys.executable, "-c", code], env=environment(empty), check=False)
        assert stopped.returncode == 9
        assert set((empty / "tombstones").read_bytes().split()) >= marks
    assert as_json(empty, "restore", backup)["ok"]
    assert ask(empty / WHOLE, "SELECT count(*) FROM entries_entry") == [(35,)]
