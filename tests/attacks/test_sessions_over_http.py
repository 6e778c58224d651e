"""Two people with a browser each, and somebody who plants, tosses, stuffs and guesses."""

import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

import httpx
import pytest

from tests.attacks.people import browser, hidden, make_bond, post, sign_in, sign_up
from tests.attacks.wire import raw, request
from tests.figures import figure
from tests.server import Server, start_server

pytestmark = pytest.mark.serial

FREE = 5
SESSION, DEVICE, TOKEN = "inglenook", "inglenook-device", "inglenook-form"


@dataclass
class Known:
    """Somebody's browser, and their passphrase."""

    client: httpx.Client
    words: str


@pytest.fixture
def ada(server: Server, request: pytest.FixtureRequest) -> Iterator[Known]:
    with browser(server) as client:
        yield Known(client, sign_up(client, f"Ada {request.node.name}"[:40]))


@pytest.fixture
def name(request: pytest.FixtureRequest) -> str:
    """Return the name Ada signs in with."""
    return f"Ada {request.node.name}"[:40]


def is_in(client: httpx.Client) -> bool:
    return client.get("/settings/").status_code == HTTPStatus.OK


def with_cookies(server: Server, *lines: str) -> str:
    """Return where such a browser is sent that asks for a page of one's own; nothing where it is let in."""
    told = raw(server, request("/settings/", *(f"Cookie: {line}" for line in lines)))
    return "" if told.status == HTTPStatus.OK else told.headers.get("location", f"nowhere: {told.status}")


def test_a_planted_session_is_never_the_one_that_opens(server: Server, ada: Known, name: str) -> None:
    with browser(server) as attacker, browser(server) as victim:
        sign_up(attacker, f"planter {name}"[:40])
        for planted in (attacker.cookies[SESSION], "A" * 64, "x", "0" * 96):
            victim.cookies.clear()
            victim.cookies.set(SESSION, planted, domain="localhost.local", path="/")
            assert sign_in(victim, name, ada.words).status_code == HTTPStatus.FOUND
            assert is_in(victim)
            assert victim.cookies[SESSION] != planted
            assert with_cookies(server, f"{SESSION}={planted}").startswith("/sign-in/")


def test_the_cookie_is_another_after_each_coming_in_and_each_lock(
    server: Server, ada: Known, name: str
) -> None:
    seen = [ada.client.cookies[SESSION]]
    for act in ("lock", "unlock", "leave", "unlock", "sign-in"):
        if act == "lock":
            post(ada.client, "/lock/", {})
        elif act == "leave":
            ada.client.post("/leave-quickly/")
        elif act == "unlock":
            assert post(ada.client, "/unlock/", {"passphrase": ada.words}).status_code == HTTPStatus.FOUND
        else:
            sign_in(ada.client, name, ada.words)
        seen.append(ada.client.cookies[SESSION])
    assert len(set(seen)) == len(seen)
    for old in seen[:-1]:
        assert with_cookies(server, f"{SESSION}={old}") != ""
    assert with_cookies(server, f"{SESSION}={seen[-1]}") == ""


