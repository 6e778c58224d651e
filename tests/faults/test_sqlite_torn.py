"""The write-ahead log is cut off or garbled, as after a power cut: whole writes remain, and no half ones."""

import random
import shutil
import signal
import sqlite3
import struct
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.visitor import Visitor
from tests.faults.writers import Writers
from tests.figures import figure
from tests.server import Server, start_server

pytestmark = [pytest.mark.serial, pytest.mark.slow]

CUTS = 200
HEAD, FRAME_HEAD = 32, 24
UNCHECKED = 1000 * (4096 + FRAME_HEAD)
NAME = "inglenook.sqlite3"


def commits(log: bytes) -> list[int]:
    """Return where each transaction of a log ends: its last frame tells the size of the database."""
    (page,) = struct.unpack(">I", log[8:12])
    salt, size = log[16:24], FRAME_HEAD + page
    ends = []
    for at in range(HEAD, len(log) - size + 1, size):
        if log[at + 8 : at + 16] != salt:
            break
        if struct.unpack(">I", log[at + 4 : at + 8])[0]:
            ends.append(at + size)
    return ends


def look(folder: Path) -> tuple[set[str], str]:
    """Open a database as it lies there; returns the ids of its entries and what it says of itself."""
    with closing(sqlite3.connect(folder / NAME)) as database:
        ids = {str(row[0]) for row in database.execute("SELECT id FROM entries_entry")}
        ((whole,),) = database.execute("PRAGMA integrity_check")
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        halves = database.execute("SELECT count(*) FROM entries_entry WHERE length(sealed_key) < 32")
        assert halves.fetchone() == (0,)
    return ids, str(whole)


def torn(source: Path, into: Path, log: bytes) -> Path:
    """Copy a data directory, with another write-ahead log and no index of it."""
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(mode=0o700)
    shutil.copy(source / NAME, into / NAME)
    (into / f"{NAME}-wal").write_bytes(log)
    return into


def test_a_torn_log_loses_nothing_before_the_tear(
    server: Server, begin: Callable[[str], Visitor], tmp_path: Path
) -> None:
    ada = begin("Ada")
    # So few that nothing of the log is in the database yet: what is there was synced before it.
    server.ask("PRAGMA wal_checkpoint(TRUNCATE)")
    writers = Writers(ada, 60)
    writers.start()
    while len(writers.kept) < 40:
        time.sleep(0.01)
    server.process.send_signal(signal.SIGKILL)
    server.process.wait(20)
    writers.refused.append("killed on purpose")
    writers.finish()
    log = (server.data / f"{NAME}-wal").read_bytes()
    assert len(log) < UNCHECKED
    ends, chance = commits(log), random.Random(11)  # noqa: S311  (no secrets)
    known = {
        end: look(torn(server.data, tmp_path / "whole", log[:end]))[0] for end in ends[:: len(ends) // 12 + 1]
    }
    everything, whole = look(torn(server.data, tmp_path / "whole", log))
    assert whole == "ok"
    assert {id.hex for id in writers.kept} <= everything
    for number in range(CUTS):
        at = chance.randrange(HEAD, len(log))
        cut = log[:at] if number % 2 else log[:at] + chance.randbytes(len(log) - at)
        ids, whole = look(torn(server.data, tmp_path / "torn", cut))
        assert whole == "ok", (at, number)
        before = max((end for end in known if end <= at), default=0)
        after = min((end for end in known if end >= at), default=0)
        assert ids >= known.get(before, set())
        assert ids <= known.get(after, everything)
    figure("torn write-ahead logs", f"{CUTS} tears, {len(ends)} transactions, each whole or absent")


def test_it_starts_with_a_torn_log_and_shows_what_was_whole(
    server: Server, begin: Callable[[str], Visitor]
) -> None:
    ada = begin("Ada")
    ada.write_page("canary-ember-340")
    server.process.send_signal(signal.SIGKILL)
    server.process.wait(20)
    log = server.data / f"{NAME}-wal"
    log.write_bytes(log.read_bytes() + b"\xa5" * 3000)
    (server.data / f"{NAME}-shm").unlink()
    again = start_server(server.data.parent, port=int(server.address.rpartition(":")[2]))
    try:
        assert ada.texts() == ["canary-ember-340"]
    finally:
        again.stop()
