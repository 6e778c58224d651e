"""What Today costs as somebody's entries add up, and as the bonds of others do; and some other pages.

`python -m bench.today_growth [--quick] [sqlite|postgres]`. Each size is a database and a server of its own.
They are asked in turns, so that a ratio holds on a noisy machine.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import pairwise

from tests.figures import figure

from bench.asking import Browser, middle
from bench.places import Database, Place, each_database, somewhere
from bench.watching import Watch

ENTRIES, BONDS = (30, 3_000, 30_000), (10, 10_000, 100_000)
ROUNDS, AT_A_TIME = 15, 12
FLAT = 1.2


@dataclass
class Size:
    """A page of somebody in a database of some size: how long it took, and what of the processors."""

    name: str
    once: Callable[[], float]
    watch: Watch
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def take_turn(self) -> None:
        """Ask some times."""
        before = self.watch.cpu()
        self.seconds.append(middle([self.once() for _ in range(AT_A_TIME)]))
        self.cpu.append((self.watch.cpu() - before) / AT_A_TIME)

    def against(self, least: "Size") -> tuple[float, float]:
        """Return how many times as long, and as much of the processors, this takes as another."""
        slower = middle([a / b for a, b in zip(self.seconds, least.seconds, strict=True)])
        return slower, sum(self.cpu) / sum(least.cpu)


def race(sizes: list[Size], rounds: int = ROUNDS) -> None:
    """Let them take turns, each round in another order; the first round does not count."""
    for number in range(rounds + 1):
        turned = sizes[number % len(sizes) :] + sizes[: number % len(sizes)]
        for one in turned:
            one.take_turn()
        if number == 0:
            for one in sizes:
                one.seconds.clear()
                one.cpu.clear()


def tell(what: str, sizes: list[Size]) -> None:
    """Print the least size as it is, and the others as ratios to it."""
    least = sizes[0]
    figure(f"{what} at {least.name}: ms, and ms of processors", f"{least_of(least)}")
    for one in sizes[1:]:
        slower, dearer = one.against(least)
        figure(f"{what} at {one.name} against {least.name}: time", f"{slower:.2f}")
        figure(f"{what} at {one.name} against {least.name}: processors", f"{dearer:.2f}")


def least_of(one: Size) -> str:
    """Write the median of the times, and the mean of the processor times."""
    return f"{1000 * middle(one.seconds):.1f} / {1000 * sum(one.cpu) / len(one.cpu):.1f}"


def _grown(place: Place, steps: list[int], module: str) -> list[Place]:
    """Return copies of a place as it was at each step of its growth."""
    kept = [place]
    for before, after in pairwise(steps):
        kept.append(kept[-1].copy(place.home.with_name(f"{module.rpartition('.')[2]}-{after}")))
        kept[-1].furnish(module, *([after] if module == "bench.growing" else [before, after]))
    return kept


def _serve(places: list[Place], held: dict[str, str]) -> list[tuple[Browser, Watch]]:
    served = []
    for one in places:
        one.serve(processes=1)
        assert one.server is not None
        watch = Watch(one.server.process.pid, *one.database.pid())
        served.append((Browser(one.port, held), watch))
    return served


def measure(place: Place, entries: list[int], bonds: list[int]) -> None:
    """Furnish, serve, ask in turns, and print."""
    place.furnish("bench.couples", 2, 3)
    held = place.furnish("bench.growing", entries[0])
    place.furnish("bench.filling", 0, bonds[0])
    by_entries = _grown(place, entries, "bench.growing")
    by_bonds = _grown(place, bonds, "bench.filling")
    places = [*by_entries, *by_bonds[1:]]
    try:
        served = _serve(places, held)
        names = [f"{n:,} entries" for n in entries] + [f"{n:,} bonds" for n in bonds[1:]]
        _race_pages(place.database, served, names, len(entries))
    finally:
        for one in places:
            one.stop()


def _race_pages(
    database: Database, served: list[tuple[Browser, Watch]], names: list[str], by_entries: int
) -> None:
    today = [
        Size(name, lambda b=browser: b.timed("/"), watch)  # type: ignore[misc]
        for name, (browser, watch) in zip(names, served, strict=True)
    ]
    race(today)
    tell(f"Today, {database.name},", today[:by_entries])
    fewest = replace(today[0], name=f"{BONDS[0]} bonds")
    tell(f"Today, {database.name},", [fewest, *today[by_entries:]])
    for path in ("/me/", "/me/weeks/", "/together/", "/talk/", "/me/search/"):
        fields: dict[str, object] | None = {"wanted": "nowhere"} if path == "/me/search/" else None
        pages = [
            Size(name, lambda b=browser, p=path, f=fields: b.timed(p, f), watch)  # type: ignore[misc]
            for name, (browser, watch) in zip(names[:2], served[:2], strict=True)
        ]
        race(pages, 5)
        tell(f"{path} on {database.name},", pages)


def main() -> None:
    """Measure on both databases, or on the one that is named."""
    wanted = [one for one in sys.argv[1:] if one != "--quick"]
    steps = 2 if "--quick" in sys.argv else 3
    for database in each_database(*wanted):
        with somewhere(database) as place:
            measure(place, list(ENTRIES[:steps]), list(BONDS[:steps]))


if __name__ == "__main__":
    main()
