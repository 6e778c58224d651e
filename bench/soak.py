"""Half the rate that is held, for some minutes: memory, threads and open files stay as they are.

`python -m bench.soak [--quick] [sqlite|postgres]`
"""

import time

from tests.figures import figure

from bench.asking import middle
from bench.days import COUPLES, LIMIT_MS, climb
from bench.load import Load
from bench.places import Place, asked_for
from bench.watching import Watch

SECONDS, QUICK_SECONDS = 600, 180
LOOK_SECONDS = 1.0

Looks = list[tuple[float, int, int]]


def look_on(watch: Watch, seconds: float) -> Looks:
    """Note memory, threads and files once a second."""
    looks, until = [], time.monotonic() + seconds
    while time.monotonic() < until:
        looks.append((watch.memory(), watch.threads(), watch.files()))
        time.sleep(LOOK_SECONDS)
    return looks


def growth(values: list[float]) -> float:
    """Return by how many percent the last fifth lies above the second."""
    fifth = len(values) // 5
    return 100 * (middle(values[-fifth:]) / middle(values[fifth : 2 * fifth]) - 1)


def measure(place: Place, seconds: int) -> None:
    """Find out how many couples half of the best rate are, hold them, and look on."""
    couples = place.furnish("bench.couples", COUPLES, 3)
    watch = place.serve()
    with Load(place, watch, couples) as load:
        best = max((one.users for one in climb(load, COUPLES, 6.0, 6) if one.is_well(LIMIT_MS)), default=2)
        load.begin(max(1, best // 2), seconds)
        looks = look_on(watch, seconds - 1)
        seen = load.end()
    name = f"soak, {place.database.name}"
    memory, threads, files = ([float(one[at]) for one in looks] for at in range(3))
    figure(f"{name}: couples, and requests a second", f"{max(1, best // 2)} / {seen['rate']:.0f}")
    figure(f"{name}: seconds, requests, errors", f"{seconds} / {seen['requests']} / {seen['errors']}")
    figure(f"{name}: ms at 50/95/99 %", " / ".join(f"{ms:.0f}" for ms in seen["ms"]))
    figure(f"{name}: MB at the start / at the end", f"{memory[0]:.0f} / {memory[-1]:.0f}")
    figure(f"{name}: memory grew from the second to the last fifth, %", f"{growth(memory):.1f}")
    figure(f"{name}: threads grew, %", f"{growth(threads):.1f}")
    figure(f"{name}: open files grew, %", f"{growth(files):.1f}")


def main() -> None:
    """Measure on both databases, or on the one that is named."""
    quick, places = asked_for()
    for place in places:
        measure(place, QUICK_SECONDS if quick else SECONDS)


if __name__ == "__main__":
    main()
