"""An open stream says “changed” and nothing else, and ends with its session."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from conftest import PASSPHRASE, again, mine, questions_for
from django.conf import settings
from django.db import connections
from django.test import Client

from inglenook.bonds.models import Bond
from inglenook.config import streams
from inglenook.exchanges.asking import ask
from inglenook.people.models import Person
from inglenook.vault.models import Session
from inglenook.vault.records import new_id
from inglenook.vault.sessions import sweep
from inglenook.web import live
from inglenook.web.live import hub
from inglenook.web.tests.listening import listening

Browser = Callable[[Person], Client]
pytestmark = pytest.mark.django_db(transaction=True)


def _stream(
    client: Client, act: Callable[[], object], *headers: tuple[bytes, bytes], left: int = 0
) -> list[dict[str, Any]]:
    """Open a stream as a browser, do something meanwhile, and return what was sent until it ended.

    `left` is how many other streams are open then.
    """
    cookie = f"{settings.SESSION_COOKIE}={client.cookies[settings.SESSION_COOKIE].value}".encode()
    scope = {"type": "http", "method": "GET", "path": "/changes", "headers": [(b"cookie", cookie), *headers]}
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(dict(message))

    async def whole() -> None:
        open_still = asyncio.get_running_loop().create_future()

        async def receive() -> Any:
            return await open_still

        stream = asyncio.ensure_future(streams.live(scope, receive, send))
        while len(sent) < 2 and not stream.done():
            await asyncio.sleep(0.01)
        await asyncio.to_thread(_alone, act)
        await asyncio.wait_for(stream, 10)

    asyncio.run(whole())
    assert hub.count() == left
    return sent


def _alone(act: Callable[[], object]) -> None:
    """Act in a thread of its own, and leave no connection behind in it."""
    try:
        act()
    finally:
        connections.close_all()


def _words(sent: list[dict[str, Any]]) -> set[str]:
    return {message.get("body", b"").decode().split("\n")[0] for message in sent[1:]}


@pytest.mark.parametrize("way", ["/lock/", "/sign-out/", "/leave-quickly/", "revoke", "erase", "renew"])
def test_it_closes_at_once_when_the_session_does(ada: Person, browser_of: Browser, way: str) -> None:
    client, other = browser_of(ada), browser_of(ada)

    def end() -> None:
        if way == "revoke":
            for session in Session.objects.all():
                other.post(f"/settings/devices/{bytes(session.id_hash).hex()}/")
        elif way == "erase":
            other.post("/settings/erase/", {"passphrase": PASSPHRASE})
        elif way == "renew":
            new = "acrobat basin caramel dinginess grandson plaster"
            form = {"old-passphrase": PASSPHRASE, "offered": new, "passphrase": new}
            assert other.post("/settings/passphrase/?known=1", form).status_code == 302
        else:
            client.post(way)

    assert _words(_stream(client, end)) <= {"retry: 2000", ""}


@pytest.mark.parametrize("what", ["thirty days", "idle"])
def test_it_closes_when_the_time_is_over(
    ada: Person, browser_of: Browser, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "BEAT_SECONDS", 0.05)

    def pass_time() -> None:
        session = Session.objects.get()
        if what == "idle":
            Session.objects.update(last_used=session.last_used - timedelta(hours=2))
            sweep()
        else:
            Session.objects.update(started=session.started - timedelta(days=31))

    assert _words(_stream(browser_of(ada), pass_time)) <= {"retry: 2000", ": still here", ""}


def test_it_says_that_something_changed_and_no_more(
    ada: Person, bo: Person, bond: Bond, browser_of: Browser
) -> None:
    his = browser_of(bo)

    def share_then_lock() -> None:
        ask(again(ada), mine(ada, bond.id), questions_for(bond)[0], id=new_id())
        asyncio.run(asyncio.sleep(0.2))
        his.post("/lock/")

    assert _words(_stream(his, share_then_lock)) == {"retry: 2000", "data: changed", ""}


def test_another_site_and_a_locked_browser_get_none(ada: Person, browser_of: Browser) -> None:
    client = browser_of(ada)
    sent = _stream(client, lambda: None, (b"sec-fetch-site", b"same-site"))
    assert sent[0]["status"] == 403
    client.post("/lock/")
    assert _stream(client, lambda: None)[0]["status"] == 403


def test_nobody_can_use_up_the_connections_with_streams(
    ada: Person, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "MOST_STREAMS", 1)
    client = browser_of(ada)

    def one_more() -> None:
        assert _stream(client, lambda: None, left=1)[0]["status"] == 429
        client.post("/lock/")

    assert _stream(client, one_more)[0]["status"] == 200


def test_what_one_does_alone_wakes_nobody_else(
    ada: Person, bo: Person, bond: Bond, browser_of: Browser
) -> None:
    hers = browser_of(ada)
    ids = [ask(again(ada), mine(ada, bond.id), questions_for(bond)[n], id=new_id()).id for n in range(2)]
    with listening(bo.id) as his:
        hers.post(f"/talk/{ids[0]}/skip/")
        hers.post(f"/talk/{ids[1]}/", {"text": "canary-ember-95", "revision": "0"})
        hers.post(f"/talk/{ids[1]}/take-back/")
        hers.post(f"/drafts/{new_id()}/?at=/me/journal/", {"text": "canary-ember-96"})
        hers.post("/me/journal/", {"id": str(new_id()), "text": "canary-ember-97"})
        hers.post("/me/check-in/", {"id": str(new_id()), "mood": "unsure"})
        for where in ("/", "/talk/", "/together/", f"/talk/{ids[0]}/", "/safety/", "/me/"):
            assert hers.get(where).status_code == 200
        hers.post("/lock/")
        hers.post("/unlock/", {"passphrase": PASSPHRASE})
        assert not his.changed
