"""How soon the other's page hears of something, with a thousand streams open, beside a bare server.

`python -m bench.push [--quick] [sqlite|postgres]`. Both are asked in turns by one process: it sends a form
that wakes one person, and notes when each of their streams says so. For the bare server that is an empty form
and an event.
"""

import asyncio
import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.figures import figure
from tests.server import free_port

from bench.asking import Browser, middle, milliseconds, share
from bench.harness import Served
from bench.places import Place, each_database, somewhere
from bench.watching import Watch

STREAMS_EACH = 5
COUPLES, PUSHES = 100, 300
QUICK_COUPLES, QUICK_PUSHES = 20, 60
PATIENCE = 60.0


@dataclass(frozen=True)
class Waking:
    """A form that wakes somebody, and which streams are theirs."""

    path: str
    headers: str
    body: str
    who: str


@dataclass
class Side:
    """A server with its streams: those of each person, and when each was last told."""

    name: str
    port: int
    wakings: list[Waking]
    streams: dict[str, str]  # who -> the lines that ask for their stream
    heard: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    tasks: list[asyncio.Task[None]] = field(default_factory=list)
    opened: int = 0
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def open(self) -> None:
        """Open every stream, and wait until all are."""
        for who, asked in self.streams.items():
            for _ in range(STREAMS_EACH):
                self.tasks.append(asyncio.ensure_future(self._listen(who, asked)))
        async with asyncio.timeout(PATIENCE):
            while self.opened < len(self.tasks):
                await asyncio.sleep(0.05)
        await asyncio.sleep(1)

    async def _listen(self, who: str, asked: str) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(asked.encode())
        async for line in reader:
            if b"retry:" in line:
                self.opened += 1
            elif b"data: changed" in line:
                self.heard[who].append(asyncio.get_running_loop().time())
                self.news.set()

    async def post(self, waking: Waking) -> float:
        """Send a form; returns when its answer came."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        head = f"POST {waking.path} HTTP/1.1\r\nHost: localhost:{self.port}\r\nConnection: close\r\n"
        writer.write(
            f"{head}{waking.headers}Content-Length: {len(waking.body)}\r\n\r\n{waking.body}".encode()
        )
        status = await reader.readline()
        assert status.split()[1] in (b"302", b"204"), status
        came = asyncio.get_running_loop().time()
        await reader.read()
        writer.close()
        return came

    async def push(self, *wakings: Waking) -> tuple[list[float], float]:
        """Wake people; returns how long each stream took from the sending, and how long the last answer."""
        for one in wakings:
            self.heard[one.who].clear()
        begun = asyncio.get_running_loop().time()
        answers = asyncio.gather(*(self.post(one) for one in wakings))
        async with asyncio.timeout(PATIENCE):
            while any(len(self.heard[one.who]) < STREAMS_EACH for one in wakings):
                self.news.clear()
                await self.news.wait()
        answered = max(await answers) - begun
        return [at - begun for one in wakings for at in self.heard[one.who]], answered


def ours(place: Place, couples: list[list[dict[str, str]]]) -> Side:
    """Return our side: who takes back what they never shared wakes the other all the same."""
    wakings, streams = [], {}
    host = f"Host: localhost:{place.port}\r\n"
    for ada, bo in couples:
        browser = Browser(place.port, ada)
        entry = re.search(rb"/me/entries/[0-9a-f-]{36}/", browser.ask("/me/")[2])
        bond = re.search(rb"/bonds/([0-9a-f-]{36})/", browser.ask("/bonds/")[2])
        assert entry
        assert bond
        fields = urlencode({"csrfmiddlewaretoken": ada["form"], "bond": bond[1].decode()})
        headers = f"Cookie: {ada['cookie']}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        headers += f"Origin: http://localhost:{place.port}\r\n"
        wakings.append(Waking(f"{entry[0].decode()}unshare/", headers, fields, bo["name"]))
        for one in (ada, bo):
            streams[one["name"]] = f"GET /changes HTTP/1.1\r\n{host}Cookie: {one['cookie']}\r\n\r\n"
        browser.connection.close()
    return Side("ours", place.port, wakings, streams)


def bare(port: int, couples: list[list[dict[str, str]]]) -> Side:
    """Return the bare side, with as many streams."""
    streams = {
        one["name"]: f"GET /{one['name']} HTTP/1.1\r\nHost: localhost\r\n\r\n"
        for pair in couples
        for one in pair
    }
    return Side("bare", port, [Waking(f"/{bo['name']}", "", "", bo["name"]) for _, bo in couples], streams)


async def race(name: str, sides: tuple[Side, Side], watches: tuple[Watch, Watch], pushes: int) -> None:
    """Open all streams, push in turns, then wake everybody at once; prints what came of it."""
    await _open(name, sides, watches)
    await _push_in_turns(name, sides, pushes)
    for side in sides:
        times, _ = await side.push(*side.wakings)
        figure(
            f"{name}: all {len(side.wakings)} couples at once, {side.name}, s until the last stream",
            f"{max(times):.2f}",
        )
    for task in [*sides[0].tasks, *sides[1].tasks]:
        assert not task.done(), "a stream ended"
        task.cancel()


async def _open(name: str, sides: tuple[Side, Side], watches: tuple[Watch, Watch]) -> None:
    before = [watch.memory() for watch in watches]
    for side in sides:
        await side.open()
    count = len(sides[0].tasks)
    each = [1000 * (w.memory() - b) / count for w, b in zip(watches, before, strict=True)]
    figure(f"{name}: open streams", count)
    held = " / ".join(str(files) for files in watches[0].files_of_each())
    figure(f"{name}: open files of each of our processes", held)
    figure(f"{name}: kB of memory for a stream, ours / bare", f"{each[0]:.0f} / {each[1]:.0f}")
    figure(f"{name}: memory of a stream against a bare one, times", f"{each[0] / max(each[1], 0.1):.1f}")


async def _push_in_turns(name: str, sides: tuple[Side, Side], pushes: int) -> None:
    heard: dict[str, list[float]] = {"ours": [], "bare": []}
    late: dict[str, list[float]] = {"ours": [], "bare": []}
    for number in range(pushes):
        for side in sides:
            waking = side.wakings[number % len(side.wakings)]
            times, answered = await side.push(waking)
            heard[side.name] += times
            late[side.name].append(max(times) - answered)
    for side_name, times in heard.items():
        figure(f"{name}: from form to stream, {side_name}, ms at 50/95/99 %", milliseconds(times))
        figure(
            f"{name}: last stream after the form's own answer, {side_name}, ms",
            f"{1000 * middle(late[side_name]):.1f}",
        )
    for part in (0.5, 0.95):
        times_as_long = share(heard["ours"], part) / share(heard["bare"], part)
        figure(f"{name}: from form to stream against bare at {part:.0%}, times", f"{times_as_long:.1f}")


def measure(place: Place, *, quick: bool) -> None:
    """Furnish, serve both, and race."""
    couples = place.furnish("bench.couples", QUICK_COUPLES if quick else COUPLES, 1)
    watch, port = place.serve(), free_port()
    other = Served("-m", "bench.bare", "streams", str(port), "0", port=port)
    try:
        sides = ours(place, couples), bare(port, couples)
        watches = watch, Watch(other.process.pid)
        name = f"push, {place.database.name}, {place.database.processes} process(es)"
        asyncio.run(race(name, sides, watches, QUICK_PUSHES if quick else PUSHES))
    finally:
        other.stop()


def main() -> None:
    """Measure on both databases, or on the one that is named."""
    wanted = [one for one in sys.argv[1:] if one != "--quick"]
    for database in each_database(*wanted):
        with somewhere(database) as place:
            measure(place, quick="--quick" in sys.argv)


if __name__ == "__main__":
    main()
