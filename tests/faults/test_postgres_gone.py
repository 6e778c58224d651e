"""PostgreSQL stops, is killed, or drops its connections: pages say so kindly, and go on when it is back."""

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator

import httpx
import psycopg
import pytest

from inglenook.vault.records import new_id
from tests import postgres
from tests.faults.visitor import BACK_SOON, Visitor, boxes, field, hidden_fields
from tests.faults.writers import Writers
from tests.figures import figure
from tests.postgres import HARDENED, Postgres
from tests.server import Server

pytestmark = [pytest.mark.serial, pytest.mark.slow]

MOST_CONNECTIONS = 11 + 3  # of a process, and those of upkeep and of the test
PAGE = "canary-ember-320, and a page of an ordinary length, as people write."
WRITES = 200
WAYS = (signal.SIGINT, signal.SIGKILL, signal.SIGQUIT)


@pytest.fixture(autouse=True)
def database(monkeypatch: pytest.MonkeyPatch) -> Iterator[Postgres]:
    """A PostgreSQL of its own, which writes everything down before it says so."""
    with postgres.running(options=HARDENED) as own:
        monkeypatch.setenv("DATABASE_URL", own.url)
        yield own


def word(server: Server, path: str) -> tuple[int, str]:
    """Return what a health check is told."""
    answer = httpx.get(server.address + path, timeout=20)
    return answer.status_code, answer.text


def connections() -> int:
    """Count the connections to the server's database."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as above:
        row = above.execute("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'inglenook'")
        return int(row.fetchall()[0][0])


def until(happens: Callable[[], bool]) -> None:
    """Wait for something that takes a moment."""
    deadline = time.monotonic() + 60
    while not happens():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def start_again(database: Postgres) -> None:
    """Start it; what was killed leaves processes behind that need a moment to notice."""
    deadline = time.monotonic() + 60
    while True:
        try:
            return database.start()
        except AssertionError:
            assert time.monotonic() < deadline
            time.sleep(0.2)


class Stream:
    """An open stream of a page, kept up as a browser keeps it up: where it ends it is asked for again."""

    def __init__(self, visitor: Visitor) -> None:
        self.told, self._closed = Counter[str](), threading.Event()
        self._visitor = visitor
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        while not self._closed.is_set():
            try:
                with self._visitor.browser.stream("GET", "/changes", timeout=30) as stream:
                    self.told[f"status {stream.status_code}"] += 1
                    for line in stream.iter_lines():
                        self.told[line] += 1
                        if self._closed.is_set():
                            return
            except httpx.TransportError:
                pass
            time.sleep(0.2)

    def close(self) -> None:
        """Stop; the thread ends with its next line."""
        self._closed.set()


def test_it_is_gone_and_comes_back(
    server: Server, begin: Callable[[str], Visitor], database: Postgres
) -> None:
    ada, bo = begin("Ada"), begin("Bo")
    bond = ada.found_bond(bo)
    stream, token, seen = Stream(ada), ada.token(), []
    until(lambda: stream.told["status 200"] > 0)
    for number, how in enumerate(WAYS):
        database.stop(how)
        assert word(server, "/live") == (200, "live")
        assert word(server, "/ready") == (503, "unready")
        id, text = new_id(), f"{PAGE} Number {number}."
        sent = ada.write_page(text, id, token=token)
        assert (sent.status_code, boxes(sent)["text"]) == (BACK_SOON, text)
        for path in ("/", "/me/", "/together/", f"/bonds/{bond}/"):
            assert ada.get(path).status_code == BACK_SOON
        assert ada.get("/safety/").status_code == 200
        start_again(database)
        until(lambda: word(server, "/ready") == (200, "ready"))
        again = {**hidden_fields(sent), **boxes(sent)}
        assert ada.post("/me/journal/", again, token=field(sent, "csrfmiddlewaretoken")).status_code == 302
        assert ada.get("/").status_code == 200
        _hears(stream, bo, bond)
        seen.append(connections())
    stream.close()
    assert sorted(ada.texts()) == [f"{PAGE} Number {number}." for number in range(len(WAYS))]
    assert max(seen) <= MOST_CONNECTIONS
    figure("PostgreSQL gone and back, connections afterwards", seen)
    log = server.log.read_text()
    assert "canary" not in log
    assert "Traceback" not in log


def _hears(stream: Stream, other: Visitor, bond: str) -> None:
    """Let somebody else give something to the bond, until the stream tells of it."""
    before = stream.told["data: changed"]
    deadline = time.monotonic() + 60
    while stream.told["data: changed"] == before:
        assert time.monotonic() < deadline
        question = field(other.get("/talk/ask/"), "question")
        other.post("/talk/ask/", {"id": str(new_id()), "question": question})
        time.sleep(0.5)


def test_cut_connections_and_kills_lose_and_double_nothing(
    server: Server, begin: Callable[[str], Visitor], database: Postgres
) -> None:
    ada = begin("Ada")
    writers, cuts, kills = Writers(ada, WRITES), 0, 0
    writers.start()
    try:
        while not writers.is_done:
            time.sleep(1.0)
            with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as above:
                above.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE application_name = 'inglenook'"
                )
            cuts += 1
            if cuts % 3 == 0:
                database.stop(signal.SIGKILL)
                start_again(database)
                kills += 1
    finally:
        writers.refused += [] if writers.is_done else ["the test itself was stopped"]
        writers.finish()
    assert not writers.refused
    texts = Counter(ada.texts())
    assert all(texts[text] == 1 for text in writers.kept.values())
    assert set(texts.values()) == {1}
    figure(
        "PostgreSQL cut off and killed while writing",
        f"{cuts} cuts, {kills} kills, {len(writers.kept)} acknowledged, 0 lost, 0 doubled",
    )
