"""From one server process to the others: PostgreSQL's own LISTEN and NOTIFY carry who is to be woken.

SQLite is served by one process, so there is nobody to tell. A notice is part of the transaction that
caused it: it is sent with the commit, or not at all. It names people by their ids and says nothing else.
"""

import logging
import secrets
import threading
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from django.db import connection

if TYPE_CHECKING:
    import psycopg

CHANNEL = "inglenook"
MOST_IN_A_NOTICE = 200  # a notice holds 8,000 bytes
TRY_AGAIN_SECONDS = 1.0
CHANGED, CHECK = "changed", "check"

log = logging.getLogger("inglenook.relay")


class Wakes(Protocol):
    """What is told of news from other processes."""

    def wake(self, people: Iterable[UUID], *, changed: bool) -> None:
        """Wake these people's streams."""

    def wake_all(self) -> None:
        """Wake every stream."""


class Relay:
    """Passes notices on to other processes, and brings theirs here."""

    def __init__(self) -> None:
        self._me = secrets.token_hex(8)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._open = threading.Event()

    def pass_on(self, people: list[UUID], *, changed: bool) -> None:
        """Let the other processes know with the current transaction."""
        if connection.vendor != "postgresql" or not people:
            return
        what = CHANGED if changed else CHECK
        with connection.cursor() as cursor:
            for at in range(0, len(people), MOST_IN_A_NOTICE):
                ids = ",".join(person.hex for person in people[at : at + MOST_IN_A_NOTICE])
                cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, f"{self._me} {what} {ids}"])

    def listen(self, hub: Wakes) -> None:
        """Begin to bring notices, once in a process."""
        if connection.vendor != "postgresql" or self._thread is not None:
            return
        with self._lock:
            if self._thread is None:
                where = connection.get_connection_params()
                self._thread = threading.Thread(
                    target=self._bring, args=(hub, where), daemon=True, name="relay"
                )
                self._thread.start()

    def wait_until_open(self, seconds: float) -> bool:
        """Wait until notices are brought here; True at once where there are none to bring."""
        return self._thread is None or self._open.wait(seconds)

    def _bring(self, hub: Wakes, where: dict[str, Any]) -> None:
        """Bring notices for as long as the process lives, also after the database was gone for a while."""
        import psycopg

        is_noted = False
        while True:
            try:
                for notice in _notices(where, hub, self._open):
                    is_noted = False
                    self._deliver(notice.payload, hub)
            except psycopg.Error:
                if not is_noted:  # once, not every second until it is back
                    log.info("the database is gone; streams wait until it is back")
                is_noted = True
            time.sleep(TRY_AGAIN_SECONDS)

    def _deliver(self, payload: str, hub: Wakes) -> None:
        sender, what, ids = payload.split(" ")
        if sender != self._me:
            hub.wake([UUID(one) for one in ids.split(",")], changed=what == CHANGED)


def _notices(where: dict[str, Any], hub: Wakes, is_open: threading.Event) -> "Iterator[psycopg.Notify]":
    import psycopg

    with psycopg.connect(**where, autocommit=True) as line:
        line.execute(f"LISTEN {CHANNEL}")
        hub.wake_all()  # whatever was said before this line was open
        is_open.set()
        yield from line.notifies()
