"""Which database is used: one file in the data directory, or PostgreSQL where `DATABASE_URL` names it."""

import os
from pathlib import Path
from typing import Any

SQLITE: dict[str, Any] = {
    "timeout": 20,
    # A transaction that will write takes its place in the queue at once, so that two never deadlock.
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
    " PRAGMA temp_store=MEMORY;",
}
# Nobody waits longer for another's row than on SQLite, and no forgotten transaction holds one.
POSTGRES = "-c lock_timeout=20s -c idle_in_transaction_session_timeout=60s"
NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


class BadDatabaseURL(Exception):
    """`DATABASE_URL` names no PostgreSQL database."""


def databases(data: Path) -> dict[str, dict[str, Any]]:
    """Return Django's `DATABASES`."""
    url = os.environ.get("DATABASE_URL", "")
    return {"default": postgres(url) if url else sqlite(data / "inglenook.sqlite3")}


def sqlite(file: Path) -> dict[str, Any]:
    """Return the settings of a database in one file."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "CONN_MAX_AGE": None,
        "OPTIONS": dict(SQLITE),
    }


def postgres(url: str) -> dict[str, Any]:
    """Return the settings of the PostgreSQL that an address names; raises `BadDatabaseURL`.

    The address is libpq's own, with all it can say: several hosts, `sslmode`, `target_session_attrs`.
    """
    # Asked for only here: whoever keeps to the one file does without it.
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        said = conninfo_to_dict(url)
    except ProgrammingError:
        said = {}
    if not url.startswith(("postgres://", "postgresql://")) or "dbname" not in said:
        raise BadDatabaseURL(
            "DATABASE_URL should look like this: postgresql://name:password@host:5432/inglenook"
        )
    known = {NAMES[name]: str(value) for name, value in said.items() if name in NAMES}
    options = {name: value for name, value in said.items() if name not in NAMES}
    options["options"] = " ".join(filter(None, (POSTGRES, str(options.get("options") or ""))))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": None,
        # A connection that the database has closed meanwhile is noticed before a request uses it.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, "application_name": "inglenook", **options},
        **known,
    }
