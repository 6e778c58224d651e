"""Looking a copy of the database through without any key: is each thing in it what it should be?"""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from inglenook.cli.saying import Problem
from inglenook.vault.columns import all_models, shaped
from inglenook.vault.door import Shape, fits

PLACES_NAMED = 5


@dataclass
class Inspection:
    """What was found in a copy."""

    rows: dict[str, int] = field(default_factory=dict)
    looked_at: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)

    @property
    def headers(self) -> int:
        """How many sealed, signed or hashed things were looked at."""
        return self.looked_at.total()


def inspect(path: Path) -> Inspection:
    """Look a SQLite file through; raises `Problem` where it is damaged."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            found = _looked_through(database)
    except sqlite3.DatabaseError:
        raise Problem(f"The database in {path.name} is damaged and cannot be read.") from None
    if found.wrong:
        places = ", ".join(f"{place} ({n})" for place, n in found.wrong.most_common(PLACES_NAMED))
        raise Problem(f"{found.wrong.total()} things in the database are not what they should be: {places}.")
    return found


def _looked_through(database: sqlite3.Connection) -> Inspection:
    if database.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        raise sqlite3.DatabaseError
    found = Inspection(rows=count_rows(database))
    for table, *_ in database.execute("PRAGMA foreign_key_check"):
        found.wrong[f"{table}: a row that refers to one that is not there"] += 1
    for table, column, shape in _columns(database):
        place = f"{table}.{column}"
        for (value,) in database.execute(f'SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL'):  # noqa: S608
            found.looked_at[shape] += 1
            if not isinstance(value, bytes) or not fits(shape, value):
                found.wrong[place] += 1
    return found


def count_rows(database: sqlite3.Connection) -> dict[str, int]:
    """Return how many rows each table has."""
    named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    tables = [name for (name,) in database.execute(named).fetchall()]
    return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}  # noqa: S608


def _columns(database: sqlite3.Connection) -> Iterator[tuple[str, str, Shape]]:
    """Yield the columns to look at; one that is not there belongs to a newer or older form of its table."""
    for model in all_models():
        table = model._meta.db_table
        there = {row[1] for row in database.execute(f'PRAGMA table_info("{table}")')}
        for column, shape in shaped(model).items():
            if column in there:
                yield table, column, shape
