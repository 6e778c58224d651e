"""The highest rate of couples' days at which 95 of 100 requests take less than 300 ms and none fails.

`python -m bench.days [--quick] [sqlite|postgres]`. Driver, server and database share the processors.
"""

import sys

from tests.figures import figure

from bench.load import Held, Load
from bench.places import Place, asked_for

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


def in_words(best: Held, a_day: float) -> dict[str, str]:
    """Say what the best rate takes and means, where a couple's day has so many requests."""
    cost = (best.server + best.database) / best.rate
    taken = (best.server, best.database, best.driver)
    return {
        "requests a second held": f"{best.rate:.0f}",
        "ms at 50/95/99 %": " / ".join(f"{ms:.0f}" for ms in best.ms),
        "processors taken by server / database / driver": " / ".join(f"{one:.2f}" for one in taken),
        "memory of the server in MB": f"{best.memory:.0f}",
        "requests of a couple's day": f"{a_day:.0f}",
        "ms of processors for a request, server and database": f"{1000 * cost:.1f}",
        "s of processors for a couple's day": f"{cost * a_day:.2f}",
        "couples whose busiest hour this is": f"{best.rate / a_day * 3600 / BUSIEST_HOUR:,.0f}",
    }


def tell(name: str, held: list[Held], most: int) -> Held | None:
    """Print each step, and the best one at length; `most` couples are all there are."""
    for one in sorted(held, key=lambda one: one.users):
        told = " / ".join(f"{ms:.0f}" for ms in one.ms)
        figure(f"{name}: {one.users} couples", f"{one.rate:.0f} a second, {told} ms, {one.errors} errors")
        for error in one.told:
            print(f"    {error}")
    best = max((one for one in held if one.is_well(LIMIT_MS)), key=lambda one: one.rate, default=None)
    if best is None:
        figure(f"{name}: held", "none of the rates tried")
        return None
    # How much a day is, all that was held tells better than one step of it.
    a_day = sum(one.requests for one in held) / sum(one.days * one.requests / one.rate for one in held)
    for what, value in in_words(best, a_day).items():
        figure(f"{name}: {what}", value)
    if best.users == most:
        figure(f"{name}: perhaps it holds more", f"there were only {most} couples")
    return best


def measure(place: Place, *, quick: bool) -> Held | None:
    """Make couples, serve them, and climb."""
    count = QUICK_COUPLES if quick else COUPLES
    couples = place.furnish("bench.couples", count, 3)
    watch = place.serve()
    with Load(place, watch, couples) as load:
        held = climb(load, count, QUICK_SECONDS if quick else SECONDS, QUICK_STEPS if quick else STEPS)
    # Too slow is a finding; an error is a fault, of the product or of the driver, whatever the machine.
    failed = sorted({error for one in held for error in one.told})
    best = tell(f"days, {place.database.name}, {place.database.processes} process(es)", held, count)
    if failed:
        sys.exit("These should not have failed: " + "; ".join(failed))
    return best


def main() -> None:
    """Measure on both databases, or on the one that is named."""
    quick, places = asked_for()
    for place in places:
        measure(place, quick=quick)


if __name__ == "__main__":
    main()
