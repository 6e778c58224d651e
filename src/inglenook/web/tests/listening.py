"""Listening as an open page does."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from uuid import UUID

from inglenook.web.live import Listener, hub, relay


@contextmanager
def listening(person_id: UUID) -> Iterator[Listener]:
    """Listen as an open page of somebody does."""
    at_once = SimpleNamespace(call_soon_threadsafe=lambda act, *values: act(*values))
    listener = Listener(at_once)  # type: ignore[arg-type]
    hub.join(person_id, listener)
    assert relay.wait_until_open(20)
    listener.changed = False  # once its line is open, the relay wakes every page to look
    try:
        yield listener
    finally:
        hub.part(person_id, listener)
