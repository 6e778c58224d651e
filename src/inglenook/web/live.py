"""Who listens for changes, and how they are woken. It carries no news but that there is some."""

import asyncio
import threading
from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction


class Listener:
    """One open stream of one person."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._woken = asyncio.Event()
        self.changed = False

    def wake(self, *, changed: bool) -> None:
        """Wake the stream from any thread."""
        self._loop.call_soon_threadsafe(self._wake, changed)

    def _wake(self, changed: bool) -> None:
        self.changed = self.changed or changed
        self._woken.set()

    async def wait(self, seconds: float) -> None:
        """Sleep until woken, or for so many seconds."""
        try:
            await asyncio.wait_for(self._woken.wait(), seconds)
        except TimeoutError:
            return
        self._woken.clear()


class Hub:
    """All open streams of this process, by person."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: defaultdict[UUID, set[Listener]] = defaultdict(set)

    def join(self, person_id: UUID, listener: Listener) -> None:
        """Begin to listen."""
        with self._lock:
            self._listeners[person_id].add(listener)

    def part(self, person_id: UUID, listener: Listener) -> None:
        """Stop listening."""
        with self._lock:
            self._listeners[person_id].discard(listener)
            if not self._listeners[person_id]:
                del self._listeners[person_id]

    def count(self) -> int:
        """Return how many streams are open."""
        with self._lock:
            return sum(map(len, self._listeners.values()))

    def _wake(self, people: Iterable[UUID], *, changed: bool) -> None:
        with self._lock:
            listeners = [one for person in people for one in self._listeners.get(person, ())]
        for one in listeners:
            one.wake(changed=changed)

    def changed(self, people: Iterable[UUID]) -> None:
        """Tell these people's pages, once the current transaction is written, that something changed."""
        told = list(people)
        transaction.on_commit(lambda: self._wake(told, changed=True))

    def check(self, person_id: UUID) -> None:
        """Let this person's streams look whether their session is still open."""
        transaction.on_commit(lambda: self._wake([person_id], changed=False))


hub = Hub()
