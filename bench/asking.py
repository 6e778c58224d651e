"""Asks a server as a browser would, over one kept-alive connection of a person's own."""

import http.client
import statistics
import time
from collections.abc import Sequence
from urllib.parse import urlencode

IDLE_SECONDS = 3.0


class Browser:
    """One person's browser: what it holds, and a connection."""

    def __init__(self, port: int, held: dict[str, str]) -> None:
        self.port, self.held = port, held
        self.connection = http.client.HTTPConnection("localhost", port, timeout=180)
        self.asked = 0.0

    def ask(self, path: str, fields: dict[str, object] | None = None) -> tuple[int, dict[str, str], bytes]:
        """Read a page, or send a form; returns the status, the headers and the page."""
        if time.monotonic() - self.asked > IDLE_SECONDS:
            self.connection.close()  # the server lets go of idle ones; the next request opens it anew
        headers = {"Cookie": self.held["cookie"], "Origin": f"http://localhost:{self.port}"}
        if fields is None:
            self.connection.request("GET", path, headers=headers)
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode({"csrfmiddlewaretoken": self.held["form"], **fields}, doseq=True)
            self.connection.request("POST", path, body, headers)
        reply = self.connection.getresponse()
        page = reply.read()
        self.asked = time.monotonic()
        return reply.status, {k.lower(): v for k, v in reply.getheaders()}, page

    def timed(self, path: str, fields: dict[str, object] | None = None) -> float:
        """Return the seconds that one request takes, which must be answered well."""
        begun = time.perf_counter()
        status, _, page = self.ask(path, fields)
        assert status in (200, 302), (path, status, page[:300])
        return time.perf_counter() - begun


def share(times: Sequence[float], part: float) -> float:
    """Return the time that this part of all does not exceed."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def milliseconds(times: Sequence[float]) -> str:
    """Write the median and the slow ends."""
    return " / ".join(f"{1000 * share(times, part):.0f}" for part in (0.5, 0.95, 0.99))


def middle(values: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(values)
