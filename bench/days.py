"""The highest rate of couples' days at which 95 of 100 requests take less than 300 ms and none fails.

`python -m bench.days [--quick] [sqlite|postgres]`. Driver, server and database share the machine's processors.
"""

import sys

from tests.figures import figure

from bench.load import Held, Load
from bench.places import Place, each_database, somewhere

LIMIT_MS = 300.0
FIRST, FASTER = 12, 1.6
COUPLES, SECONDS, STEPS = 120, 12.0, 8
QUICK_COUPLES, QUICK_SECONDS, QUICK_STEPS = 40, 5.0, 3
# The part of a day's visits that falls into its busiest hour.
BUSIEST_HOUR = 1 / 5


def climb(load: Load, most: int, seconds: float, steps: int) -> list[Held]:
    """Hold ever more couples until it goes badly, then look in between; returns all that was held."""
    held: list[Held] = []
    well, badly, users = 0, most + 1, FIRST
    for _ in range(steps):
        one = load.hold(users, seconds)
        held.append(one)
        if one.is_well(LIMIT_MS):
            well = users
        else:
            badly = users
        users = min(int(users * FASTER), most) if badly > most else (well + badly) // 2
        if users in (0, well, badly) or (well and badly / well < 1.1):
            break
    return held


def tell(name: str, held: list[Held]) -> Held | None:
    """Print each step, and the best one at length."""
    for one in sorted(held, key=lambda one: one.users):
        told = " / ".join(f"{ms:.0f}" for ms in one.ms)
        figure(
            f"{name}: {one.users} couples", f"{one.rate:.0f} a second, {told} ms, {one.errors} errors"
        )
        for error in one.told:
            print(f"    {error}")
    best = max((one for one in held if one.is_well(LIMIT_MS)), key=lambda one: one.rate, default=None)
    if best is None:
        figure(f"{name}: held", "none of the rates tried")
        return None
    figure(f"{name}: requests a second held", f"{best.rate:.0f}")
    figure(f"{name}: ms at 50/95/99 %", " / ".join(f"{ms:.0f}" for ms in best.ms))
    figure(f"{name}: processors taken by server / database / driver",
           f"{best.server:.2f} / {best.database:.2f} / {best.driver:.2f}")
    figure(f"{name}: memory of the server in MB", f"{best.memory:.0f}")
    figure(f"{name}: requests of a couple's day", f"{best.rate / best.days:.0f}")
    figure(f"{name}: ms of processors for a request, server and database",
           f"{1000 * (best.server + best.database) / best.rate:.1f}")
    figure(f"{name}: s of processors for a couple's day",
           f"{(best.server + best.database) / best.days:.2f}")
    figure(f"{name}: couples whose busiest hour this is", f"{best.days * 3600 / BUSIEST_HOUR:,.0f}")
    return best


def measure(place: Place, *, quick: bool) -> Held | None:
    """Make couples, serve them, and climb."""
    count = QUICK_COUPLES if quick else COUPLES
    couples = place.furnish("bench.couples", count, 3)
    watch = place.serve()
    with Load(place, watch, couples) as load:
        held = climb(load, count, QUICK_SECONDS if quick else SECONDS, QUICK_STEPS if quick else STEPS)
    return tell(f"days, {place.database.name}, {place.database.processes} process(es)", held)


def main() -> None:
    """Measure on both databases, or on the one that is named."""
    wanted = [one for one in sys.argv[1:] if one != "--quick"]
    for database in each_database(*wanted):
        with somewhere(database) as place:
            measure(place, quick="--quick" in sys.argv)


if __name__ == "__main__":
    main()
