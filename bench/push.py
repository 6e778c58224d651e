"""How soon the other's page hears of something, with a thousand streams open, beside a bare server.

`python -m bench.push [--quick] [sqlite|postgres]`. Both are asked in turns by one process: it sends a form
that wakes one person, and notes when each of their streams says so. For the bare server that is an empty form
and an event.
"""

import asyncio
import re
from urllib.parse import urlencode

from tests.figures import figure
from tests.server import free_port

from bench.asking import Browser, middle, milliseconds, share
from bench.harness import Served
from bench.places import Place, asked_for
from bench.streams import Side, Waking, bare, open_all
from bench.watching import Watch

COUPLES, PUSHES = 100, 300
QUICK_COUPLES, QUICK_PUSHES = 20, 60


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


async def race(name: str, sides: tuple[Side, Side], watches: tuple[Watch, Watch], pushes: int) -> None:
    """Open all streams, push in turns, then wake everybody at once; prints what came of it."""
    await open_all(name, sides, watches)
    await _push_in_turns(name, sides, pushes)
    for side in sides:
        times, _ = await side.push(*side.wakings)
        figure(
            f"{name}: all {len(side.wakings)} couples at once, {side.name}, s until the last stream",
            f"{max(times):.2f}",
        )
        side.close()


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
        names = [(ada["name"], bo["name"]) for ada, bo in couples]
        people, wakes = [who for pair in names for who in pair], [bo for _, bo in names]
        sides = ours(place, couples), bare(port, people, wakes)
        watches = watch, Watch(other.process.pid)
        name = f"push, {place.database.name}, {place.database.processes} process(es)"
        asyncio.run(race(name, sides, watches, QUICK_PUSHES if quick else PUSHES))
    finally:
        other.stop()


def main() -> None:
    """Measure on both databases, or on the one that is named."""
    quick, places = asked_for()
    for place in places:
        measure(place, quick=quick)


if __name__ == "__main__":
    main()
