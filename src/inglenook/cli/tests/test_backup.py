"""A backup is one file for its owner alone, made while people write, and says nothing of them."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest
from tests.commands import as_json, environment, inglenook, script
from tests.figures import figure

from inglenook.cli.backups.folders import backups_in, sync


def test_it_is_one_file_for_its_owner_alone(backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    with tarfile.open(backup) as tar:
        assert tar.getnames() == ["manifest.json", "inglenook.sqlite3", "secret", "tombstones"]
        assert {(m.mtime, m.uid, m.mode, m.uname) for m in tar.getmembers()} == {(0, 0, 0o600, "")}


def test_no_word_and_no_session_is_in_it(data: Path, tmp_path: Path) -> None:
    signed_in = "from inglenook.vault.models import Session; print(Session.objects.count())"
    begin = (
        "from inglenook.people.models import Person\n"
        "from inglenook.vault.keyboxes import open_with_passphrase\n"
        "from inglenook.vault.sessions import begin\n"
        "box = Person.objects.first().keybox\n"
        "begin(open_with_passphrase(box, 'six plain words for the tests'), label='x', idle_seconds=3600)"
    )
    script(data, begin)
    assert script(data, signed_in) == "1\n"
    path = Path(as_json(data, "backup", "--to", tmp_path / "kept")["path"])
    assert b"canary" not in path.read_bytes()
    assert as_json(tmp_path / "restored", "restore", path)["ok"]
    assert script(tmp_path / "restored", signed_in) == "0\n"


def test_it_is_made_while_somebody_writes(data: Path) -> None:
    writer = sqlite3.connect(data / "inglenook.sqlite3")
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("DELETE FROM entries_entry")
    said = as_json(data, "backup")
    writer.rollback()
    writer.close()
    assert said["ok"]
    assert as_json(data, "backup", "verify", said["path"])["tables"]["entries_entry"] == 40


def test_none_is_ever_overwritten_and_old_ones_go_when_asked(data: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    made = [as_json(data, "backup", "--to", kept)["path"] for _ in range(3)]
    assert len(set(made)) == 3
    (kept / "a letter of mine.txt").write_text("stays")
    said = as_json(data, "backup", "--to", kept, "--keep", "2")
    assert said["removed"] == 2
    assert [str(p) for p in backups_in(kept)][-1] == said["path"]
    assert len(list(kept.iterdir())) == 3


def test_verifying_counts_every_kind_of_sealed_thing(data: Path, backup: Path) -> None:
    said = as_json(data, "backup", "verify", backup)
    assert said["tables"]["people_person"] == 2
    headers = said["headers"]
    assert headers["padded text in an envelope"] >= 40
    assert headers["wrapped key in an envelope"] >= 40
    assert headers["list of a bond's members"] == 2


@pytest.mark.parametrize(
    ("column", "table"),
    [("text", "entries_entry"), ("by_passphrase", "vault_keybox"), ("roster", "vault_bondepoch")],
)
def test_a_thing_that_is_not_what_it_should_be_is_found_without_a_key(
    data: Path, column: str, table: str
) -> None:
    with sqlite3.connect(data / "inglenook.sqlite3") as database:
        ((first,),) = database.execute(f"SELECT min(rowid) FROM {table}")  # noqa: S608
        cut = f"UPDATE {table} SET {column} = substr({column}, 2) WHERE rowid = ?"  # noqa: S608
        database.execute(cut, [first])
    database.close()
    told = inglenook(data, "backup")
    assert told.returncode == 1
    assert f"{table}.{column} (1)" in told.stderr
    assert not list((data / "backups").glob("*"))


def test_a_damaged_database_is_said_kindly(data: Path) -> None:
    file = data / "inglenook.sqlite3"
    torn = bytearray(file.read_bytes())
    torn[4096:40960] = bytes(36864)
    file.write_bytes(bytes(torn))
    told = inglenook(data, "backup")
    assert told.returncode == 1
    assert "damaged" in told.stderr
    said = json.loads(inglenook(data, "backup", "--json").stdout)
    assert not said["ok"]


def test_without_a_database_nothing_is_made(tmp_path: Path) -> None:
    told = inglenook(tmp_path / "nothing", "backup")
    assert (told.returncode, "There is no Inglenook in" in told.stderr) == (1, True)
    assert not (tmp_path / "nothing").exists()


def test_where_there_is_no_room_nothing_is_left_behind(data: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    limited = ["sh", "-c", f"ulimit -f 100; exec {sys.executable} -m inglenook backup --to {kept}"]
    told = subprocess.run(limited, env=environment(data), capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert "Traceback" not in told.stderr
    assert len(told.stderr.splitlines()) == 1
    assert not list(kept.iterdir())
    assert not list(data.glob(".passing*"))
    assert as_json(data, "backup", "--to", kept)["ok"]


ROOMLESS = """
from pathlib import Path
from inglenook.cli.backups import archive, making
whole = archive.pieces
def torn(file, size=-1):
    yield next(iter(whole(file, size)))[:100]
    raise OSError(28, "No space left on device")
