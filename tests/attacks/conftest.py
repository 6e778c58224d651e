"""A real server to attack, on this machine alone."""

from collections.abc import Iterator

import httpx
import pytest

from tests.attacks.people import browser, sign_up
from tests.server import Server, start_server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An Inglenook of nobody yet, for the attacks of one file."""
    running = start_server(tmp_path_factory.mktemp("attacked"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def hers(server: Server) -> Iterator[httpx.Client]:
    """Ada's browser at that server, signed in."""
    with browser(server) as client:
        sign_up(client, "Ada")
        yield client
