"""A real server to be troubled, and somebody who uses it.

What concerns one database only lies in files named after it, and is collected in the run on that one.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.visitor import Visitor
from tests.server import Server, start_server

collect_ignore_glob = ["test_sqlite_*.py" if "DATABASE_URL" in os.environ else "test_postgres_*.py"]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    started = start_server(tmp_path)
    yield started
    started.process.kill()
    started.process.wait(20)


@pytest.fixture
def begin(server: Server) -> Iterator[Callable[[str], Visitor]]:
    """Return a function that signs somebody up."""
    here: list[Visitor] = []

    def begun(name: str) -> Visitor:
        visitor = Visitor(server.address)
        here.append(visitor)
        visitor.sign_up(name)
        return visitor

    yield begun
    for visitor in here:
        visitor.browser.close()
