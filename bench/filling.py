"""Fills a database with bonds nobody looks at: `python -m bench.filling FIRST LAST`.

Each is a copy of the last couple of the place with ids of its own, and noise of the same length in every
sealed column: rows as large and as spread as real ones, written past the guard of the models, since nobody
opens them.
"""

import os
import random
import sys
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from bench.ready import get_set

DAYS = 1_000
DAY_IN_AN_ID = 86_400_000 << 80
# All but the version and the variant, and of ids that begin with their day all but the day.
OF_A_PERSON = ~(0xF << 76 | 0b11 << 62) & (1 << 128) - 1
OF_A_DAY = OF_A_PERSON & (1 << 76) - 1
AT_ONCE = 1_000

Row = tuple[Any, ...]


class Table:
    """A table, with the rows of the couple that is copied."""

    def __init__(self, model: Any, rows: list[Row]) -> None:
        from django.db import models

        fields = model._meta.concrete_fields
        kinds = [getattr(field, "target_field", field) for field in fields]
        self.name = model._meta.db_table
        self.columns = [field.column for field in fields]
        self.ids = [n for n, kind in enumerate(kinds) if isinstance(kind, models.UUIDField)]
        self.noise = [n for n, kind in enumerate(kinds) if isinstance(kind, models.BinaryField)]
        self.rows = rows

    def copies(self, first: int, last: int) -> Iterator[Row]:
        """Yield the rows of so many couples more."""
        for number in range(first, last):
            mask = random.Random(number).getrandbits(128)  # noqa: S311  (no secret: ids of rows nobody opens)
            for row in self.rows:
                new = list(row)
                for at in self.ids:
                    new[at] = another(row[at], mask, number)
                for at in self.noise:
                    new[at] = None if row[at] is None else os.urandom(len(row[at]))
                yield tuple(new)


def another(id: Any, mask: int, number: int) -> Any:
    """Return the id of a copy, as the database keeps it."""
    if id is None:
        return None
    old = UUID(str(id))
    if old.version == 7:
        new = UUID(int=(old.int ^ mask & OF_A_DAY) - number % DAYS * DAY_IN_AN_ID)
    else:
        new = UUID(int=old.int ^ mask & OF_A_PERSON)
    return new.hex if isinstance(id, str) else new


def tables() -> list[Table]:
    """Return all tables, each after those it points to, with the rows of the last couple."""
    from django.apps import apps
    from django.db import connection

    from inglenook.bonds.models import Bond, Membership

    last = Bond.objects.order_by("id").last()
    assert last is not None
    people = Membership.objects.filter(bond=last).values_list("person_id", flat=True)
    theirs = {UUID(str(id)) for id in (last.id, *people)}
    found = []
    for model in sorted((m for m in apps.get_models() if m._meta.managed), key=_depth):
        table = Table(model, [])
        columns = ", ".join(f'"{column}"' for column in table.columns)
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT {columns} FROM "{table.name}"')  # noqa: S608  (our own tables)
            rows = [row for row in cursor if theirs & {UUID(str(row[n])) for n in table.ids if row[n]}]
        table.rows = [tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in rows]
        found.append(table)
    return found


def _depth(model: Any) -> int:
    needs = [field.related_model for field in model._meta.concrete_fields if field.is_relation]
    return 1 + max((_depth(other) for other in needs), default=0)


def write(table: Table, first: int, last: int) -> None:
    """Write copies of a table's rows."""
    from django.db import connection

    columns = ", ".join(f'"{column}"' for column in table.columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
                for row in table.copies(first, last):
                    copy.write_row(row)
            return
        marks = ", ".join(["?"] * len(table.columns))
        # Past Django's own cursor, which would write each value into the text of the statement's log.
        sql = f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})'  # noqa: S608  (our own tables)
        cursor.connection.executemany(sql, table.copies(first, last))


def main(first: int, last: int) -> None:
    """Fill, and let the database look at how its rows are spread."""
    get_set()
    from django.db import connection, transaction

    known = tables()
    for start in range(first, last, AT_ONCE):
        with transaction.atomic():
            for table in known:
                write(table, start, min(start + AT_ONCE, last))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    sys.stdout.write("{}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