archive.pieces = torn
try:
    making._beside(Path({kept!r}), Path({plain!r}), None)
except OSError:
    print("no room")
"""


def test_a_disk_for_backups_that_is_full_keeps_no_half_of_one(data: Path, backup: Path) -> None:
    kept = backup.parent
    assert script(data, ROOMLESS.format(kept=str(kept), plain=str(backup))) == "no room\n"
    assert list(kept.iterdir()) == [backup]


def test_what_a_crash_has_left_goes_after_a_day(data: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir(mode=0o700)
    for name, age in ((".passing-old", 2), (".passing-new", 0)):
        (kept / name).write_text("half of a backup")
        os.utime(kept / name, (time.time() - age * 86_400,) * 2)
    assert as_json(data, "backup", "--to", kept)["ok"]
    assert [one.name for one in kept.iterdir() if one.name.startswith(".")] == [".passing-new"]


def test_the_one_just_made_stays_though_others_are_dated_ahead(data: Path, backup: Path) -> None:
    for year in (2090, 2091):
        shutil.copy(backup, backup.with_name(f"inglenook-{year}-01-01T0000Z.backup"))
    said = as_json(data, "backup", "--to", backup.parent, "--keep", "2")
    assert said["removed"] == 2
    assert Path(said["path"]).exists()


@pytest.mark.serial
def test_how_long_it_takes_beside_a_plain_copy(data: Path, tmp_path: Path) -> None:
    with sqlite3.connect(data / "inglenook.sqlite3") as database:
        names = [row[1] for row in database.execute("PRAGMA table_info(entries_entry)")]
        chosen = ", ".join("lower(hex(randomblob(16)))" if n == "id" else n for n in names)
        for _ in range(8):
            database.execute(f"INSERT INTO entries_entry SELECT {chosen} FROM entries_entry")  # noqa: S608
    database.close()
    size = (data / "inglenook.sqlite3").stat().st_size
    begun = time.perf_counter()
    shutil.copyfile(data / "inglenook.sqlite3", tmp_path / "copy")
    sync(tmp_path / "copy")
    plain = time.perf_counter() - begun
    begun = time.perf_counter()
    path = Path(as_json(data, "backup", "--to", tmp_path / "kept")["path"])
    made = time.perf_counter() - begun
    begun = time.perf_counter()
    assert as_json(data, "backup", "verify", path)["tables"]["entries_entry"] == 40 * 256
    verified = time.perf_counter() - begun
    figure("backup of 10,240 pages: size beside the database", round(path.stat().st_size / size, 3))
    name = "backup of 10,240 pages: time beside a plain copy, Python's start included"
    figure(name, round(made / plain, 1))
    figure("backup verify: time beside making it", round(verified / made, 2))
    assert path.stat().st_size < size * 1.1 + 20_000
