"""The language model: what is sent to it and where, and what becomes of an answer that is not one."""

import json
import logging
import socket
from collections.abc import Iterator
from time import monotonic
from typing import Any

import pytest

from inglenook.coach import model as asking
from inglenook.coach.model import MOST_IN, MOST_OUT, Model, ModelError, is_near
from inglenook.coach.network import ANYWHERE
from inglenook.coach.tests.pretending import Pretender, pretend

HARSH = "You never listen to me. canary-ember-410"


@pytest.fixture
def server() -> Iterator[Pretender]:
    with pretend() as served:
        yield served


def trouble_with(server: Pretender, message: str = HARSH) -> str:
    """Return the kind of trouble that comes of asking."""
    with pytest.raises(ModelError) as caught:
        Model(server.address, "small").rewrite(message, language="en")
    assert "canary" not in str(caught.value)
    return caught.value.kind


def whole(message: object, **more: object) -> bytes:
    """Return a whole answer."""
    return json.dumps({"choices": [{"message": message, **more}]}).encode()


def test_it_sends_the_message_alone_and_returns_the_answer(server: Pretender) -> None:
    assert Model(server.address + "/", "small", "a-key").rewrite(HARSH, language="de") == server.answer
    (asked,), (headers,) = server.asked, server.headers
    assert server.paths == ["/v1/chat/completions"]
    assert (asked["model"], asked["temperature"], asked["stream"]) == ("small", 0, False)
    assert [one["role"] for one in asked["messages"]] == ["system", "user"]
    assert asked["messages"][1]["content"] == HARSH
    assert "in German" in asked["messages"][0]["content"]
    assert headers["Authorization"] == "Bearer a-key"
    assert set(headers) == {"Host", "Accept-Encoding", "Content-Length", "Content-Type", "Authorization"}


def test_without_a_key_none_is_sent(server: Pretender) -> None:
    Model(server.address, "").rewrite(HARSH, language="en")
    assert "Authorization" not in server.headers[0]


@pytest.mark.parametrize(
    "host",
    [
        *("localhost", "127.0.0.1", "127.8.8.8", "[::1]", "10.1.2.3", "172.16.0.1", "172.31.255.1"),
        *("192.168.178.20", "169.254.3.4", "[fd00::1]", "[fe80::1]", "[::ffff:10.0.0.1]", "ollama"),
        *("kitchen.local", "KITCHEN.LOCAL."),
    ],
)
def test_what_is_on_this_network_may_be_asked(host: str) -> None:
    assert is_near(f"http://{host}:11434/v1")
    assert is_near(f"https://{host}")


FAR = [
    *(
        "api.example.com",
        "8.8.8.8",
        "172.32.0.1",
        "192.169.0.1",
        "100.64.0.1",
        "[2001:db8::1]",
        "local.example",
    ),
    *("[::ffff:8.8.8.8]", "kitchen.local.example", "127.0.0.1.example", "0.0.0.0"),  # noqa: S104
]


@pytest.mark.parametrize("host", FAR)
def test_what_is_far_may_not_unless_it_was_allowed(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ModelError, match="neither this machine nor on its own network"):
        Model(f"https://{host}/v1", "small")
    monkeypatch.setenv(ANYWHERE, "1")
    assert not is_near(f"https://{host}/v1")
    assert "leaves this network" in Model(f"https://{host}/v1", "small").warning


@pytest.mark.parametrize(
    "address",
    [
        *(
            "",
            "localhost:11434",
            "file:///etc/passwd",
            "ftp://localhost/",
            "http://",
            "http://[",
            "//localhost",
        ),
        *("http://localhost:x/", "http://localhost:99999/", "http://me@localhost/"),
        *("http://localhost/?a=b", "http://localhost/#a", "http://api.example.com#@localhost/"),
    ],
)
def test_an_odd_address_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ANYWHERE, "1")
    with pytest.raises(ModelError, match="looks like this"):
        Model(address, "small")


