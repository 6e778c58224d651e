"""A real server for tests: `inglenook serve` on this machine, with a data directory of its own."""

import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """A running Inglenook: its address, its data directory and what it has logged."""

    address: str
    data: Path
    log: Path
    process: "subprocess.Popen[bytes]"
    exit_url: str

    def stop(self) -> None:
        """Stop it as Ctrl+C does."""
        self.process.terminate()
        self.process.wait(20)


def start_server(
    home: Path, *arguments: str, exit_url: str = "http://localhost:1/", port: int | None = None
) -> Server:
    """Start `inglenook serve` and wait until it answers."""
    port = port or free_port()
    data, log = home / "data", home / "server.log"
    address = f"http://localhost:{port}"
    environment = {
        **os.environ,
        "INGLENOOK_DATA": str(data),
        "INGLENOOK_URL": address,
        "INGLENOOK_EXIT_URL": exit_url,
        "TMPDIR": str(home),
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "inglenook", "serve", "--port", str(port), *arguments]
    with log.open("ab") as out:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        try:
            with urlopen(f"{address}/ready", timeout=2):  # noqa: S310  (our own address)
                return Server(address, data, log, process, exit_url)
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
    process.kill()
    process.wait()
    raise AssertionError("The server did not come up: " + log.read_text())
