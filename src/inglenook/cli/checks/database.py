"""Is the database whole, up to date, and set as it should be? Reads only."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import Error, connection, connections, models

from inglenook.cli.backups.archive import DATABASE
from inglenook.cli.backups.copies import applied, is_outdated, known_migrations
from inglenook.cli.checks.finding import Finding, look, ok, wrong
from inglenook.vault import gravestones
from inglenook.vault.columns import all_models

LARGE_WAL = 64_000_000
OLDEST_POSTGRES = 140_000
DAMAGED = "Stop Inglenook, keep a copy of the damaged file, and restore a backup: docs/operate.md"


def read_only() -> None:
    """Let this process read the database and never write to it, not even its way of keeping a journal."""
    chosen = connections.databases["default"]
    if chosen["ENGINE"].endswith("sqlite3"):
        chosen |= {"NAME": _address(Path(chosen["NAME"])), "OPTIONS": {"uri": True, "timeout": 5}}
    else:
        options = f"{chosen['OPTIONS'].get('options', '')} -c default_transaction_read_only=on"
        chosen["OPTIONS"] = {**chosen["OPTIONS"], "options": options}


def _address(path: Path) -> str:
    """Return how to open a file to read it; where nobody has it open, SQLite need not even lay a lock."""
    in_use = path.with_name(path.name + "-wal").exists()
    return f"{path.resolve().as_uri()}?mode=ro" + ("" if in_use else "&immutable=1")


def look_at(data: Path) -> Iterator[Finding]:
    """Look at the database of the settings; a damaged one does not keep the other checks from being made."""
    try:
        if connection.vendor == "sqlite":
            yield from _file(data / DATABASE)
        else:
            yield from _server()
        yield _migrations()
        yield _tombstones()
    except (Error, sqlite3.Error):
        yield wrong("schema", "The database does not answer.", "Is it reachable, and not damaged?")


def newest() -> datetime | None:
    """Return the latest day or moment that anything in the database carries."""
    latest: list[datetime] = []
    try:
        for model in all_models():
            for field in model._meta.concrete_fields:
                if isinstance(field, models.DateField) and field.name not in ("expires", "free_at"):
                    latest += _moments(model, field.name)
    except (Error, sqlite3.Error):
        return None
    return max(latest, default=None)


def _moments(model: type[models.Model], name: str) -> Iterator[datetime]:
    rows: Any = model._base_manager
    value = rows.aggregate(latest=models.Max(name))["latest"]
    if value is not None:
        yield (
            value if isinstance(value, datetime) else datetime(value.year, value.month, value.day, tzinfo=UTC)
        )


def _file(path: Path) -> Iterator[Finding]:
    if not path.exists():
        yield look("database", "There is none yet.", "`inglenook serve` makes one.")
        return
    try:
        with closing(sqlite3.connect(_address(path), uri=True, timeout=5)) as file:
            yield _whole(file)
            yield _modes(file)
    except sqlite3.Error as error:
        if "locked" in str(error):
            yield look("database", "It is busy.", "Try again in a minute.")
        else:
            yield wrong("database", "It is damaged.", DAMAGED)
    wal = path.with_name(path.name + "-wal")
    size = wal.stat().st_size if wal.exists() else 0
    if size > LARGE_WAL:
        yield look(
            "waiting journal", f"{size / 1e6:.0f} MB wait to be written into the file.", "Restart Inglenook."
        )
    else:
        yield ok("waiting journal", f"{size / 1e6:.1f} MB.")


def _whole(file: sqlite3.Connection) -> Finding:
    if file.execute("PRAGMA quick_check").fetchall() != [("ok",)]:
        return wrong("database", "It is damaged.", DAMAGED)
    astray = len(file.execute("PRAGMA foreign_key_check").fetchall())
    if astray:
        return wrong("database", f"{astray} rows refer to rows that are not there.", DAMAGED)
    return ok("database", "It is whole.")


def _modes(file: sqlite3.Connection) -> Finding:
    mode = file.execute("PRAGMA journal_mode").fetchone()[0]
    if mode in ("wal", "delete"):  # the latter until it is served for the first time
        return ok("database's journal", f"Its mode is {mode}.")
    do = "Has another program changed it? Stop that one, then start Inglenook again."
    return wrong("database's journal", f"Its mode is {mode}: a power cut could damage it.", do)


def _server() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        shown = {name: _show(cursor, name) for name in SHOWN}
    number = int(shown["server_version_num"])
    if number < OLDEST_POSTGRES:
        yield wrong("database", f"PostgreSQL {number // 10_000}.", "Use PostgreSQL 14 or newer.")
    else:
        yield ok("database", f"PostgreSQL {number // 10_000} answers.")
    for name, wanted in SHOWN.items():
        if wanted and shown[name] not in wanted:
            yield _unset(name, shown[name])
    if all(not wanted or shown[name] in wanted for name, wanted in SHOWN.items()):
        yield ok("database's settings", "Written through, with checksums, in UTF8.")


SHOWN = {
    "server_version_num": (),
    "server_encoding": ("UTF8",),
    "fsync": ("on",),
    "synchronous_commit": ("on", "remote_apply", "remote_write"),
    "full_page_writes": ("on",),
    "data_checksums": ("on",),
    "transaction_isolation": ("read committed",),
}


def _unset(name: str, value: str) -> Finding:
    seen = f"{name} is {value}."
    if name == "data_checksums":
        return look(
            "database's settings", seen, "Switch checksums on (pg_checksums) to notice a failing disk."
        )
    return wrong("database's settings", seen, f"Set {name} as PostgreSQL has it by default.")


def _show(cursor: Any, name: str) -> str:
    cursor.execute("SELECT current_setting(%s)", [name])
    return str(cursor.fetchone()[0])


def _migrations() -> Finding:
    if applied("default") - known_migrations():
        do = "Install the newer Inglenook again, or restore a backup from before it."
        return wrong("schema", "A newer Inglenook has used this database.", do)
    if is_outdated("default"):
        return look("schema", "The database is older than the program.", "Upgrade it: inglenook upgrade")
    return ok("schema", "The database fits the program.")


def _tombstones() -> Finding:
    if gravestones.is_of_this_server():
        return ok("tombstones", f"{len(gravestones.read())} marks of what is gone for good.")
    do = "Move the file `tombstones` aside; it is made anew from the database."
    return wrong("tombstones", "The file does not belong to this Inglenook.", do)
