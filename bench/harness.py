"""Servers side by side in one run, asked in turns, so that a ratio holds on a noisy machine."""

import atexit
import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

ROUNDS = 7


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """A server process of the benchmark, asked over one kept-alive connection."""

    def __init__(self, *command: str, port: int, **environment: str) -> None:
        self.port = port
        self.process = subprocess.Popen([sys.executable, *command], env={**os.environ, **environment})
        atexit.register(self.process.kill)  # an orphan would hold its port, and whoever reads its output
        deadline = time.monotonic() + 60
        while True:
            try:
                self.connection = http.client.HTTPConnection("localhost", port, timeout=10)
                self.connection.connect()
                return
            except OSError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise
                time.sleep(0.05)

    def ask(
        self, method: str, path: str, headers: dict[str, str], body: bytes = b""
    ) -> tuple[int, dict[str, str], bytes]:
        """Send one request and read the whole answer."""
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        content = response.read()
        return response.status, {k.lower(): v for k, v in response.getheaders()}, content

    def stop(self) -> None:
        """Stop the server."""
        self.connection.close()
        self.process.terminate()
        self.process.wait(20)


@dataclass
class Contender:
    """One thing to be measured: what to do once, and how often a second it was done in each round."""

    name: str
    once: Callable[[], None]
    rates: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """The median rate."""
        return statistics.median(self.rates)


def race(contenders: Sequence[Contender], seconds: float = 0.6) -> None:
    """Let contenders take turns for several rounds, the first round not counted."""
    for number in range(ROUNDS + 1):
        for contender in contenders:
            count, begun = 0, time.perf_counter()
            while time.perf_counter() - begun < seconds:
                contender.once()
                count += 1
            if number:
                contender.rates.append(count / (time.perf_counter() - begun))


def ratio(one: Contender, other: Contender) -> float:
    """Return the median of the ratios of two contenders, round by round."""
    return statistics.median(a / b for a, b in zip(one.rates, other.rates, strict=True))
