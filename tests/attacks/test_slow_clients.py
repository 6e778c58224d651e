"""Whoever is slow, endless or deaf is let go, and all others are served meanwhile."""

import select
import socket
import statistics
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress

import httpx
import pytest

from inglenook.config.patience import MOMENT_SECONDS
from tests.attacks.wire import plug, raw, read, request
from tests.figures import figure
from tests.server import Server

pytestmark = [pytest.mark.serial, pytest.mark.slow, pytest.mark.once]

HALF_OPEN = 500
MANY = 1_000
LONGEST_WAIT = 60
MOST_GROWN_KB = 150_000
HEAD = b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\n"


def memory(server: Server) -> int:
    """Return how much memory a server holds, in kB."""
    told = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(server.process.pid)], capture_output=True, check=True
    )
    return int(told.stdout)


def median_wait(server: Server, times: int = 30) -> float:
    """Return how long a visitor waits for a page; each one has to come."""
    waits = []
    for _ in range(times):
        begun = time.perf_counter()
        assert httpx.get(f"{server.address}/sign-in/", timeout=20).status_code == 200
        waits.append(time.perf_counter() - begun)
    return statistics.median(waits)


def is_over(line: socket.socket) -> bool:
    """Tell whether the server has ended a connection."""
    try:
        while select.select([line], [], [], 0)[0]:
            if not line.recv(65536):
                return True
    except ConnectionError:
        return True
    return False


def dribble(line: socket.socket, begin: bytes, drop: bytes) -> None:
    """Send something, then a little more each second for as long as the server bears it."""
    with suppress(OSError):
        line.sendall(begin)
        for _ in range(LONGEST_WAIT):
            line.sendall(drop)
            time.sleep(1)


def slow_ones() -> Iterator[tuple[str, bytes, bytes]]:
    """Yield what each dawdler begins with, and goes on with."""
    yield "head", HEAD, b"X-More: a\r\n"
    yield "empty lines", b"", b"\r\n"
    yield "head of a second request", request("/live", close=False), b"X"
    yield "body", HEAD + b"Content-Length: 5000\r\n\r\n", b"a"
    yield "chunks", HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"
    yield "body after its answer", HEAD + b"Content-Length: 50000000\r\n\r\n", b"a"
    yield "nothing", b"", b""


def ended_by_the_server(lines: dict[socket.socket, str]) -> list[str]:
    """Wait for the server to end connections; return the names of those it has not."""
    deadline = time.monotonic() + LONGEST_WAIT
    while lines and time.monotonic() < deadline:
        for line in [line for line in lines if is_over(line)]:
            del lines[line]
        time.sleep(0.5)
    return sorted(set(lines.values()))


def ask_but_never_read(server: Server, ended: list[bool]) -> None:
    """Ask for the stylesheet again and again without reading one, and note whether the server ends it."""
    page = httpx.get(f"{server.address}/sign-in/").text
    style = page.split('rel="stylesheet" href="')[1].split('"')[0]
    deadline = time.monotonic() + LONGEST_WAIT
    with plug(server) as line:
        line.setblocking(False)
        while time.monotonic() < deadline and not ended:
            try:
                line.send(request(style, close=False))
            except BlockingIOError:
                pass
            except ConnectionError:
                ended.append(True)
            time.sleep(0.01)


def test_slow_and_half_open_connections_hold_up_nobody_and_come_to_an_end(server: Server) -> None:
    alone, before = median_wait(server), memory(server)
    ended: list[bool] = []
    deaf = threading.Thread(target=ask_but_never_read, args=(server, ended))
    deaf.start()
    with ExitStack() as stack:
        half_open = [stack.enter_context(plug(server)) for _ in range(HALF_OPEN)]
        for line in half_open:
            with suppress(OSError):
                line.sendall(HEAD)
        slow = {}
        for name, begin, drop in [one for one in slow_ones() for _ in range(5)]:
            line = stack.enter_context(plug(server))
            slow[line] = name
            threading.Thread(target=dribble, args=(line, begin, drop), daemon=True).start()
        time.sleep(2 * MOMENT_SECONDS)
        among = median_wait(server)
        left = sum(not is_over(line) for line in half_open)
        not_ended = ended_by_the_server(dict.fromkeys(half_open, "half-open") | slow)
    deaf.join()
    assert ended, "the server keeps what it wanted to say to a reader who never reads"
    assert not not_ended, "the server waits for these for ever"
    assert left <= 200, "the oldest give way at once"
    figure(
        "wait for a page among 500 half-open and 35 dawdling connections, in times", round(among / alone, 1)
    )
    assert among < 20 * alone + 0.2
    figure("memory after slow connections, in times of before", round(memory(server) / before, 2))
    assert memory(server) - before < MOST_GROWN_KB


def test_many_who_come_at_one_moment_are_all_served(server: Server) -> None:
    """As after a new start, when every open page comes back at once: all are there before one has asked."""
    with ExitStack() as stack:
        lines = [stack.enter_context(plug(server)) for _ in range(MANY)]
        for line in lines:
            with suppress(OSError):
                line.sendall(request("/live"))
        statuses = Counter(read(line).status for line in lines)
    figure("pages that come back at one moment: served", f"{statuses[200]} of {MANY}")
    assert statuses == {200: MANY}


def endless(server: Server, begin: bytes, more: bytes) -> tuple[int, int]:
    """Send without end; return how many bytes were taken, and with what status it was ended."""
    with plug(server) as line:
        taken = 0
        with suppress(OSError):
            line.sendall(begin)
            while taken < 200_000_000 and not select.select([line], [], [], 0)[0]:
                line.sendall(more)
                taken += len(more)
        return taken, read(line).status


@pytest.mark.parametrize(
    ("begin", "more"),
    [
        (HEAD + b"X-Long: ", b"a" * 65536),
        (HEAD, b"X-Many: a\r\n" * 6000),
        (b"GET /", b"a" * 65536),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\nX-Trailing: ", b"a" * 65536),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-Trailing: a\r\n" * 4000),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n" * 10_000),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n1;", b"x=y;" * 16_000),
        (
            b"GET /live HTTP/1.1\r\nHost: localhost\r\n\r\n" * 50,
            b"GET /live HTTP/1.1\r\nHost: localhost\r\n\r\n" * 500,
        ),
    ],
    ids=["a header", "headers", "an address", "a trailer", "trailers", "chunks", "an extension", "requests"],
)
def test_what_has_no_end_is_ended(server: Server, begin: bytes, more: bytes) -> None:
    before = memory(server)
    taken, _status = endless(server, begin, more)
    assert taken < 60_000_000
    assert memory(server) - before < MOST_GROWN_KB
    assert raw(server, request("/live")).status == 200


def at_once(times: int, act: Callable[[], None]) -> None:
    """Do something many times at once."""
    threads = [threading.Thread(target=act) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_many_large_bodies_at_once_do_not_fill_the_memory(server: Server) -> None:
    before, most = memory(server), 0
    large = HEAD + b"Content-Length: 5900000\r\n\r\n" + b"a" * 5_800_000

    def send() -> None:
        with plug(server) as line, suppress(OSError):
            line.sendall(large)
            time.sleep(2)

    watcher = threading.Thread(target=at_once, args=(60, send))
    watcher.start()
    while watcher.is_alive():
        most = max(most, memory(server))
        time.sleep(0.05)
    figure("memory while 60 bodies of 5.8 MB arrive, in MB more", round((most - before) / 1000))
    assert most - before < 2 * MOST_GROWN_KB, "60 times 5.8 MB would be 348 MB, without what is copied"
    assert raw(server, request("/live")).status == 200
