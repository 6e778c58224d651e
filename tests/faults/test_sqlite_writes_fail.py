"""Each write to SQLite's files fails once: for what somebody sends, there is all of it or nothing.

They fail by a limit on how long the server's files may grow: SQLite meets EFBIG and calls that an error of
input and output (IOERR). That there is no room (FULL) is met in `people/tests/test_trouble.py`.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest

from tests.faults.talks import talks
from tests.faults.unwritable import no_room
from tests.faults.whole import Begin, Form, fail_until_done, forms
from tests.figures import figure
from tests.server import Server

pytestmark = [pytest.mark.serial, pytest.mark.slow]

FRAME = 4096 + 24  # a page in the write-ahead log, with its header
LOG_HEAD = 32


@pytest.mark.parametrize("doing", [forms, talks])
def test_all_or_nothing_at_each_write(
    server: Server, begin: Begin, doing: Callable[[Begin], Iterator[Form]]
) -> None:
    @contextmanager
    def failing(step: int) -> Iterator[None]:
        begin_log_anew(server)
        # Half a page more each time: a write fails at once, or when half of it is written.
        with no_room(server, beyond=step * FRAME // 2 + LOG_HEAD):
            yield

    failed = {form.name: fail_until_done(server, form, failing) for form in doing(begin)}
    assert all(failed.values()), failed
    figure("writes that failed one by one, of each form", failed)
    assert server.ask("PRAGMA integrity_check") == [("ok",)]
    assert server.ask("PRAGMA foreign_key_check") == []
    log = server.log.read_text()
    assert "the database cannot be read or written" in log
    assert "there is no room" not in log
    assert "canary" not in log


def begin_log_anew(server: Server) -> None:
    """Write everything into the file, so that the log is empty; forget how often somebody mistyped."""
    with closing(sqlite3.connect(server.data / "inglenook.sqlite3", isolation_level=None)) as database:
        database.execute("DELETE FROM vault_throttle")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
