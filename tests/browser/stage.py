"""A small stage for our scripts: one page under our policy, a server that answers as the test says."""

import http.server
import mimetypes
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qs

from jinja2 import Environment, FileSystemLoader

from inglenook.web.jinja import environment
from inglenook.web.middleware import POLICY
from inglenook.web.stylesheet import SOURCES, apart, stylesheet, tighten

WEB = SOURCES.parents[1]
IMPORTS = (
    '{% import "components/ui.html" as ui with context %}'
    '{% import "components/feelings.html" as feelings with context %}'
    '{% import "components/exchange.html" as exchange with context %}'
)
Answer = tuple[int, str]


@dataclass
class Stage:
    """What is shown, what was asked for, and how the server answers."""

    page: str = ""
    part: str = ""
    answer: Callable[[str], Answer] = lambda path: (200, "{}")
    posts: list[tuple[str, dict[str, list[str]], str]] = field(default_factory=list)
    news: "queue.Queue[str]" = field(default_factory=queue.Queue)
    port: int = 0
    exit_url: str = "/elsewhere"
    # Where more files and templates lie; what is done each time before the page is sent.
    folders: tuple[Path, ...] = ()
    renew: Callable[[], object] = lambda: None

    @property
    def address(self) -> str:
        """Where the stage is."""
        return f"http://localhost:{self.port}"

    def show(
        self,
        body: str,
        *,
        title: str = "<h1>Stage</h1>",
        head: str = "",
        frame: str = "public.html",
        **more: object,
    ) -> None:
        """Put a page on, written with our components."""
        self.page = (
            stage_environment(*self.folders)
            .from_string(
                f'{{% extends "{frame}" %}}{IMPORTS}{{% block title %}}Stage{{% endblock %}}'
                f"{{% block head %}}{head}{{% endblock %}}{{% block main %}}{title}"
                f"{body}{{% endblock %}}"
            )
            .render({**shell(), **more})
        )

    def put(self, template: str) -> None:
        """Put on a page of our templates as it is."""
        self.page = stage_environment(*self.folders).get_template(template).render(shell())


@cache
def stage_environment(*folders: Path) -> Environment:
    """Return our templates' environment, which finds those of more folders too."""
    places = [WEB / "templates", *sorted(WEB.parent.glob("*/templates")), *folders]
    env = environment(loader=FileSystemLoader(places), autoescape=True)
    env.globals.update(
        url=lambda name, *args: f"/{name}/", static=lambda path: f"/static/{path}", exit_url="/elsewhere"
    )
    return env


def shell() -> dict[str, object]:
    """Return what the frame of a page wants to know."""
    return {
        "person": SimpleNamespace(name="Ada"),
        "bonds": [],
        "bond": None,
        "page_look": "auto",
        "lock_after": None,
        "said": "",
        "sample_mode": False,
        "sprite": "/static/icons/sprite.svg",
        "LANGUAGE_CODE": "en",
        "LANGUAGE_BIDI": False,
        "csrf_input": "",
        "request": SimpleNamespace(path="/stage", get_full_path=lambda: "/stage"),
    }


@contextmanager
def open_stage(port: int = 0) -> Iterator[Stage]:
    """Serve a stage on this machine, on a free port if none is named."""
    stage = Stage()

    class Handler(_Handler):
        pass

    Handler.stage = stage
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    stage.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield stage
    finally:
        stage.news.put("")
        server.shutdown()
        server.server_close()


class _Handler(http.server.BaseHTTPRequestHandler):
    stage: Stage

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == "/changes":
            self._stream()
        elif path.endswith("inglenook.css"):
            every = stylesheet() + "".join(tighten(one.read_text()) for one in apart())
            self._send(200, every, "text/css")
        elif path.startswith("/static/"):
            self._send_file(path.removeprefix("/static/"))
        elif path == "/part":
            self._send(200, self.stage.part)
        elif path in ("/", "/stage"):
            self.stage.renew()
            self._send(200, self.stage.page)
        elif path in ("/elsewhere", "/unlock/"):
            self._send(200, f"<title>{path}</title>{self.path}")
        else:
            self._send(404, "")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.stage.posts.append((self.path, parse_qs(body), self.headers.get("X-Revision", "")))
        status, text = self.stage.answer(self.path)
        self._send(status, text)

    def _send_file(self, name: str) -> None:
        places = [folder / name for folder in (SOURCES.parent, *self.stage.folders)]
        found = next((place for place in places if ".." not in name and place.is_file()), None)
        if found is None:
            self._send(404, "")
        else:
            self._send(200, found.read_bytes(), mimetypes.guess_type(name)[0] or "")

    def _send(self, status: int, content: str | bytes, kind: str = "text/html") -> None:
        data = content.encode() if isinstance(content, str) else content
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)

    def _stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(b"retry: 100\n\n")
        while self.stage.news.get():
            self.wfile.write(b"data: changed\n\n")

    def log_message(self, format: str, *args: object) -> None:
        pass
