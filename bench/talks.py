"""Talks in turns that run at once in one process, with a stream open for each of their members.

`python -m bench.talks [--quick] [sqlite|postgres]`. Beside them a bare server holds as many streams; both are
asked in turns. A tap is a form; the other's stream says "changed", and their page asks for its part anew.
"""

import asyncio
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.figures import figure
from tests.server import free_port

from bench.asking import milliseconds, share
from bench.harness import Served
from bench.places import Place, asked_for
from bench.running import ROUND
from bench.streams import Side, Waking, bare, open_all
from bench.watching import Watch

# Talks, taps in turns with the bare server, seconds of each part under load.
FULL, QUICK = (500, 400, 40), (50, 40, 4)
# Whose server has to get going; their streams are not open.
WARMING = 8
AT_ONCE = 16
ROOM = 0.5


@dataclass
class Talk:
    """A talk that runs, as both members' browsers know it."""

    path: str
    turn: int
    members: list[dict[str, str]]
    heard: dict[str, str]
    taps: int = 0

    @property
    def names(self) -> list[str]:
        """Whose streams are told at each tap."""
        return [one["name"] for one in self.members]

    def cookie(self, who: int) -> str:
        """The line of a request that says who asks."""
        return f"Cookie: {self.members[who]['cookie']}\r\n"

    def next(self, port: int) -> tuple[int, Waking, bytes]:
        """Return who waits at the next tap, the tap itself, and what the one who waits reads then."""
        who, choice, hears = ROUND[self.taps % len(ROUND)]
        turn, self.taps = self.turn + self.taps, self.taps + 1
        do = f"act:{choice}" if choice else "act"
        body = urlencode({"csrfmiddlewaretoken": self.members[who]["form"], "do": do, "turn": turn})
        headers = f"{self.cookie(who)}Content-Type: application/x-www-form-urlencoded\r\n"
        headers += f"Origin: http://localhost:{port}\r\n"
        shows = self.heard[hears] if hears else f'name="turn" value="{turn + 1}"'
        return 1 - who, Waking(self.path, headers, body, self.names[1 - who]), shows.encode()


@dataclass
class Took:
    """How long taps took, in seconds: until the other's stream said so, and until their page showed it."""

    told: list[float] = field(default_factory=list)
    shown: list[float] = field(default_factory=list)

    def say(self, name: str) -> None:
        """Print both."""
        figure(f"{name}: from tap to the other's stream, ms at 50/95/99 %", milliseconds(self.told))
        figure(f"{name}: from tap to the other's page, ms at 50/95/99 %", milliseconds(self.shown))

    def against(self, name: str, other: str, told: list[float], shown: list[float]) -> None:
        """Print how many times as long both took as something else."""
        for part in (0.5, 0.95):
            for what, mine, theirs in (("stream", self.told, told), ("page", self.shown, shown)):
                times = share(mine, part) / share(theirs, part)
                figure(f"{name}: the other's {what} against {other} at {part:.0%}, times", f"{times:.1f}")


async def tap(side: Side, talk: Talk, took: Took, *, streams: bool = True) -> None:
    """Let one tap and the other's page follow, and the page of whoever tapped, as browsers do."""
    other, waking, shows = talk.next(side.port)
    for who in talk.names:
        side.heard[who].clear()
    begun = asyncio.get_running_loop().time()
    answer = asyncio.ensure_future(side.post(waking))
    if streams:
        await side.told(waking.who)
        took.told.append(side.heard[waking.who][-1] - begun)
    else:
        await answer
    part = await side.ask(f"GET {talk.path}", f"{talk.cookie(other)}X-Fragment: 1\r\n")
    took.shown.append(asyncio.get_running_loop().time() - begun)
    assert part[0] == 200, part
    assert shows in part[2], (shows, part[2])
    await answer
    status, _, _ = await side.ask(f"GET {talk.path}", talk.cookie(1 - other))
    assert status == 200, status
    if streams:
        await side.told(*talk.names)


async def tap_in_turns(sides: tuple[Side, Side], talks: list[Talk], count: int) -> tuple[Took, list[float]]:
    """Tap in one talk after the other, and wake the bare server's people in between."""
    took, events = Took(), list[float]()
    for number in range(count):
        await tap(sides[0], talks[number % len(talks)], took)
        times, _ = await sides[1].push(sides[1].wakings[number % len(talks)])
        events += times
    return took, events


def free_ones(talks: list[Talk]) -> asyncio.Queue[Talk]:
    """Return the talks in which nobody's tap is under way."""
    free: asyncio.Queue[Talk] = asyncio.Queue()
    for talk in talks:
        free.put_nowait(talk)
    return free


async def keep_tapping(side: Side, talks: list[Talk], seconds: float) -> tuple[Took, float]:
    """Let some tap all the while, in all talks by turns; returns the times and the rate."""
    free, took, begun = free_ones(talks), Took(), time.monotonic()

    async def one_of_them() -> None:
        while time.monotonic() - begun < seconds:
            talk = await free.get()
            await tap(side, talk, took)
            free.put_nowait(talk)

    await asyncio.gather(*(one_of_them() for _ in range(AT_ONCE)))
    return took, len(took.shown) / (time.monotonic() - begun)


