"""The edge of the server: whoever is slow, endless or unreadable is let go, so that all others are served.

uvicorn waits for ever for the rest of a request's head and for a reader that does not read, and keeps as
many headers as are sent. Here each of these has an end, and under a flood the oldest that dawdles gives way.
"""

import asyncio
from http import HTTPStatus
from typing import Any, ClassVar, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from inglenook.config.bridge import MOST_BYTES
from inglenook.web.middleware import bare_headers

HEAD_SECONDS = 10.0
WRITE_SECONDS = 30.0
LEAST_READ = 16 * 1024  # in that time
MOST_HEAD = 64 * 1024
MOST_HEADERS = 150
# All that belongs to one request, however it is cut into chunks.
MOST_RAW = 2 * MOST_BYTES
# So many may be about to ask for something. Beyond it the oldest gives way, once it has had a moment: of a
# thousand pages that come back at once, after a new start, all have asked already and are just not read yet.
MOST_WAITING = 200
MOMENT_SECONDS = 1.0
MOST_ARRIVING = 2_000
MOST_QUEUED = 8


class TooMuch(ValueError):
    """The head of a request, or what trails it, is larger than any browser's."""


class Patient(HttpToolsProtocol):
    """One connection, with an end to everything that can be drawn out."""

    # Those whose head has not arrived yet and since when, the oldest first; one process serves all.
    waiting: ClassVar[dict["Patient", float]] = {}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._raw = self._head = 0
        self._is_in_head = False
        self._head_timer: asyncio.TimerHandle | None = None
        self._write_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(cast(asyncio.Transport, transport))
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._have_head()
        self._have_written()
        self._unset_keepalive_if_required()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        self._raw += len(data)
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self._is_in_head and self._raw > MOST_HEAD:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        elif self._raw > MOST_RAW or len(self.pipeline) > MOST_QUEUED:
            self.transport.abort()
        elif self._is_in_head or not self._is_answering():
            self._await_head()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._raw = self._head = 0
        self._is_in_head = True

    def on_url(self, url: bytes) -> None:
        self._weigh(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._weigh(len(name) + len(value))
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._have_head()
        self._is_in_head = False
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.transport.is_closing():
            self._await_reader()

    def timeout_keep_alive_handler(self) -> None:
        super().timeout_keep_alive_handler()
        self._await_reader()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._await_reader()

    def resume_writing(self) -> None:
        super().resume_writing()
        if not self.transport.is_closing():
            self._have_written()

    def send_400_response(self, msg: str) -> None:
        self._refuse(HTTPStatus.BAD_REQUEST)

    def _weigh(self, size: int) -> None:
        self._head += size
        if self._head > MOST_HEAD or len(self.headers) >= MOST_HEADERS:
            raise TooMuch

    def _is_answering(self) -> bool:
        cycle = getattr(self, "cycle", None)
        return cycle is not None and not cycle.response_complete

    def _await_head(self) -> None:
        """Begin to wait for a request; the time runs on however often a byte of it comes."""
        if self._head_timer:
            return
        self._head_timer = self.loop.call_later(HEAD_SECONDS, self._give_up)
        self.waiting[self] = self.loop.time()
        while self._are_too_many():
            next(iter(self.waiting)).let_go()

    def _are_too_many(self) -> bool:
        many = len(self.waiting)
        oldest = next(iter(self.waiting.values()))
        return many > MOST_ARRIVING or (many > MOST_WAITING and oldest < self.loop.time() - MOMENT_SECONDS)

    def _have_head(self) -> None:
        if self._head_timer:
            self._head_timer.cancel()
            self._head_timer = None
        self.waiting.pop(self, None)

    def _give_up(self) -> None:
        if self._is_in_head:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)
        else:  # a browser that has opened a connection in advance wants no answer
            self.let_go()

    def let_go(self) -> None:
        """End the connection at once."""
        self._have_head()
        self.transport.abort()

    def _await_reader(self) -> None:
        """Begin to wait until what was written is read, for as long as some of it is."""
        if self._write_timer is None:
            left = self.transport.get_write_buffer_size()
            self._write_timer = self.loop.call_later(WRITE_SECONDS, self._still_reads, left)

    def _still_reads(self, before: int) -> None:
        """Let go whoever has read hardly anything; a slow phone takes longer over a large file."""
        left = self.transport.get_write_buffer_size()
        if before - left < LEAST_READ:
            self.transport.abort()
        else:
            self._write_timer = self.loop.call_later(WRITE_SECONDS, self._still_reads, left)

    def _have_written(self) -> None:
        if self._write_timer:
            self._write_timer.cancel()
            self._write_timer = None

    def _refuse(self, status: HTTPStatus) -> None:
        """Answer what cannot become a request, in one line, and end the connection."""
        self._have_head()
        text = status.phrase.encode()
        headers = [
            (b"content-type", b"text/plain"),
            (b"content-length", str(len(text)).encode()),
            (b"connection", b"close"),
            *bare_headers(),
        ]
        lines = [f"HTTP/1.1 {status.value} ".encode() + text, *(b": ".join(pair) for pair in headers)]
        self.transport.write(b"\r\n".join([*lines, b"", text]))
        self.transport.close()
        self._await_reader()
