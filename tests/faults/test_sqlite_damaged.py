"""Pages of the database are damaged: the server refuses to start kindly, or shows what can be read."""

import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.visitor import BACK_SOON, Visitor, said
from tests.figures import figure
from tests.server import Server, start_server

pytestmark = [pytest.mark.serial, pytest.mark.slow]

PAGE = 4096
NAME = "inglenook.sqlite3"
DAMAGES = 10
PATHS = ("/", "/me/", "/together/", "/settings/", "/safety/")
KIND = (200, 302, 404, 500, BACK_SOON)


def test_a_file_that_is_no_database_is_refused_in_plain_words(
    server: Server, begin: Callable[[str], Visitor]
) -> None:
    begin("Ada")
    server.stop()
    server.ask("PRAGMA wal_checkpoint(TRUNCATE)")
    path = server.data / NAME
    for harm in (b"\0" * 100, b"canary-ember-350" * 300):
        whole = path.read_bytes()
        path.write_bytes(harm + whole[len(harm) :])
        started = subprocess.run(
            [sys.executable, "-m", "inglenook", "serve", "--port", server.address.rpartition(":")[2]],
            env={k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
            | {"INGLENOOK_DATA": str(server.data), "INGLENOOK_URL": server.address},
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )
        path.write_bytes(whole)
        assert started.returncode == 1
        assert "cannot be opened" in " ".join(started.stderr.split())
        assert "Traceback" not in started.stderr
        assert "canary" not in started.stderr


def test_what_is_not_damaged_is_still_read(
    server: Server, begin: Callable[[str], Visitor], tmp_path: Path
) -> None:
    ada, bo = begin("Ada"), begin("Bo")
    ada.found_bond(bo)
    for number in range(60):
        ada.write_page(f"canary-ember-{number:03d} " + "and more " * 200)
    server.stop()
    server.ask("PRAGMA wal_checkpoint(TRUNCATE)")
    chance, answers, refused = random.Random(5), Counter[int](), 0  # noqa: S311  (no secrets)
    for number in range(DAMAGES):
        home = tmp_path / f"damaged-{number}"
        shutil.copytree(server.data, home / "data")
        damage(home / "data" / NAME, chance, pages=1 + number % 4)
        try:
            harmed = start_server(home, port=int(server.address.rpartition(":")[2]))
        except AssertionError:
            refused += 1
            assert "cannot be opened" in " ".join((home / "server.log").read_text().split())
            continue
        for path in PATHS:
            answer = ada.get(path)
            answers[answer.status_code] += 1
            assert answer.status_code in KIND, (number, path, answer.status_code)
            assert "Traceback" not in answer.text
            assert said(answer)
        assert ada.get("/safety/").status_code == 200
        harmed.stop()
        assert "canary" not in (home / "server.log").read_text()
    assert answers[200] > sum(answers.values()) / 2
    figure("damaged pages of the database", f"{DAMAGES} damages, {refused} refused, answers {dict(answers)}")


def damage(file: Path, chance: random.Random, *, pages: int) -> None:
    """Overwrite a part of some pages, but for the first: without it there is no database at all."""
    whole = bytearray(file.read_bytes())
    for _ in range(pages):
        at = chance.randrange(1, len(whole) // PAGE) * PAGE + chance.randrange(PAGE - 64)
        whole[at : at + 64] = chance.randbytes(64)
    file.write_bytes(whole)
