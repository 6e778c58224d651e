"""The server is killed again and again while people write: what was acknowledged is there, once."""

import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.visitor import Visitor
from tests.faults.writers import Writers
from tests.figures import figure
from tests.server import Server, start_server

pytestmark = [pytest.mark.serial, pytest.mark.slow]

WRITES = 2000
FEWEST_KILLS = 20
SEED = 7


def kill_and_start(server: Server) -> Server:
    """End a server as a power cut does, and start it again at the same address."""
    server.process.send_signal(signal.SIGKILL)
    server.process.wait(20)
    return start_server(server.data.parent, port=int(server.address.rpartition(":")[2]))


def kept_once(writers: Writers) -> None:
    """See that every acknowledged text is there just once, and none of the others twice."""
    assert not writers.refused
    texts = Counter(writers.visitor.texts())
    assert [text for text in writers.kept.values() if texts[text] != 1] == []
    assert [text for text, times in texts.items() if times != 1] == []


def test_nothing_acknowledged_is_lost_or_doubled(
    server: Server, begin: Callable[[str], Visitor], tmp_path: Path
) -> None:
    ada = begin("Ada")
    writers, chance, kills = Writers(ada, WRITES), random.Random(SEED), 0  # noqa: S311  (no secrets)
    writers.start()
    try:
        while not writers.is_done:
            target = len(writers.kept) + chance.randint(1, 2 * WRITES // (FEWEST_KILLS + 8))
            while len(writers.kept) < target and not writers.is_done:
                time.sleep(chance.random() / 100)
            writers.up.clear()
            server = kill_and_start(server)
            writers.up.set()
            kills += 1
    finally:
        writers.refused += [] if writers.is_done else ["the test itself was stopped"]
        writers.finish()
    kept_once(writers)
    server.stop()
    assert "canary" not in server.log.read_text()
    figure(
        "kill -9 while writing", f"{kills} kills, {len(writers.kept)} writes acknowledged, 0 lost, 0 doubled"
    )
    assert kills >= FEWEST_KILLS
