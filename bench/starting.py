"""How long it takes until the first page can be had, and a server's memory at rest and after many pages."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.figures import figure
from tests.server import free_port

from bench.asking import Browser, middle
from bench.harness import Served
from bench.places import Place, each_database, prepare, somewhere
from bench.watching import Watch

ROUNDS, PAGES = 5, 1_000
QUICK_ROUNDS, QUICK_PAGES = 2, 200
PATHS = ("/", "/me/", "/me/weeks/", "/together/", "/talk/", "/me/check-in/", "/settings/")


def _ours(place: Place) -> float:
    begun = time.perf_counter()
    place.serve(processes=1)
    took = time.perf_counter() - begun
    place.stop()
    return took


def _bare(kind: str) -> float:
    port, begun = free_port(), time.perf_counter()
    server = Served("-m", "bench.bare", kind, str(port), "20000", port=port)
    server.ask("GET", "/", {})
    took = time.perf_counter() - begun
    server.stop()
    return took


def _import() -> float:
    begun = time.perf_counter()
    command = "import django; django.setup(); import django.db, django.http, django.urls, django.template"
    settings = {"DJANGO_SETTINGS_MODULE": "django.conf.global_settings"}
    subprocess.run([sys.executable, "-c", command], env=settings, check=True)
    return time.perf_counter() - begun


def race(warm: Place, rounds: int) -> None:
    """Start everything in turns, and print the medians and their ratios."""
    took: dict[str, list[float]] = {}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory(prefix="inglenook-bench-") as home:
            took.setdefault("cold", []).append(_ours(Place(Path(home), warm.database)))
        took.setdefault("warm", []).append(_ours(warm))
        took.setdefault("a bare Django page", []).append(_bare("django"))
        took.setdefault("a bare server", []).append(_bare("asgi"))
        took.setdefault("importing Django", []).append(_import())
    name = f"start, {warm.database.name}"
    for what, times in took.items():
        figure(f"{name}: {what}, s", f"{middle(times):.2f}")
    for other in ("a bare Django page", "importing Django"):
        ratio = middle([a / b for a, b in zip(took["warm"], took[other], strict=True)])
        figure(f"{name}: warm against {other}, times", f"{ratio:.1f}")


def memory(place: Place, pages: int) -> None:
    """Read many pages, and print the memory before and after."""
    held = place.furnish("bench.couples", 1, 30)[0][0]
    watch, name = place.serve(), f"memory, {place.database.name}, {place.database.processes} process(es)"
    browser = Browser(place.port, held)
    rest = watch.memory(), watch.proportional()
    for number in range(pages):
        browser.timed(PATHS[number % len(PATHS)])
    after = watch.memory(), watch.proportional()
    port = free_port()
    bare = Served("-m", "bench.bare", "django", str(port), "20000", port=port)
    for _ in range(pages):
        bare.ask("GET", "/", {})
    least = Watch(bare.process.pid).memory()
    bare.stop()
    figure(f"{name}: at rest, MB resident / proportional", f"{rest[0]:.0f} / {rest[1]:.0f}")
    figure(f"{name}: after {pages} pages, MB resident / proportional", f"{after[0]:.0f} / {after[1]:.0f}")
    figure(f"{name}: after {pages} pages, times that of a bare Django page", f"{after[0] / least:.1f}")


def main() -> None:
    """Measure the start on SQLite, and the memory on both databases, or on the one that is named."""
    quick = "--quick" in sys.argv
    wanted = [one for one in sys.argv[1:] if one != "--quick"] or (["sqlite"] if quick else [])
    prepare()
    for database in each_database(*wanted):
        with somewhere(database) as place:
            memory(place, QUICK_PAGES if quick else PAGES)
            place.stop()
            if database.postgres is None:
                race(place, QUICK_ROUNDS if quick else ROUNDS)


if __name__ == "__main__":
    main()