def test_a_near_name_that_leads_far_away_is_not_asked(
    server: Pretender, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(*_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("203.0.113.7", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("it connected"))
    for host in ("ollama", "kitchen.local", "localhost"):
        with pytest.raises(ModelError, match="leads out of this network"):
            Model(f"http://{host}/v1", "small").rewrite(HARSH, language="en")


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_redirect_is_followed(server: Pretender, status: int) -> None:
    with pretend() as elsewhere:
        server.status, server.more = status, {"Location": f"{elsewhere.address}/chat/completions"}
        assert trouble_with(server) == "refused"
        assert (len(server.asked), elsewhere.asked) == (1, [])


def test_no_proxy_is_asked(server: Pretender, monkeypatch: pytest.MonkeyPatch) -> None:
    with pretend() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.address)
        Model(server.address, "small").rewrite(HARSH, language="en")
        assert proxy.asked == []


def test_where_nobody_listens_it_says_so() -> None:
    with pretend() as gone:
        pass
    assert trouble_with(gone) == "unreachable"


def test_a_status_that_is_no_answer_is_told(server: Pretender) -> None:
    server.status = 404
    assert trouble_with(server) == "refused"


@pytest.mark.parametrize("trickle", [0.05, 10])
def test_a_slow_answer_is_not_waited_for(
    server: Pretender, trickle: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "TIMEOUT", 0.3)
    server.trickle, begun = trickle, monotonic()
    assert trouble_with(server) == "slow"
    assert monotonic() - begun < 3


@pytest.mark.parametrize(
    "raw",
    [
        *(b"", b"hello", b"\xff\xfe\x00", b"[]", b"{}", b"null", b'{"choices": []}', b'{"choices": [null]}'),
        *(
            b'{"choices": {"0": 1}}',
            b'{"choices": [{"message": "hello"}]}',
            b"[" * 100_000,
            b'"' + b"\\ud800",
        ),
        *(whole({"content": None}), whole({"content": 7}), whole({"content": " \n"}), whole({})),
        *(whole({"content": "<think>canary-ember-411</think>"}), whole({"content": "\x00\x07\ud800"})),
    ],
)
def test_an_odd_answer_is_none(server: Pretender, raw: bytes) -> None:
    server.raw = raw
    assert trouble_with(server) == "odd"


def test_a_huge_answer_or_one_that_was_cut_off_is_none(server: Pretender) -> None:
    server.answer = "x" * (MOST_OUT + 1)
    assert trouble_with(server) == "huge"
    server.raw = b" " * 50_000_000
    assert trouble_with(server) == "huge"
    server.raw = whole({"content": "Only half of"}, finish_reason="length")
    assert trouble_with(server) == "huge"


def test_an_answer_that_is_shorter_than_it_says_is_none(server: Pretender) -> None:
    server.more = {"Content-Length": "9", "Connection": "close"}
    server.raw = b'{"choices": '
    assert trouble_with(server) == "odd"


def test_what_no_text_holds_and_thoughts_before_it_are_left_out(server: Pretender) -> None:
    server.answer = "<think>\nWhat now?\n</think>\n\nI feel\x00 alone 🌧️\r\n\x1b[31mtonight.\ud800"
    assert Model(server.address, "").rewrite(HARSH, language="en") == "I feel alone 🌧️\n[31mtonight."


def test_too_much_and_nothing_are_not_sent(server: Pretender) -> None:
    assert trouble_with(server, "x" * (MOST_IN + 1)) == "long"
    assert trouble_with(server, " \n") == "empty"
    assert server.asked == []
    Model(server.address, "").rewrite("x" * MOST_IN, language="en")


@pytest.mark.parametrize("key", ["a\r\nX-Odd: 1", "ключ"])
def test_a_key_that_no_header_holds_is_trouble_of_a_known_kind(server: Pretender, key: str) -> None:
    with pytest.raises(ModelError):
        Model(server.address, "", key).rewrite(HARSH, language="en")
    assert server.asked == []


def test_nothing_is_logged(server: Pretender, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server.answer = "canary-ember-412"
    Model(server.address, "small").rewrite(HARSH, language="en")
    server.raw = b"canary-ember-412"
    assert trouble_with(server) == "odd"
    assert caplog.text == ""
