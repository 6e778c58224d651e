"""What a hostile page, a broken browser or our own mistake sends shows nothing and does nothing."""

import logging
import socket
import statistics
import threading
import time
from collections.abc import Callable

import pytest
import uvicorn
from conftest import PASSPHRASE, mine
from django.conf import settings
from django.db import connection
from django.test import Client
from pytest_django import Settings
from tests.figures import figure

from inglenook.bonds.models import Bond
from inglenook.config.asgi import application
from inglenook.config.logs import PlaceOnly
from inglenook.entries.bodies import Journal
from inglenook.entries.models import Entry
from inglenook.people.models import Person
from inglenook.people.tests.pages import value
from inglenook.vault.core.passphrase import STANDARD
from inglenook.vault.door import RecoveryCode
from inglenook.vault.keyboxes import set_recovery
from inglenook.vault.models import Session, Throttle
from inglenook.vault.records import new_id
from inglenook.vault.sessions import begin

Browser = Callable[[Person], Client]


def test_our_own_mistake_shows_nothing_of_what_was_written(
    ada: Person, browser_of: Browser, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(caplog.handler, "formatter", PlaceOnly())
    entry, _ = Entry.keep(ada, new_id(), Journal(1), "canary-ember-101")
    client = browser_of(ada)
    client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {Entry._meta.db_table} SET body = text")  # noqa: S608
    where = f"/me/entries/{entry.id}/edit/?q=canary-ember-102"
    page = client.post(where, {"text": "canary-ember-103"}, headers={"X-Odd": "canary-ember-104"})
    assert page.status_code == 500
    assert "Tampered" in caplog.text, "where it failed is told"
    for told in (caplog.text, page.content.decode()):
        assert "canary" not in told
        assert str(entry.id) not in told


def test_the_server_tells_nothing_of_requests_it_cannot_read(capfd: pytest.CaptureFixture[str]) -> None:
    config = uvicorn.Config(application, port=0, log_config=None, access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    for words in (
        b"canary-ember-105\r\n\r\n",
        b"GET /canary-ember-106\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"POST /x/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\ncanary-ember-107\r\n",
        b"GET /canary-ember-108/ HTTP/1.1\r\nHost: canary-ember-109\r\n\r\n",
        b"POST /canary-ember-110/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", port), timeout=5) as plug:
            plug.sendall(words)
            assert plug.recv(100).startswith((b"HTTP/1.1 400", b"HTTP/1.1 413"))
    server.should_exit = True
    thread.join(5)
    assert "canary" not in "".join(capfd.readouterr())


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example/",
        "/\\evil.example",
        "https://evil.example",
        "/a\r\nX-Put: in",
        "javascript:1",
        "/\tx",
        "",
    ],
)
def test_going_on_never_leads_away_nor_into_a_header(ada: Person, browser_of: Browser, wanted: str) -> None:
    client = browser_of(ada)
    for where, form in (("/bonds/none/choose/", {}), ("/unlock/", {"passphrase": PASSPHRASE})):
        answer = client.post(where, {**form, "next": wanted})
        assert answer.headers["Location"] == "/"
        assert "X-Put" not in answer.headers


def _form(client: Client) -> dict[str, str]:
    token = value(client.get("/sign-in/"), "csrfmiddlewaretoken")
    return {"csrfmiddlewaretoken": token, "sign_in_name": "Ada", "passphrase": PASSPHRASE}


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://localhost:9999"},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
    ],
)
def test_another_port_or_site_cannot_send_our_forms(ada: Person, headers: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True, SERVER_NAME="localhost", SERVER_PORT="8765")
    form = _form(client)
    assert client.post("/sign-in/", form, headers=headers).status_code == 403
    assert not Session.objects.exists()
    assert client.post("/sign-in/", form, headers={"Origin": "http://localhost:8765"}).status_code == 302


def test_a_name_that_is_not_ours_is_answered_by_nothing(client: Client, db: None) -> None:
    for host in ("evil.example", "localhost.evil.example", "127.0.0.1.nip.io"):
        assert client.get("/sign-in/", headers={"Host": host}).status_code == 400


def test_two_cookies_of_one_name_are_never_mixed(ada: Person, bo: Person, bond: Bond) -> None:
    hers, his = (begin(one.keyring, label="", idle_seconds=3600).cookie for one in (ada, bo))
    name = settings.SESSION_COOKIE
    both = f"{name}={his}; {name}={hers}"
    client = Client(headers={"Cookie": both})
    shown = client.get("/settings/")
    assert value(shown, "name") == "Ada", "the last one counts, as in the stream"
    mixed = hers[:21] + his[21:]
    assert Client(headers={"Cookie": f"{name}={mixed}"}).get("/settings/").status_code == 302
    assert mine(ada, bond.id).me.name == "Ada"


def test_a_session_planted_in_a_browser_is_not_the_one_signed_in_with(ada: Person, bo: Person) -> None:
    planted = begin(bo.keyring, label="", idle_seconds=3600).cookie
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = planted
    client.post("/sign-in/", {"sign_in_name": "Ada", "passphrase": PASSPHRASE})
    assert client.cookies[settings.SESSION_COOKIE].value != planted
    other = Client()
    other.cookies[settings.SESSION_COOKIE] = planted
    assert other.get("/settings/").status_code == 302


def test_a_name_nobody_has_takes_as_long_as_a_wrong_passphrase(db: None, settings: Settings) -> None:
    from inglenook.people.models import Preferences

    settings.PASSPHRASE_HARDNESS = STANDARD
    Person.sign_up("Ada", PASSPHRASE, Preferences(name="Ada"))
    client, took = Client(), dict[str, list[float]](Ada=[], Nobody=[])
    for _ in range(5):
        for name, times in took.items():
            Throttle.objects.all().delete()
            start = time.perf_counter()
            client.post("/sign-in/", {"sign_in_name": name, "passphrase": "not this one at all"})
            times.append(time.perf_counter() - start)
    ratio = statistics.median(took["Nobody"]) / statistics.median(took["Ada"])
    figure("time of signing in under an unknown name, in times of a known one", round(ratio, 2))
    assert 0.5 < ratio < 2


def test_a_recovery_code_for_a_name_nobody_has_takes_as_long_as_a_wrong_one(ada: Person) -> None:
    set_recovery(ada.keyring, RecoveryCode.generate())
    client, took = Client(), dict[str, list[float]](Ada=[], Nobody=[])
    wrong = RecoveryCode.generate().shown
    for _ in range(15):
        for name, times in took.items():
            Throttle.objects.all().delete()
            start = time.perf_counter()
            client.post("/recover/", {"sign_in_name": name, "code": wrong})
            times.append(time.perf_counter() - start)
    ratio = statistics.median(took["Nobody"]) / statistics.median(took["Ada"])
    figure("time of recovering under an unknown name, in times of a known one", round(ratio, 2))
    assert 0.5 < ratio < 2
