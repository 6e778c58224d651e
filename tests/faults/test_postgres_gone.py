"""PostgreSQL stops, is killed, or drops its connections: pages say so kindly, and go on when it is back."""

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from inglenook.vault.records import new_id
from inglenook.web.relay import TRY_AGAIN_SECONDS
from tests import postgres
from tests.faults.visitor import BACK_SOON, Visitor, boxes, field, hidden_fields
from tests.faults.writers import Writers
from tests.figures import figure
from tests.postgres import HARDENED, Postgres
from tests.server import Server, start_server

pytestmark = [pytest.mark.serial, pytest.mark.slow]

MOST_CONNECTIONS = 2 * (11 + 2) + 1  # of two processes with their upkeep, and of the test
PAGE = "canary-ember-320, and a page of an ordinary length, as people write."
WRITES = 2000
FEWEST_CUTS, FEWEST_KILLS = 24, 8
SEED = 7
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


@pytest.fixture
def second(server: Server, tmp_path: Path) -> Iterator[Server]:
    """Another process for the same people: what happens at the first it hears from PostgreSQL alone."""
    started = start_server(tmp_path)
    yield started
    started.process.kill()
    started.process.wait(20)


def test_it_is_gone_and_comes_back(
    server: Server, second: Server, begin: Callable[[str], Visitor], database: Postgres
) -> None:
    ada, bo = begin("Ada"), begin("Bo")
    bond = ada.found_bond(bo)
    elsewhere = Visitor(second.address)
    elsewhere.passphrase = bo.passphrase
    assert elsewhere.sign_in("Bo").status_code == 302
    stream, token, seen = Stream(elsewhere), ada.token(), []
    until(lambda: stream.told["status 200"] > 0)
    for number, how in enumerate(WAYS):
        database.stop(how)
        for one in (server, second):
            assert word(one, "/live") == (200, "live")
            assert word(one, "/ready") == (503, "unready")
        id, text = new_id(), f"{PAGE} Number {number}."
        sent = ada.write_page(text, id, token=token)
        assert (sent.status_code, boxes(sent)["text"]) == (BACK_SOON, text)
        for path in ("/", "/me/", "/together/", f"/bonds/{bond}/"):
            assert ada.get(path).status_code == BACK_SOON
        assert ada.get("/safety/").status_code == 200
        start_again(database)
        for one in (server, second):
            until(lambda one=one: word(one, "/ready") == (200, "ready"))  # type: ignore[misc]
        again = {**hidden_fields(sent), **boxes(sent)}
        assert ada.post("/me/journal/", again, token=field(sent, "csrfmiddlewaretoken")).status_code == 302
        assert ada.get("/").status_code == 200
        _hears(stream, ada, bond)
        seen.append(connections())
    stream.close()
    elsewhere.browser.close()
    assert sorted(ada.texts()) == [f"{PAGE} Number {number}." for number in range(len(WAYS))]
    assert max(seen) <= MOST_CONNECTIONS
    figure("PostgreSQL gone and back, connections of two processes afterwards", seen)
    log = server.log.read_text()
    assert "canary" not in log
    assert "Traceback" not in log


def _hears(stream: Stream, other: Visitor, bond: str) -> None:
    """Let somebody at another process rename the bond until the stream tells of it, and then once more.

    The first that is told may be what a process tells all its streams once it hears from PostgreSQL again.
    """
    before = stream.told["data: changed"]
    deadline = time.monotonic() + 60
    while stream.told["data: changed"] == before:
        assert time.monotonic() < deadline, "no news came back"
        _rename(other, bond)
        time.sleep(0.5)
    while stream.told["data: changed"] != before:
        before = stream.told["data: changed"]
        time.sleep(2 * TRY_AGAIN_SECONDS)
    _rename(other, bond)
    until(lambda: stream.told["data: changed"] > before)


def _rename(visitor: Visitor, bond: str) -> None:
    seen = field(visitor.get(f"/bonds/{bond}/"), "seen")
    fields = {"title": f"canary-ember {new_id().hex}", "seen": seen}
    assert visitor.post(f"/bonds/{bond}/title/", fields).status_code == 302


def cut_connections() -> int:
    """Cut every connection of the server's; returns how many there were."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as above:
        cut = above.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'inglenook'"
        )
        return len(cut.fetchall())


def test_cut_connections_and_kills_lose_and_double_nothing(
    server: Server, begin: Callable[[str], Visitor], database: Postgres
) -> None:
    ada = begin("Ada")
    writers, chance = Writers(ada, WRITES), random.Random(SEED)  # noqa: S311  (no secrets)
    times = cuts = kills = 0
    writers.start()
    try:
        while not writers.is_done:
            target = len(writers.kept) + chance.randint(1, 2 * WRITES // (FEWEST_CUTS + 8))
            while len(writers.kept) < target and not writers.is_done:
                time.sleep(chance.random() / 100)
            cuts += cut_connections()
            times += 1
            if times % 3 == 0:
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
        f"{cuts} connections cut {times} times, {kills} kills, {len(writers.kept)} writes acknowledged,"
        f" {writers.sent_again} sent again, 0 lost, 0 doubled",
    )
    assert times >= FEWEST_CUTS
    assert cuts >= times
    assert kills >= FEWEST_KILLS
