"""A small server on this machine that speaks as a language model would, for tests."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep
from typing import Any


class Pretender(ThreadingHTTPServer):
    """Answers what it was told to, and remembers what it was asked; `raw` stands for a whole answer."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.address = f"http://127.0.0.1:{self.server_port}/v1"
        self.answer = "When dinner gets cold, I feel alone."
        self.status, self.more, self.trickle = 200, dict[str, str](), 0.0
        self.raw: bytes | None = None
        self.asked: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.headers: list[dict[str, str]] = []

    @property
    def body(self) -> bytes:
        """Return the body of the answer."""
        if self.raw is not None:
            return self.raw
        words = {"role": "assistant", "content": self.answer}
        return json.dumps({"choices": [{"message": words, "finish_reason": "stop"}]}).encode()


class Answering(BaseHTTPRequestHandler):
    """Answers one question."""

    server: Pretender

    def do_POST(self) -> None:
        """Remember the question, and answer it, slowly where that is wanted."""
        said = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append(json.loads(said))
        self.server.paths.append(self.path)
        self.server.headers.append(dict(self.headers))
        body = self.server.body
        with suppress(OSError):
            self.send_response(self.server.status)
            for name, value in {"Content-Length": str(len(body)), **self.server.more}.items():
                self.send_header(name, value)
            self.end_headers()
            for number in range(len(body)) if self.server.trickle else ():
                self.wfile.write(body[number : number + 1])
                sleep(self.server.trickle)
            self.wfile.write(b"" if self.server.trickle else body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def pretend() -> Iterator[Pretender]:
    """Serve for a while."""
    with Pretender() as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
