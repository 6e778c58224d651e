"""Who listens for changes, and how they are woken. It carries no news but that there is some."""

import asyncio
import threading
from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from inglenook.web.relay import Relay


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


# Of one person: far more pages than anybody has open, and too few to use up the connections of a machine.
MOST_STREAMS = 200


class Hub:
    """All open streams of this process, by person."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: defaultdict[UUID, set[Listener]] = defaultdict(set)

    def join(self, person_id: UUID, listener: Listener) -> bool:
        """Begin to listen, unless this person has more pages open than anybody looks at."""
        relay.listen(self)
        with self._lock:
            theirs = self._listeners[person_id]
            if len(theirs) >= MOST_STREAMS:
                return False
            theirs.add(listener)
            return True

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

    def wake(self, people: Iterable[UUID], *, changed: bool) -> None:
        """Wake these people's streams in this process."""
        with self._lock:
            listeners = [one for person in people for one in self._listeners.get(person, ())]
        for one in listeners:
            one.wake(changed=changed)

    def changed(self, people: Iterable[UUID]) -> None:
        """Tell these people's pages, once the current transaction is written, that something changed."""
        self._tell(list(people), changed=True)

    def check(self, person_id: UUID) -> None:
        """Let this person's streams look whether their session is still open."""
        self._tell([person_id], changed=False)

    def _tell(self, people: list[UUID], *, changed: bool) -> None:
        transaction.on_commit(lambda: self.wake(people, changed=changed))
        relay.pass_on(people, changed=changed)

    def wake_all(self) -> None:
        """Wake every stream: news may have been missed."""
        with self._lock:
            people = list(self._listeners)
        self.wake(people, changed=True)


relay = Relay()
hub = Hub()
