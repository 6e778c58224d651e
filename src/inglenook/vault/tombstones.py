"""Tombstones: what was deleted, left or replaced stays so, even when an older backup is restored.

A tombstone is a mark, made with the server's secret from a table's name and a row's key. It says neither
what was there nor when it went. Marks are written in the transaction that deletes. A copy of all of them is
kept in the file `tombstones` of the data directory, so that they outlive the database.

A row may come again under its old key: a form sent once more after its page was deleted. So each deletion
of the same key has a number. A row of a backup has gone since then if there are more marks of it than the
backup itself knows of.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import connections, models, transaction

from inglenook.vault.core.encoding import Part, frame
from inglenook.vault.gravestones import append, read
from inglenook.vault.models import Tombstone

M = TypeVar("M", bound=models.Model, covariant=True)

GONE, LEFT, REPLACED = "gone", "left", "replaced"
BATCH = 400


class LastingQuerySet(models.QuerySet[M]):
    """Rows whose deletion lasts: a restored backup does not bring them back."""

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete the rows for good."""
        with transaction.atomic(using=self.db):
            bury(self.model, keys_of(self))
            return super().delete()


def mark(kind: str, table: str, key: object, number: int = 0) -> bytes:
    """Return the mark of the deletion of this number of a row."""
    secret = hashlib.sha256(b"tombstones" + settings.SECRET_KEY.encode()).digest()
    parts = key if isinstance(key, tuple) else (key,)
    return hmac.digest(secret, frame(kind, table, number, *map(_part, parts)), "sha256")


def keys_of(rows: "models.QuerySet[Any, Any]") -> list[Any]:
    """Return the keys of rows: one value each, or several where a key has several parts.

    Not by asking for `pk`: part of a key that refers to another table would come as it is stored.
    """
    parts = [field.attname for field in rows.model._meta.pk_fields]
    keys = rows.order_by().values_list(*parts)
    return [key if len(parts) > 1 else key[0] for key in keys]


def table_of(model: type[models.Model]) -> str:
    """Return the lasting name of a model's table."""
    name: str = getattr(model, "table", "") or model._meta.db_table
    return name


def bury(model: type[models.Model], keys: Iterable[object], kind: str = GONE) -> None:
    """Mark rows as gone, left or replaced for good; call it in the transaction in which that happens."""
    table, waiting, number = table_of(model), list(keys), 0
    made: list[bytes] = []
    while waiting:
        marks = {mark(kind, table, key, number): key for key in waiting}
        there = _known(marks)
        made += [one for one in marks if one not in there]
        waiting = [key for one, key in marks.items() if one in there]
        number += 1
    # Two who delete the same at once make the same mark.
    rows = [Tombstone(mark=one) for one in made]
    Tombstone.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    if made:
        transaction.on_commit(lambda: append(made), robust=True)


def times(kind: str, table: str, key: object, marks: "set[bytes] | Mapping[bytes, object]") -> int:
    """Return how often a row has gone, as far as some marks tell."""
    number = 0
    while mark(kind, table, key, number) in marks:
        number += 1
    return number


def all_marks(alias: str = "default") -> set[bytes]:
    """Return the marks in a database; one from before there were any has none."""
    if Tombstone._meta.db_table not in connections[alias].introspection.table_names():
        return set()
    return {bytes(one) for one in Tombstone.objects.using(alias).values_list("mark", flat=True)}


def _known(marks: Iterable[bytes]) -> set[bytes]:
    asked, known = list(marks), set()
    for at in range(0, len(asked), BATCH):
        rows = Tombstone.objects.filter(mark__in=asked[at : at + BATCH])
        known |= {bytes(one) for one in rows.values_list("mark", flat=True)}
    return known


def _part(value: Any) -> Part:
    return value if isinstance(value, UUID | int | str) else bytes(value)


def reconcile() -> int:
    """Add to the file what only the database knows, and wait until it is on the disk; returns how many."""
    missing = all_marks() - read()
    append(missing, lasting=True)
    return len(missing)
