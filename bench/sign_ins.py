"""A hundred people sign in at once: all are let in, memory stays bounded, and the others' pages go on."""

import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from tests.figures import figure

from bench.asking import Browser, milliseconds, share
from bench.couples import PASSPHRASE
from bench.places import Place, each_database, somewhere

AT_ONCE = 100
STRANGER = {"cookie": f"inglenook-form={'f' * 32}", "form": "f" * 32}


def _pages(browser: Browser, done: threading.Event) -> list[float]:
    """Read Today again and again, with a breath in between; returns how long each took."""
    times = []
    while not done.is_set():
        times.append(browser.timed("/"))
        done.wait(0.05)
    return times


def _alone(browser: Browser, seconds: float) -> list[float]:
    done = threading.Event()
    threading.Timer(seconds, done.set).start()
    return _pages(browser, done)


def _sign_in(place: Place, name: str) -> tuple[int, float]:
    begun = time.perf_counter()
    fields: dict[str, object] = {"sign_in_name": name, "passphrase": PASSPHRASE}
    status, _, _ = Browser(place.port, STRANGER).ask("/sign-in/", fields)
    return status, time.perf_counter() - begun


def measure(place: Place) -> None:
    """Let them come, and print what it did to everything else."""
    browsers = place.furnish("bench.couples", AT_ONCE // 2 + 1, 3)
    flat = [one for couple in browsers for one in couple]
    watch = place.serve()
    reader, name = Browser(place.port, flat[-1]), f"sign-ins, {place.database.name}"
    _sign_in(place, flat[-2]["name"])  # whatever is made once, is made
    before, base = _alone(reader, 3), watch.memory()
    done = threading.Event()
    with watch.peak() as seen, ThreadPoolExecutor(AT_ONCE + 1) as threads:
        others = threads.submit(_pages, reader, done)
        came = list(threads.map(lambda one: _sign_in(place, one["name"]), flat[:AT_ONCE]))
        done.set()
        during = others.result()
    took = [seconds for _, seconds in came]
    figure(f"{name}: let in of {AT_ONCE} at once", sum(status == 302 for status, _ in came))
    figure(f"{name}: seconds until half, and all, are in", f"{share(took, 0.5):.1f} / {max(took):.1f}")
    figure(f"{name}: peak of memory, MB above rest", f"{max(seen) - base:.0f}")
    figure(f"{name}: peak of memory as a ratio to rest", f"{max(seen) / base:.2f}")
    figure(f"{name}: others' Today before, ms at 50/95/99 %", milliseconds(before))
    figure(f"{name}: others' Today meanwhile, ms at 50/95/99 %", milliseconds(during))
    figure(f"{name}: others' Today meanwhile, slowest in ms", f"{1000 * max(during):.0f}")
    figure(
        f"{name}: others' Today is slower meanwhile, times", f"{share(during, 0.5) / share(before, 0.5):.1f}"
    )


def main() -> None:
    """Measure on both databases, or on the one that is named."""
    for database in each_database(*sys.argv[1:2]):
        with somewhere(database) as place:
            measure(place)


if __name__ == "__main__":
    main()
