"""The first command, as a new user gives it: what it prints, and how soon it is there again."""

import os
import re
import stat
import time
from pathlib import Path

import pytest

from tests.browser.conftest import start_server
from tests.figures import figure

pytestmark = pytest.mark.serial

SECOND_START_SECONDS = 3.0


def test_the_second_start_takes_less_than_three_seconds(tmp_path: Path) -> None:
    start_server(tmp_path, fresh=True).stop()
    seconds = []
    for _ in range(3):
        begun = time.perf_counter()
        start_server(tmp_path, fresh=True).stop()
        seconds.append(time.perf_counter() - begun)
    figure("second start until it answers, and stop: seconds", round(min(seconds), 2))
    assert min(seconds) < SECOND_START_SECONDS


def test_the_sample_prints_how_to_sign_in_and_keeps_to_itself(tmp_path: Path) -> None:
    server = start_server(tmp_path, "--sample", fresh=True)
    server.stop()
    said = server.log.read_text()
    for name in ("Ada", "Bo"):
        assert re.search(rf"Sign in as {name}: (\S+ ){{5}}\S+\n", said)
    assert server.address in said
    assert not server.data.exists(), "the sample has written among one's own files"


def test_everything_is_for_the_owner_alone(tmp_path: Path) -> None:
    server = start_server(tmp_path, fresh=True)
    server.stop()
    wide = [
        str(path)
        for path in (server.data, *server.data.rglob("*"))
        if stat.S_IMODE(os.lstat(path).st_mode) & 0o077 and "static" not in path.parts
    ]
    assert wide == []


def test_a_directory_that_others_can_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o755)
    (tmp_path / "data").chmod(0o755)
    with pytest.raises(AssertionError, match="Close it: chmod"):
        start_server(tmp_path, fresh=True)