def test_cookies_tossed_in_from_elsewhere_never_mix_two_people(server: Server, ada: Known, name: str) -> None:
    with browser(server) as bo:
        sign_up(bo, f"tosser {name}"[:40])
        hers, his = ada.client.cookies[SESSION], bo.cookies[SESSION]
        mixed = [hers[:at] + his[at:] for at in (1, 16, 21, 22, 32, len(hers) // 2, len(hers) - 1)]
        # Where the two have the one letter in common, nothing was mixed.
        mixed = [value for value in mixed if value not in (hers, his)]
        odd = [
            "",
            '"',
            '"' + hers,
            hers + "=",
            hers[:-1],
            hers + "A",
            hers.lower(),
            "%00",
            "\x01",
            "\xff" * 64,
        ]
        odd += [f"{hers}, {his}", f"{hers} {his}", "A" * 8000]
        for value in mixed + odd:
            assert with_cookies(server, f"{SESSION}={value}") != "", value
        for lines in (
            [f"{SESSION}={his}; {SESSION}={hers}"],
            [f"{SESSION}={his}", f"{SESSION}={hers}"],
            [f"{SESSION}=x; {SESSION}={hers}"],
            [f"$Version=1; {SESSION}={his}; $Path=/; {SESSION}={hers}"],
        ):
            told = raw(server, request("/settings/", *(f"Cookie: {line}" for line in lines)))
            assert told.status == HTTPStatus.OK
            assert name.encode() in told.rest, "whose page it is depends on one cookie alone"
            assert b"tosser" not in told.rest
        for look_alike in (
            f"Inglenook={hers}",
            f"inglenook ={hers}x",
            f" __Host-{SESSION}={hers}",
            f"{SESSION}[]={hers}",
        ):
            assert with_cookies(server, look_alike) != "", look_alike


def test_a_token_tossed_in_makes_no_form_of_anothers_ours(server: Server, ada: Known) -> None:
    with browser(server) as attacker:
        attacker.get("/sign-in/")
        tossed, token = attacker.cookies[TOKEN], hidden(attacker.get("/sign-in/"), "csrfmiddlewaretoken")
        body = f"csrfmiddlewaretoken={token}".encode()
        kind = "Content-Type: application/x-www-form-urlencoded"
        cookie = f"Cookie: {SESSION}={ada.client.cookies[SESSION]}; {TOKEN}={tossed}"
        for origin in ("https://evil.example", "http://sub.localhost", "null"):
            told = raw(
                server, request("/sign-out/", cookie, kind, f"Origin: {origin}", method="POST", body=body)
            )
            assert told.status == HTTPStatus.FORBIDDEN
    assert is_in(ada.client)


def test_behind_https_no_other_site_and_no_subdomain_can_set_a_cookie_of_ours(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    server = start_server(tmp_path_factory.mktemp("https"), url="https://localhost")
    try:
        proxied = "X-Forwarded-Proto: https"
        told = raw(server, request("/sign-in/", proxied))
        given = told.headers["set-cookie"]
        assert given.startswith(f"__Host-{TOKEN}=")
        for part in ("Path=/", "Secure", "HttpOnly", "SameSite=Strict"):
            assert part in given
        assert "Domain" not in given
        assert told.headers["strict-transport-security"].startswith("max-age=31536000")
        for sent in (b"nonsense\r\n\r\n", request("/changes", proxied), request("/nowhere/", proxied)):
            assert "strict-transport-security" in raw(server, sent).headers
    finally:
        server.stop()


def guesses(client: httpx.Client, name: str, times: int) -> Counter[int]:
    """Guess somebody's passphrase; return how often each status was the answer."""
    return Counter(sign_in(client, name, f"guess {number}").status_code for number in range(times))


def test_a_partners_failures_never_lock_the_others_known_device(
    server: Server, ada: Known, name: str
) -> None:
    with browser(server) as bo, browser(server) as fresh:
        his = sign_up(bo, f"Bo {name}"[:40])
        make_bond(ada.client, bo)
        post(bo, "/sign-out/", {})
        told = guesses(bo, name, FREE + 5)
        assert told == {HTTPStatus.FORBIDDEN: FREE, HTTPStatus.TOO_MANY_REQUESTS: 5}
        assert sign_in(fresh, name, ada.words).status_code == HTTPStatus.TOO_MANY_REQUESTS, "strangers wait"
        # Ada, on the browser she has used before: in each way that asks for her passphrase.
        assert post(ada.client, "/settings/export/", {"passphrase": ada.words}).status_code == HTTPStatus.OK
        post(ada.client, "/lock/", {})
        assert post(ada.client, "/unlock/", {"passphrase": ada.words}).status_code == HTTPStatus.FOUND
        post(ada.client, "/sign-out/", {})
        assert sign_in(ada.client, name, ada.words).status_code == HTTPStatus.FOUND
        assert sign_in(bo, f"Bo {name}"[:40], his).status_code == HTTPStatus.FOUND, (
            "nor has he locked out himself"
        )
        assert guesses(ada.client, name, 2)[HTTPStatus.FORBIDDEN] == 2, "two slips of her own"
        assert sign_in(ada.client, name, ada.words).status_code == HTTPStatus.FOUND


def test_guesses_at_the_recovery_code_and_at_the_passphrase_wait_apart(
    server: Server, ada: Known, name: str
) -> None:
    code = hidden(ada.client.get("/recovery-code/"), "offered")
    assert (
        post(ada.client, "/recovery-code/", {"offered": code, "code": code}).status_code == HTTPStatus.FOUND
    )
    wrong = ("B" if code[0] == "A" else "A") + code[1:]
    with browser(server) as partner, browser(server) as fresh:
        guesses(partner, name, FREE + 1)
        came = post(fresh, "/recover/", {"sign_in_name": name, "code": code})
        assert "The code fits." in came.text, "guessing the passphrase does not close the other way in"
        for _ in range(FREE + 3):
            post(partner, "/recover/", {"sign_in_name": name, "code": wrong})
    post(ada.client, "/lock/", {})
    assert post(ada.client, "/unlock/", {"passphrase": ada.words}).status_code == HTTPStatus.FOUND


def test_a_device_cookie_stuffed_or_stolen_from_another_makes_nobody_known(
    server: Server, ada: Known, name: str
) -> None:
    with browser(server) as partner:
        sign_up(partner, f"stuffer {name}"[:40])
        own = partner.cookies[DEVICE]
        guesses(partner, name, FREE)
        forged = own.split(".")[0] + "." + "0" * 64
        for device in (own, "_".join([own] * 50), "_".join([forged] * 100), "_" * 5000, own + "_" + forged):
            with browser(server) as stranger:
                stranger.cookies.set(DEVICE, device, domain="localhost.local", path="/")
                assert sign_in(stranger, name, "x").status_code == HTTPStatus.TOO_MANY_REQUESTS
    with browser(server) as thief:
        thief.cookies.set(DEVICE, ada.client.cookies[DEVICE], domain="localhost.local", path="/")
        told = guesses(thief, name, FREE + 3)
        assert told[HTTPStatus.FORBIDDEN] == FREE, (
            "even a stolen one gives no more tries than the device itself has"
        )


def test_fifty_guesses_at_once_gain_nothing(server: Server, ada: Known, name: str) -> None:
    told: list[int] = []
    clients = [browser(server) for _ in range(50)]
    tokens = [hidden(client.get("/sign-in/"), "csrfmiddlewaretoken") for client in clients]

    def guess(number: int) -> None:
        form = {"csrfmiddlewaretoken": tokens[number], "sign_in_name": name, "passphrase": f"guess {number}"}
        told.append(clients[number].post("/sign-in/", data=form).status_code)

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for client in clients:
        client.close()
    counted = Counter(told)
    figure("of 50 wrong guesses at once, heard", counted[HTTPStatus.FORBIDDEN])
    assert counted == {HTTPStatus.FORBIDDEN: FREE, HTTPStatus.TOO_MANY_REQUESTS: 50 - FREE}
    assert is_in(ada.client)
