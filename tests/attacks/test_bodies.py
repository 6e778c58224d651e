"""Bodies that lie about their length, are cut short, or would like to be more than they are."""

import httpx
import pytest

from tests.attacks.people import FORM, cookies, hidden
from tests.attacks.test_slow_clients import memory
from tests.attacks.wire import plug, raw, read, request
from tests.figures import figure
from tests.server import Server

pytestmark = [pytest.mark.serial, pytest.mark.once]

POST = b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\n"
INNER = b"GET /live HTTP/1.1\r\nHost: localhost\r\n\r\n"
LIES = {
    "negative": b"Content-Length: -1\r\n\r\n",
    "signed": b"Content-Length: +5\r\n\r\nhello",
    "hexadecimal": b"Content-Length: 0x5\r\n\r\nhello",
    "with a point": b"Content-Length: 5.0\r\n\r\nhello",
    "empty": b"Content-Length: \r\n\r\n",
    "words": b"Content-Length: five\r\n\r\nhello",
    "astronomic": b"Content-Length: " + b"9" * 40 + b"\r\n\r\n",
    "two that differ": b"Content-Length: 5\r\nContent-Length: 45\r\n\r\nhello" + INNER,
    "two in a list": b"Content-Length: 5, 45\r\n\r\nhello" + INNER,
    "a length and chunks": b"Content-Length: 45\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + INNER,
    "chunks and a length": b"Transfer-Encoding: chunked\r\nContent-Length: 45\r\n\r\n0\r\n\r\n" + INNER,
    "chunks in disguise": b"Transfer-Encoding: xchunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + INNER,
    "chunks twice": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + INNER,
    "chunks not last": b"Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n" + INNER,
    "a space before the colon": b"Transfer-Encoding : chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + INNER,
    "a folded line": b"X-A: b\r\n Transfer-Encoding: chunked\r\nContent-Length: 500000\r\n\r\n",
    "a size that is none": b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
    "a size beyond all": b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nhello\r\n0\r\n\r\n",
    "a negative size": b"Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
    "a chunk longer than said": b"Transfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n" + INNER,
    "a bare line feed": b"Transfer-Encoding: chunked\n\n0\n\n" + INNER,
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_about_the_length_smuggles_no_second_request(server: Server, lie: str) -> None:
    told = raw(server, POST + LIES[lie], patience=2)
    assert told.status in (400, 408, 413)
    assert told.headers["connection"] == "close"
    assert b"HTTP/1.1 200" not in told.rest
    assert b"live" not in told.rest


def test_a_body_cut_short_writes_nothing(server: Server, hers: httpx.Client) -> None:
    token = hidden(hers.get("/me/journal/"), "csrfmiddlewaretoken")
    body = f"csrfmiddlewaretoken={token}&text=canary-ember-720".encode()
    lines = [cookies(hers), FORM]
    longer = request("/me/journal/", *lines, f"Content-Length: {len(body) + 10}", method="POST", close=False)
    chunked = request("/me/journal/", *lines, "Transfer-Encoding: chunked", method="POST", close=False)
    for cut in (longer + body, chunked + b"%x\r\n%s\r\n" % (len(body), body)):
        with plug(server) as line:
            line.sendall(cut)
        assert raw(server, request("/live")).status == 200
    assert "canary-ember-720" not in hers.get("/me/").text
    assert raw(server, longer + body + b"&" * 10).status == 302
    assert "canary-ember-720" in hers.get("/me/").text


def parts(*each: bytes, end: bytes = b"--edge--\r\n") -> bytes:
    return b"".join(b"--edge\r\n" + part + b"\r\n" for part in each) + end


def bombs() -> dict[str, tuple[str, bytes]]:
    """Return bodies that would like to be more than they are."""
    form, multi = "application/x-www-form-urlencoded", "multipart/form-data; boundary=edge"
    said = b"Content-Disposition: form-data; name=%s\r\n\r\n%s"
    file = b'Content-Disposition: form-data; name="f%d"; filename="%s"\r\n\r\n%s'
    inner = said % (b"a\r\nContent-Type: multipart/mixed; boundary=edge", b"--edge\r\n")
    coded = said % (b"a; filename=x\r\nContent-Transfer-Encoding: base64", b"A" * 900_001)
    return {
        "10,000 fields": (form, b"a=b&" * 10_000),
        "10,000 parts": (multi, parts(*(said % (b"a", b"b") for _ in range(10_000)))),
        "a field of a megabyte": (form, b"text=" + b"a" * 1_100_000),
        "a part of a megabyte": (multi, parts(said % (b"text", b"a" * 1_100_000))),
        "a field of percents": (form, b"text=" + b"%41" * 300_000),
        "parts in parts": (multi, parts(inner * 200)),
        "a thousand files": (multi, parts(*(file % (n, b"x.txt", b"x") for n in range(1000)))),
        "a file of five megabytes": (multi, parts(file % (1, b"x", b"x" * 5_000_000))),
        "a file name of a megabyte": (multi, parts(file % (1, b"x" * 1_000_000, b"x"))),
        "a file name that leads away": (multi, parts(file % (1, b"../../../../tmp/put-in", b"x"))),
        "a name of a megabyte": (multi, parts(said % (b"a" * 1_000_000, b"b"))),
        "parts without an end": (multi, parts(said % (b"a", b"b"), end=b"--edge\r\n" + b"a" * 900_000)),
        "an edge without an end": (multi, b"-" * 900_000),
        "a long edge": ("multipart/form-data; boundary=" + "e" * 5000, b"e" * 900_000),
        "only edges": (multi, b"--edge\r\n" * 100_000),
        "half of a percent": (form, b"%" * 900_000),
        "base64 without an end": (multi, parts(coded)),
    }


def test_a_bomb_is_answered_clearly_and_leaves_nothing_behind(server: Server, hers: httpx.Client) -> None:
    before, files = memory(server), sorted(path.name for path in server.data.parent.rglob("*"))
    token = hidden(hers.get("/safety/"), "csrfmiddlewaretoken")
    for name, (kind, body) in bombs().items():
        head = [cookies(hers), f"X-CSRFToken: {token}", f"Content-Type: {kind}"]
        for encoding in ([], ["Content-Encoding: gzip"]):
            told = raw(
                server, request("/me/journal/", *head, *encoding, method="POST", body=body), patience=30
            )
            assert told.status in (200, 400, 413), name
            assert b"<h1" in told.rest, name
    chunked = request("/me/journal/", *head, "Transfer-Encoding: chunked", method="POST", close=False)
    with plug(server, patience=30) as line:
        line.sendall(chunked + b"10000\r\n%s\r\n" % (b"a" * 65536) * 100)
        told = read(line)
    assert told.status == 413
    assert b"Take a part of it out" in told.rest
    figure("memory after upload bombs, in times of before", round(memory(server) / before, 2))
    assert memory(server) < 2 * before
    assert sorted(path.name for path in server.data.parent.rglob("*")) == files, "a file was written"
    assert hers.get("/settings/").status_code == 200
