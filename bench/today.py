"""The Today page and a write, per second, beside a bare framework page and a bare server in the same run."""

import os
import re
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from tests.figures import figure

from bench.harness import Contender, Served, free_port, race, ratio

ENTRIES = 30
NOTE = "A note of an ordinary length, as people write."
PORT = free_port()


def _set_up(directory: Path) -> None:
    """Make an empty Inglenook in a directory, and let this process speak its language."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "inglenook.config.settings",
        "INGLENOOK_DATA": str(directory),
        "INGLENOOK_URL": f"http://localhost:{PORT}",
    }
    from rich.console import Console

    from inglenook.cli.serving import get_ready
    from inglenook.config.paths import prepare

    prepare(directory)
    get_ready(Console(quiet=True))


def _live_a_little() -> tuple[str, str]:
    """Let Ada and Bo have a bond and a month; returns the name and value of Ada's session cookie."""
    from django.conf import settings
    from django.utils import timezone

    from inglenook.bonds.models import About, Bond
    from inglenook.entries.bodies import CheckIn, Mood
    from inglenook.entries.models import Entry
    from inglenook.people.models import Person, Preferences
    from inglenook.sample.life import join
    from inglenook.vault.records import new_id
    from inglenook.vault.sessions import begin

    ada, bo = (
        Person.sign_up(name, f"{name} and plain words for the bench", Preferences(name=name))
        for name in ("Ada", "Bo")
    )
    join(Bond.found(ada, About("partners")), ada, bo)
    for number in range(ENTRIES):
        then = timezone.now() - timedelta(days=number)
        body = CheckIn(at=int(then.timestamp()), mood=Mood(1, 2), words=("content",), strength=2)
        Entry.keep(ada, new_id(then.date()), body, NOTE, then.date())
    token = begin(ada.keyring, label="Bench", idle_seconds=86_400)
    return settings.SESSION_COOKIE, token.cookie


def _reader(server: Served, path: str, headers: dict[str, str]) -> Callable[[], None]:
    def once() -> None:
        status, _, _ = server.ask("GET", path, headers)
        assert status == 200, status

    return once


def _writer(server: Served, cookie: str) -> Callable[[], None]:
    """Return what keeps one check-in, by the form that a browser would send."""
    from inglenook.vault.records import new_id

    status, headers, page = server.ask("GET", "/me/check-in/", {"Cookie": cookie})
    assert status == 200, status
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    form_cookie = headers["set-cookie"].split(";")[0]
    sent = {
        "Cookie": f"{cookie}; {form_cookie}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": f"http://localhost:{server.port}",
    }

    def once() -> None:
        body = b"csrfmiddlewaretoken=%s&id=%s&mood=1,2&words=content&strength=2&note=fine" % (
            token[1],
            str(new_id()).encode(),
        )
        status, _, _ = server.ask("POST", "/me/check-in/", sent, body)
        assert status == 302, status

    return once


def _contenders(ours: Served, bare: Served, page: Served, cookie: str) -> list[Contender]:
    packed = {"Cookie": cookie, "Accept-Encoding": "gzip"}
    return [
        Contender("bare server", _reader(bare, "/", {})),
        Contender("bare Django page", _reader(page, "/", {})),
        Contender("Today", _reader(ours, "/", {"Cookie": cookie})),
        Contender("Today, compressed", _reader(ours, "/", packed)),
        Contender("keeping a check-in", _writer(ours, cookie)),
    ]


def main() -> None:
    """Race them, and print rates and ratios."""
    os.umask(0o077)  # as the command does: the server refuses files that others can read
    with tempfile.TemporaryDirectory() as home:
        _set_up(Path(home, "data"))
        name, value = _live_a_little()
        cookie = f"{name}={value}"
        ours = Served("-m", "inglenook", "serve", "--port", str(PORT), port=PORT)
        size = str(len(ours.ask("GET", "/", {"Cookie": cookie})[2]))
        asgi, django = free_port(), free_port()
        bare = Served("-m", "bench.bare", "asgi", str(asgi), size, port=asgi)
        page = Served("-m", "bench.bare", "django", str(django), size, port=django)
        contenders = _contenders(ours, bare, page, cookie)
        race(contenders)
        for one in contenders:
            figure(f"bench: {one.name}, per second", round(one.rate))
        for one in contenders[2:]:
            figure(
                f"bench: a bare Django page is faster than {one.name}, times",
                f"{ratio(contenders[1], one):.1f}",
            )
            figure(
                f"bench: a bare server is faster than {one.name}, times", f"{ratio(contenders[0], one):.1f}"
            )
        for server in (ours, bare, page):
            server.stop()


if __name__ == "__main__":
    main()