async def hold(side: Side, talks: list[Talk], rate: float, seconds: float) -> tuple[Took, float]:
    """Tap when it falls due, however slow the last one was; returns the times and the rate."""
    free, took, begun = free_ones(talks), Took(), time.monotonic()
    tasks: list[asyncio.Task[None]] = []

    async def one(talk: Talk) -> None:
        await tap(side, talk, took)
        free.put_nowait(talk)

    for number in range(int(rate * seconds)):
        await asyncio.sleep(max(0.0, begun + number / rate - time.monotonic()))
        tasks.append(asyncio.ensure_future(one(await free.get())))
    await asyncio.gather(*tasks)
    return took, len(tasks) / (time.monotonic() - begun)


async def warm_up(side: Side, talks: list[Talk]) -> None:
    """Let every thread of the server have worked, so that only what a talk takes is counted."""
    for _ in range(6):
        await asyncio.gather(*(tap(side, talk, Took(), streams=False) for talk in talks))


async def race(
    name: str, sides: tuple[Side, Side], watches: tuple[Watch, Watch], talks: list[Talk], how: tuple[int, int]
) -> None:
    """Measure memory, then one tap at a time, then taps in all talks at once."""
    (taps, seconds), warming, talks = how, talks[:WARMING], talks[WARMING:]
    await warm_up(sides[0], warming)
    await _weigh(name, sides, watches, talks)
    alone, events = await tap_in_turns(sides, talks, taps)
    alone.say(f"{name}: one tap at a time")
    figure(f"{name}: from form to stream, bare, ms at 50/95/99 %", milliseconds(events))
    alone.against(f"{name}: one tap at a time", "bare", events, events)
    await _press(name, sides[0], talks, alone, seconds)
    figure(f"{name}: MB of memory of our server at the end", f"{watches[0].memory():.0f}")
    figure(f"{name}: taps in all, and turns of the longest talk", _count(talks))
    for side in sides:
        side.close()


async def _weigh(
    name: str, sides: tuple[Side, Side], watches: tuple[Watch, Watch], talks: list[Talk]
) -> None:
    """Open all streams and tap once in each talk; prints what a stream and a talk take."""
    before = [watch.memory() for watch in watches]
    await open_all(name, sides, watches)
    for talk in talks:
        await tap(sides[0], talk, Took())
    for waking in sides[1].wakings:
        await sides[1].push(waking)
    each = [1000 * (w.memory() - b) / len(talks) for w, b in zip(watches, before, strict=True)]
    figure(f"{name}: talks that run, each with both streams", len(talks))
    figure(f"{name}: kB of memory for a talk, ours / bare with two streams", f"{each[0]:.0f} / {each[1]:.0f}")
    figure(f"{name}: memory of a talk against a bare one, times", f"{each[0] / max(each[1], 0.1):.1f}")


async def _press(name: str, side: Side, talks: list[Talk], alone: Took, seconds: float) -> None:
    """Find how many taps a second there are at most, and hold half of that."""
    pressed, most = await keep_tapping(side, talks, seconds)
    figure(f"{name}: taps a second with {AT_ONCE} at once, each with two pages read anew", f"{most:.1f}")
    pressed.say(f"{name}: {AT_ONCE} at once")
    many, rate = await hold(side, talks, ROOM * most, seconds)
    figure(f"{name}: taps a second held, half of that", f"{rate:.1f}")
    figure(f"{name}: at that rate, s between two taps of a talk", f"{len(talks) / rate:.0f}")
    many.say(f"{name}: at that rate")
    many.against(f"{name}: at that rate", "one tap at a time", alone.told, alone.shown)


def _count(talks: list[Talk]) -> str:
    return f"{sum(talk.taps for talk in talks):,} / {max(talk.turn + talk.taps for talk in talks)}"


def ours(place: Place, talks: list[Talk]) -> Side:
    """Return our side: a stream for each member."""
    host = f"Host: localhost:{place.port}\r\n"
    streams = {
        name: f"GET /changes HTTP/1.1\r\n{host}{talk.cookie(who)}\r\n"
        for talk in talks
        for who, name in enumerate(talk.names)
    }
    return Side("ours", place.port, [], streams, each=1)


def measure(place: Place, how: tuple[int, int, int]) -> None:
    """Furnish, serve both, and race."""
    made = place.furnish("bench.running", how[0] + WARMING)
    talks = [Talk(heard=made["heard"], **one) for one in made["talks"]]
    people = [name for talk in talks[WARMING:] for name in talk.names]
    watch, port = place.serve(1), free_port()
    other = Served("-m", "bench.bare", "streams", str(port), "0", port=port)
    try:
        sides = ours(place, talks[WARMING:]), bare(port, people, people[1::2], each=1)
        name = f"talks, {place.database.name}"
        asyncio.run(race(name, sides, (watch, Watch(other.process.pid)), talks, how[1:]))
    finally:
        other.stop()


def main() -> None:
    """Measure on both databases, or on the one that is named."""
    quick, places = asked_for()
    for place in places:
        measure(place, QUICK if quick else FULL)


if __name__ == "__main__":
    main()
