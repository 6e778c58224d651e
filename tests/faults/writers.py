"""Writing on while a server is killed: each text has an id, and is sent until it was acknowledged."""

import threading
from dataclasses import dataclass, field
from itertools import count
from uuid import UUID

import httpx

from inglenook.vault.records import new_id
from tests.faults.visitor import BACK_SOON, Visitor

ACKNOWLEDGED = 302
NOT_YET = (BACK_SOON,)


@dataclass
class Writers:
    """Some threads of one person, and what they have been told was kept."""

    visitor: Visitor
    wanted: int
    kept: dict[UUID, str] = field(default_factory=dict)
    sent_again: int = 0
    refused: list[str] = field(default_factory=list)
    up: threading.Event = field(default_factory=threading.Event)
    _numbers: "count[int]" = field(default_factory=count)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self, threads: int = 4) -> None:
        """Begin to write."""
        token = self.visitor.token()
        self.up.set()
        self._threads = [threading.Thread(target=self._write, args=(token,)) for _ in range(threads)]
        for thread in self._threads:
            thread.start()

    def finish(self) -> None:
        """Wait until enough was acknowledged."""
        self.up.set()
        for thread in self._threads:
            thread.join()

    @property
    def is_done(self) -> bool:
        """Whether enough was acknowledged, or something was refused that should not be."""
        return len(self.kept) >= self.wanted or bool(self.refused)

    def _write(self, token: str) -> None:
        while not self.is_done:
            with self._lock:
                number = next(self._numbers)
            id, text = new_id(), f"canary-ember-{number:05d} at length"
            while not self._send(id, number, text, token):
                with self._lock:
                    self.sent_again += 1
                if self.refused:
                    return

    def _send(self, id: UUID, number: int, text: str, token: str) -> bool:
        """Send one text; True once it is acknowledged."""
        how = self.visitor.check_in if number % 2 else self.visitor.write_page
        try:
            answer = how(text, id, token=token)
        except httpx.TransportError:
            # Asking on and on at a port where nobody listens would in the end meet itself, and hold it.
            self.up.wait()
            return False
        with self._lock:
            if answer.status_code == ACKNOWLEDGED:
                self.kept[id] = text
                return True
            if answer.status_code not in NOT_YET:
                self.refused.append(f"{answer.status_code} {answer.headers.get('Location', '')}")
        threading.Event().wait(0.05)
        return False
