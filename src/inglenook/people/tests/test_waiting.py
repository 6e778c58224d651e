"""Wrong guesses make the guesser wait, never the person on a device they have used before."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from inglenook.people.tests.pages import set_recovery, sign_in, sign_up, text, value
from inglenook.vault.throttle import FREE_TRIES

pytestmark = pytest.mark.django_db


def _guess(client: Client, times: int) -> int:
    codes: list[int] = [sign_in(client, "ada", f"guess {n}").status_code for n in range(times)]
    return codes[-1]


def test_after_some_tries_one_must_wait_and_is_told_how_long(client: Client) -> None:
    words = sign_up(Client())
    assert _guess(client, FREE_TRIES) == 403
    page = sign_in(client, "ada", words)
    assert page.status_code == 429
    assert page.headers["Retry-After"] == "2"
    assert "Please wait 2 seconds" in text(page)
    assert value(page, "sign_in_name") == "ada"
    with time_machine.travel(timezone.now() + timedelta(seconds=3)):
        assert sign_in(client, "ada", words).status_code == 302


def test_long_waits_are_said_in_minutes(client: Client) -> None:
    sign_up(Client())
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(14):
            _guess(client, 1)
            clock.shift(timedelta(minutes=15))
        _guess(client, 1)
        assert "Please wait 15 minutes" in text(sign_in(client, "ada", "x"))


def test_a_partners_guesses_never_delay_the_device_that_is_known(client: Client) -> None:
    words = sign_up(client)
    partner = Client()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(20):
            _guess(partner, 1)
            clock.shift(timedelta(minutes=1))
        assert _guess(partner, FREE_TRIES) == 429
    client.post("/lock/")
    assert client.post("/unlock/", {"passphrase": words}).status_code == 302
    client.post("/sign-out/")
    assert sign_in(client, "ada", words).status_code == 302


def test_a_browser_shared_by_two_is_known_to_both(client: Client) -> None:
    words = sign_up(client)
    theirs = sign_up(client, sign_in_name="bo", name="Bo")
    stranger = Client()
    for name in ("ada", "bo"):
        for _ in range(FREE_TRIES):
            sign_in(stranger, name, "guess")
    assert sign_in(client, "ada", words).status_code == 302
    assert sign_in(client, "bo", theirs).status_code == 302


def test_a_name_that_nobody_has_waits_like_any_other(client: Client) -> None:
    codes = [sign_in(client, "nobody", "x").status_code for _ in range(FREE_TRIES + 1)]
    assert codes == [403] * FREE_TRIES + [429]


def test_recovery_waits_apart_from_the_passphrase(client: Client) -> None:
    sign_up(client)
    code = set_recovery(client)
    stranger = Client()
    assert _guess(stranger, FREE_TRIES + 1) == 429
    page = stranger.post("/recover/", {"sign_in_name": "ada", "code": code})
    assert page.status_code == 200
    assert "The code fits." in text(page)


def test_the_settings_ask_and_wait_too(client: Client) -> None:
    sign_up(client)
    pages = [client.post("/settings/erase/", {"passphrase": "wrong"}) for _ in range(FREE_TRIES + 1)]
    assert "That is not your passphrase." in text(pages[0])
    assert "Please wait" in text(pages[-1])
