"""Holds a rate of couples' days against a served place, by way of locust in an environment of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from bench.places import Place
from bench.watching import Watch

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "load" / "bin" / "python"


@dataclass(frozen=True)
class Held:
    """How a number of couples were served for a while."""

    users: int
    rate: float
    ms: tuple[float, float, float]
    errors: int
    told: list[str]
    days: float
    driver: float
    requests: int
    server: float
    database: float
    memory: float

    def is_well(self, limit_ms: float) -> bool:
        """Tell whether all were answered, and nearly all of them soon."""
        return not self.errors and self.ms[1] < limit_ms


class Load:
    """Locust, driving couples at one place."""

    def __init__(self, place: Place, watch: Watch, couples: list[Any]) -> None:
        held = place.home / "couples.json"
        held.write_text(json.dumps(couples))
        command = [str(PYTHON), "-m", "bench.day", f"http://localhost:{place.port}", str(held)]
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
        self.place, self.watch = place, watch
        self.process = subprocess.Popen(
            command, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(30)

    def begin(self, users: int, seconds: float) -> None:
        """Bring the couples in, and come back when the measured time begins."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{users} {seconds}\n")
        self.process.stdin.flush()
        self._line()

    def hold(self, users: int, seconds: float) -> Held:
        """Hold it, and return how they were served and what it took."""
        self.begin(users, seconds)
        database = Watch(*self.place.database.pid())
        server, stored = self.watch.cpu(), database.cpu()
        told = json.loads(self._line())
        self._still_serves()
        took = told["requests"] / told["rate"] if told["rate"] else seconds
        return Held(
            users,
            server=(self.watch.cpu() - server) / took,
            database=(database.cpu() - stored) / took,
            memory=self.watch.memory(),
            **{**told, "ms": tuple(told["ms"])},
        )

    def end(self) -> dict[str, Any]:
        """Return what locust saw since `begin`, once its time is over."""
        told: dict[str, Any] = json.loads(self._line())
        self._still_serves()
        return told

    def _still_serves(self) -> None:
        server = self.place.server
        if server is None or server.process.poll() is not None:
            sys.exit("the server ended before its time: " + (server.log.read_text() if server else ""))

    def _line(self) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            sys.exit("locust ended before its time")
        return line
