"""Copies of the database as one SQLite file, and rows carried from one database to another."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.apps.registry import Apps
from django.core.management import call_command
from django.db import connections, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from inglenook.cli.backups.folders import new_file

COPY = "copy"
CHUNK = 500
PLAIN_FILE = "PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"


@contextmanager
def connected(settings: dict[str, Any], alias: str) -> Iterator[str]:
    """Let Django use another database beside its own for a while, in this thread alone."""
    connections.databases[alias] = {**connections.databases["default"], **settings}
    connections[alias] = connections.create_connection(alias)
    del connections.databases[alias]
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]


@contextmanager
def opened(path: Path, alias: str = COPY) -> Iterator[str]:
    """Let Django use a SQLite file as a database beside its own; yields its alias."""
    settings = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {"init_command": PLAIN_FILE, "transaction_mode": "IMMEDIATE"},
        "CONN_MAX_AGE": 0,
    }
    with connected(settings, alias):
        yield alias


def copy_file(source: Path, path: Path) -> None:
    """Copy a SQLite database as of one moment, also while others write to it."""
    new_file(path).close()
    address = f"{source.resolve().as_uri()}?mode=rw"
    there, here = sqlite3.connect(address, uri=True, timeout=20), sqlite3.connect(path)
    with closing(there), closing(here):
        there.backup(here)
        here.execute("PRAGMA journal_mode=DELETE")


def applied(alias: str) -> set[tuple[str, str]]:
    """Return the migrations that a database has had."""
    return set(MigrationRecorder(connections[alias]).applied_migrations())


def known_migrations() -> set[tuple[str, str]]:
    """Return the migrations of this program."""
    return set(MigrationExecutor(connections["default"]).loader.disk_migrations)


def is_outdated(alias: str) -> bool:
    """Tell whether a database lacks migrations."""
    executor = MigrationExecutor(connections[alias])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def bring_up_to_date(alias: str) -> None:
    """Give a database the migrations it lacks."""
    call_command("migrate", database=alias, verbosity=0, interactive=False)


def models_of(alias: str) -> Apps:
    """Return the models as they were when a database had the migrations it has."""
    loader = MigrationExecutor(connections[alias]).loader
    return loader.project_state(_newest(loader, set(loader.applied_migrations))).apps


def _newest(loader: MigrationLoader, chosen: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the last of some migrations in each app."""
    nodes = [node for node in loader.graph.nodes if node in chosen]
    followed = {
        parent.key
        for node in nodes
        for parent in loader.graph.node_map[node].parents
        if parent.key[0] == node[0]
    }
    return [node for node in nodes if node not in followed]


def copy_rows(source: str, target: str) -> None:
    """Copy all rows, as of one moment, into a database that has the same tables and no rows."""
    apps = models_of(source)
    with transaction.atomic(using=source), transaction.atomic(using=target):
        if connections[source].vendor == "postgresql":
            with connections[source].cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for model in apps.get_models():
            _copy_table(model, source, target)


def make_tables_like(source: str, target: str) -> None:
    """Give an empty database the migrations that another one has had, and no more."""
    wanted = applied(source)
    executor = MigrationExecutor(connections[target])
    executor.migrate(_newest(executor.loader, wanted))


def _copy_table(model: type[models.Model], source: str, target: str) -> None:
    """Copy one table; foreign keys are looked at when all is there."""
    fields = model._meta.concrete_fields
    connection = connections[target]
    quote = connection.ops.quote_name
    names = ", ".join(quote(f.column or f.attname) for f in fields)
    places = ", ".join(["%s"] * len(fields))
    insert = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608  (our own names)
    rows = model._base_manager.using(source).order_by().values_list(*(f.attname for f in fields))
    waiting: list[list[Any]] = []
    with connection.cursor() as cursor:
        for row in rows.iterator(chunk_size=CHUNK):
            waiting.append([_stored(f, value, connection) for f, value in zip(fields, row, strict=True)])
            if len(waiting) == CHUNK:
                cursor.executemany(insert, waiting)
                waiting = []
        if waiting:
            cursor.executemany(insert, waiting)


def _stored(field: "models.Field[Any, Any]", value: Any, connection: Any) -> Any:
    return None if value is None else field.get_db_prep_save(value, connection)
