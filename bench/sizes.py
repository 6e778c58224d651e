"""How large a couple and a typical day of theirs are in the database, with its indexes, and in its log."""

import sqlite3
import sys
from contextlib import closing

import psycopg
from tests.figures import figure
from tests.server import database_of

from bench.places import Place, each_database, somewhere

COUPLES, DAYS, MANY = 12, 12, 4_000


def stored(place: Place) -> int:
    """Return the bytes of the database with its indexes, once all is written and cleared up."""
    if place.database.postgres:
        with psycopg.connect(database_of(place.home)["DATABASE_URL"], autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
            row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
            assert row
            return int(row[0])
    with closing(sqlite3.connect(place.data / "inglenook.sqlite3")) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        file.execute("VACUUM")
    return (place.data / "inglenook.sqlite3").stat().st_size


def measure_many(place: Place) -> None:
    """Weigh a new couple among thousands, since what a database sets aside at first says little."""
    place.furnish("bench.couples", 1, 0)
    one = stored(place)
    place.furnish("bench.filling", 0, MANY)
    each = (stored(place) - one) / MANY / 1000
    figure(f"sizes, {place.database.name}: a new couple with their keys and sessions, kB", f"{each:.1f}")


def measure(place: Place) -> None:
    """Weigh the database empty, with couples, and with days."""
    name = f"sizes, {place.database.name}"
    place.furnish("bench.couples", 0, 0)
    empty = stored(place)
    place.furnish("bench.couples", COUPLES, 0)
    founded = stored(place)
    log = place.furnish("bench.typical", COUPLES, DAYS)["log"]
    lived = stored(place)
    figure(f"{name}: empty, kB", f"{empty / 1000:.0f}")
    figure(f"{name}: a couple's typical day, kB", f"{(lived - founded) / COUPLES / DAYS / 1000:.1f}")
    figure(f"{name}: a couple's typical day in the log, kB", f"{log / COUPLES / DAYS / 1000:.0f}")


def main() -> None:
    """Measure on both databases, or on the one that is named."""
    for database in each_database(*sys.argv[1:2]):
        with somewhere(database) as place:
            measure(place)
        with somewhere(database) as place:
            measure_many(place)


if __name__ == "__main__":
    main()
