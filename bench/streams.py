"""Many open streams of a server, and the forms that wake them, noted by one process."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field

from tests.figures import figure

from bench.watching import Watch

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
    each: int = 5
    heard: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    tasks: list[asyncio.Task[None]] = field(default_factory=list)
    opened: int = 0
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def open(self) -> None:
        """Open every stream, and wait until all are."""
        for who, asked in self.streams.items():
            for _ in range(self.each):
                self.tasks.append(asyncio.ensure_future(self._listen(who, asked)))
        async with asyncio.timeout(PATIENCE):
            while self.opened < len(self.tasks):
                await asyncio.sleep(0.05)
        await asyncio.sleep(1)

    def close(self) -> None:
        """Stop listening; none may have ended by itself."""
        for task in self.tasks:
            assert not task.done(), "a stream ended"
            task.cancel()

    async def _listen(self, who: str, asked: str) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(asked.encode())
        async for line in reader:
            if b"retry:" in line:
                self.opened += 1
            elif b"data: changed" in line:
                self.heard[who].append(asyncio.get_running_loop().time())
                self.news.set()

    async def ask(self, what: str, headers: str, body: str = "") -> tuple[int, float, bytes]:
        """Send one request; returns the status, when the answer began to come, and all of it."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        head = f"{what} HTTP/1.1\r\nHost: localhost:{self.port}\r\nConnection: close\r\n{headers}"
        head += f"Content-Length: {len(body)}\r\n" if body or what.startswith("POST") else ""
        writer.write(f"{head}\r\n{body}".encode())
        status = await reader.readline()
        came = asyncio.get_running_loop().time()
        rest = await reader.read()
        writer.close()
        return int(status.split()[1]), came, rest

    async def post(self, waking: Waking) -> float:
        """Send a form; returns when its answer came."""
        status, came, page = await self.ask(f"POST {waking.path}", waking.headers, waking.body)
        assert status in (302, 204), (status, waking.path, page)
        return came

    async def told(self, *people: str) -> None:
        """Wait until all streams of these people have said that something changed."""
        async with asyncio.timeout(PATIENCE):
            while any(len(self.heard[who]) < self.each for who in people):
                self.news.clear()
                await self.news.wait()

    async def push(self, *wakings: Waking) -> tuple[list[float], float]:
        """Wake people; returns how long each stream took from the sending, and how long the last answer."""
        for one in wakings:
            self.heard[one.who].clear()
        begun = asyncio.get_running_loop().time()
        answers = asyncio.gather(*(self.post(one) for one in wakings))
        await self.told(*(one.who for one in wakings))
        answered = max(await answers) - begun
        return [at - begun for one in wakings for at in self.heard[one.who]], answered


def bare(port: int, people: list[str], wakes: list[str], each: int = 5) -> Side:
    """Return the bare side: as many streams, and empty forms that wake some of these people."""
    streams = {who: f"GET /{who} HTTP/1.1\r\nHost: localhost\r\n\r\n" for who in people}
    return Side("bare", port, [Waking(f"/{who}", "", "", who) for who in wakes], streams, each)


async def open_all(name: str, sides: tuple[Side, Side], watches: tuple[Watch, Watch]) -> None:
    """Open the streams of both sides; prints what each of them takes."""
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
