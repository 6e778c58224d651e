"""Real browsers that look at a real server."""

import http.server
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests.server import Server as Server
from tests.server import start_server as start_server

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
# Two browsers share the machine, and others' work may be on it too.
expect.set_options(timeout=15_000)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def browser_path() -> str:
    """Return the browser the tests drive: bin/test says which, else the usual names are tried."""
    names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
    found = os.environ.get("INGLENOOK_BROWSER") or next(filter(None, map(shutil.which, names)), None)
    assert found, "No browser: bin/test sets one up."
    return found


@pytest.fixture(scope="session")
def neutral_site() -> Iterator[str]:
    """A harmless page elsewhere, for the quick exit."""

    class Harmless(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<title>Weather</title>Sunny.")

        def log_message(self, format: str, *args: object) -> None:
            pass

    site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Harmless)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    yield f"http://localhost:{site.server_port}/"
    site.shutdown()
    site.server_close()


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The made-up couple's Inglenook, for tests that look and do not write."""
    server = start_server(tmp_path_factory.mktemp("sample"), "--sample")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, neutral_site: str) -> Iterator[Server]:
    """An Inglenook of nobody yet, for the journeys of one file."""
    server = start_server(tmp_path_factory.mktemp("place"), exit_url=neutral_site)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Window:
    """One person's browser, which notes what must never happen."""

    context: BrowserContext
    page: Page
    address: str
    wrong: list[str] = field(default_factory=list)
    allowed: tuple[str, ...] = ()

    def go(self, path: str) -> None:
        """Open a page."""
        self.page.goto(self.address + path)

    def press(self, name: str) -> None:
        """Press the button of this name."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        """Follow the link of this name."""
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def write(self, label: str, text: str) -> None:
        """Write into the box of this label."""
        self.page.get_by_label(label).fill(text)


class Place(Protocol):
    """What a window is opened at: a server or a stage."""

    @property
    def address(self) -> str: ...

    @property
    def exit_url(self) -> str: ...


Opener = Callable[..., Window]


def window_at(chromium: Browser, place: Place, size: dict[str, int] = PHONE, **options: object) -> Window:
    """Open a browser of somebody's own, which notes errors and requests elsewhere."""
    usual: dict[str, object] = {"timezone_id": "Europe/Berlin", "locale": "en-GB"}
    context = chromium.new_context(viewport=size, **(usual | options))  # type: ignore[arg-type]
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=place.address)
    page = context.new_page()
    window = Window(context, page, place.address, allowed=(place.exit_url,))
    page.on("pageerror", lambda error: window.wrong.append(f"error: {error}"))
    page.on("console", lambda message: _note_refusal(window, message))
    page.on("request", lambda r: _note_stranger(window, r.url))
    page.set_default_timeout(10_000)
    return window


@pytest.fixture
def open_window(chromium: Browser) -> Iterator[Opener]:
    """Return a function that opens a browser at a server; errors and requests elsewhere fail the test."""
    windows: list[Window] = []

    def opened(place: Place, size: dict[str, int] = PHONE, **options: object) -> Window:
        windows.append(window_at(chromium, place, size, **options))
        return windows[-1]

    yield opened
    for number, window in enumerate(windows):
        if os.environ.get("INGLENOOK_LAST_SIGHT"):
            window.page.screenshot(path=f"{os.environ['INGLENOOK_LAST_SIGHT']}-{number}.png", full_page=True)
        window.context.close()
    assert [w for window in windows for w in window.wrong] == []


def _note_refusal(window: Window, message: ConsoleMessage) -> None:
    if message.type == "error" and "Content Security" in message.text:
        window.wrong.append(message.text)


def _note_stranger(window: Window, url: str) -> None:
    if not url.startswith((window.address, "data:", "blob:", *window.allowed)):
        window.wrong.append(f"request to {url}")
