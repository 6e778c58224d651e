"""Whatever happens to a backup is noticed before anything of it is used."""

import random
import shutil
import tarfile
from pathlib import Path
from typing import Any

import pyrage
import pytest
from tests.commands import as_json, inglenook
from tests.figures import figure

from inglenook.cli.backups import age
from inglenook.cli.backups.archive import TRAILER_BYTES, unpack
from inglenook.cli.saying import Problem

FLIPS = 1000


def places(backup: Path, chance: random.Random) -> list[int]:
    """Bits all over a file: in the manifest, in each header, in the padding, in the last line, anywhere."""
    with tarfile.open(backup) as tar:
        members = tar.getmembers()
    size = backup.stat().st_size
    manifest = members[0]
    spans = [(m.offset, m.offset_data) for m in members]
    spans += [(m.offset_data + m.size, m.offset_data + m.size + 1) for m in members]
    spans += [(manifest.offset_data, manifest.offset_data + manifest.size), (size - TRAILER_BYTES, size)]
    spans += [(members[-1].offset_data + members[-1].size, size - TRAILER_BYTES)]
    chosen = [chance.randrange(8 * start, 8 * end) for start, end in spans for _ in range(40)]
    return chosen + [chance.randrange(8 * size) for _ in range(FLIPS - len(chosen))]


def flipped(whole: bytes, bit: int) -> bytes:
    torn = bytearray(whole)
    torn[bit // 8] ^= 1 << bit % 8
    return bytes(torn)


def refuses(path: Path, folder: Path, by: list[Any]) -> bool:
    """Whether a backup is refused, as every command refuses it: first decrypted if need be, then unpacked."""
    folder.mkdir()
    try:
        if by:
            age.decrypt(path, folder / "plain", by)
            path = folder / "plain"
        unpack(path, folder)
    except Problem:
        return True
    finally:
        shutil.rmtree(folder)
    return False


@pytest.mark.slow
def test_every_flipped_bit_is_noticed(backup: Path, tmp_path: Path) -> None:
    key = pyrage.x25519.Identity.generate()
    sealed, torn = tmp_path / "sealed", tmp_path / "torn"
    age.encrypt(backup, sealed, [key.to_public()])
    chance = random.Random("inglenook")  # noqa: S311  (the same bits each time)
    plain_bits = places(backup, chance)
    size = 8 * sealed.stat().st_size
    sealed_bits = [chance.randrange(8 * 400) for _ in range(300)]
    sealed_bits += [chance.randrange(size) for _ in range(FLIPS - 300)]
    for kind, file, bits, by in (("plain", backup, plain_bits, []), ("age", sealed, sealed_bits, [key])):
        whole = file.read_bytes()
        assert not refuses(file, tmp_path / "room", by), "whole, it is taken"
        missed = []
        for bit in bits:
            torn.write_bytes(flipped(whole, bit))
            missed += [] if refuses(torn, tmp_path / "room", by) else [bit]
        figure(f"backup, {kind}: flipped bits noticed", f"{len(bits) - len(missed)} of {len(bits)}")
        assert missed == []


def test_a_damaged_backup_is_refused_kindly_and_restores_nothing(backup: Path, tmp_path: Path) -> None:
    whole = backup.read_bytes()
    for torn in (whole[:-1], whole[: len(whole) // 2], b"", whole + b"x", flipped(whole, 4 * len(whole))):
        backup.write_bytes(torn)
        for command in (("backup", "verify"), ("restore",)):
            said = as_json(tmp_path / "elsewhere", *command, backup)
            assert said == {"ok": False, "problem": said["problem"]}
            assert "is damaged, or is no backup" in said["problem"]
    assert not (tmp_path / "elsewhere" / "inglenook.sqlite3").exists()


def test_an_encrypted_backup_opens_with_its_key_alone(data: Path, tmp_path: Path) -> None:
    key, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    identity, wrong = tmp_path / "key", tmp_path / "wrong"
    identity.write_text(f"# public key: {key.to_public()}\n{key}\n")
    wrong.write_text(f"{other}\n")
    said = as_json(data, "backup", "--recipient", key.to_public())
    path = Path(said["path"])
    assert path.name.endswith(".backup.age")
    assert path.stat().st_mode & 0o077 == 0
    assert b"SQLite format" not in path.read_bytes()
    assert "Say where the key is" in inglenook(data, "backup", "verify", path).stderr
    assert "to another key" in inglenook(data, "backup", "verify", path, "--identity", wrong).stderr
    assert as_json(data, "backup", "verify", path, "--identity", identity)["ok"]
    to = tmp_path / "restored"
    assert as_json(to, "restore", path, "--identity", identity)["ok"]
    assert (to / "secret").read_text() == (data / "secret").read_text()


def test_a_key_can_be_chosen_once_for_all(data: Path) -> None:
    key = pyrage.x25519.Identity.generate()
    said = as_json(data, "backup", INGLENOOK_BACKUP_RECIPIENT=str(key.to_public()))
    assert said["encrypted"]


def test_something_that_is_no_key_is_named(data: Path, tmp_path: Path) -> None:
    told = inglenook(data, "backup", "--recipient", "age1-not-a-key")
    assert (told.returncode, "is no public key of age" in told.stderr) == (1, True)
    (tmp_path / "empty").write_text("nothing\n")
    with pytest.raises(Problem, match="holds no identity"):
        age.identities(tmp_path / "empty")
