"""Several tabs of one or more people that act in the same moment."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from inglenook.people.models import Person


def at_once(tabs: list[Person], act: Callable[[Person], object]) -> list[object]:
    """Let all tabs act in the same moment, each on a connection of its own; return what they got."""
    start = threading.Barrier(len(tabs))

    def one(person: Person) -> object:
        try:
            start.wait()
            return act(person)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tabs)) as pool:
        return list(pool.map(one, tabs))
