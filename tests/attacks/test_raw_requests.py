"""What no browser sends gets a strict answer: in headers, hosts and paths nothing breaks out."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.attacks.people import FORM, browser, cookies, hidden, post, sign_up
from tests.attacks.wire import Told, raw, request
from tests.figures import figure
from tests.server import Server

pytestmark = [pytest.mark.serial, pytest.mark.once]

STRICT = {
    "content-security-policy": "frame-ancestors 'none'",
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}
PUT_IN = "\r\nX-Put: in\r\nSet-Cookie: put=in"


def answers_of_all_kinds(server: Server, hers: httpx.Client) -> Iterator[tuple[str, int, Told]]:
    """Yield an answer of each kind there is, with the status it should have."""
    own, token = cookies(hers), f"X-CSRFToken: {hidden(hers.get('/safety/'), 'csrfmiddlewaretoken')}"
    large = f"Content-Length: {99_999_999}"
    yield "a page", 200, raw(server, request("/sign-in/"))
    yield "a page of one's own", 200, raw(server, request("/settings/", own))
    yield "a way in", 302, raw(server, request("/settings/"))
    yield "a missing slash", 301, raw(server, request("/sign-in"))
    yield "a host that is not ours", 400, raw(server, request("/", host="evil.example"))
    yield "a forged form", 403, raw(server, request("/sign-in/", method="POST", body=b"a=b"))
    yield "another site", 403, raw(server, request("/sign-in/", "Sec-Fetch-Site: cross-site", method="POST"))
    yield "nothing", 404, raw(server, request("/nowhere/"))
    yield "no file", 404, raw(server, request("/static/nowhere.css"))
    yield "no method", 405, raw(server, request("/sign-in/", own, token, method="DELETE"))
    yield "a word", 200, raw(server, request("/live"))
    yield "the manifest", 200, raw(server, request("/manifest.webmanifest"))
    yield "the stream of a stranger", 403, raw(server, request("/changes"))
    yield "the stream", 200, raw(server, request("/changes", own), patience=1)
    yield "too large", 413, raw(server, request("/sign-in/", large, method="POST"))
    yield (
        "too many fields",
        400,
        raw(server, request("/me/journal/", own, token, FORM, method="POST", body=b"a=&" * 9999)),
    )
    yield "no request", 400, raw(server, b"nonsense\r\n\r\n")
    yield "no length", 400, raw(server, b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n")
    yield "a long head", 431, raw(server, b"GET / HTTP/1.1\r\nX-Long: " + b"a" * 300_000)


def test_every_answer_of_every_kind_refuses_to_be_framed(server: Server, hers: httpx.Client) -> None:
    wrong, seen = [], 0
    for name, status, told in answers_of_all_kinds(server, hers):
        seen += 1
        if told.status != status:
            wrong.append(f"{name}: {told.status} instead of {status}")
        wrong += [f"{name}: {key}" for key, value in STRICT.items() if value not in told.headers.get(key, "")]
        wrong += [f"{name}: {key} twice" for key in STRICT if told.names.count(key) > 1]
        wrong += [f"{name}: {key}" for key in ("server", "x-powered-by") if key in told.headers]
    assert not wrong
    figure("kinds of answers, errors of the server itself among them, with all strict headers", seen)


def test_files_say_what_they_are_and_so_does_that_nothing_has_changed(server: Server) -> None:
    style = "/static" + httpx.get(f"{server.address}/sign-in/").text.split('href="/static')[1].split('"')[0]
    for lines, status in (
        ([], 200),
        (["Range: bytes=0-9"], 206),
        (["If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT"], 304),
        (["Range: bytes=9999999-"], 416),
    ):
        told = raw(server, request(style, *lines))
        assert told.status == status
        assert told.headers["x-content-type-options"] == "nosniff"
        assert told.headers["cross-origin-resource-policy"] == "same-origin"


HOSTS = [
    ["Host: evil.example"],
    ["Host: localhost", "Host: evil.example"],
    ["Host: evil.example", "Host: localhost"],
    ["Host: localhost:80@evil.example"],
    ["Host: hers@localhost"],
    ["Host: localhost/evil.example"],
    ["Host: localhost#.evil.example"],
    ["Host: localhost.evil.example"],
    ["Host: localhost, evil.example"],
    ["Host: evil.example."],
    ["Host: [::1].evil.example"],
    ["Host: [::ffff:1.2.3.4]"],
    ["Host: 127.0.0.1.nip.io"],
    ["Host: 2130706433"],
    ["Host: \u00e4.example"],
    ["Host: %6c%6f%63%61%6c%68%6f%73%74"],
    ["Host: localhost:99999999x"],
    ["Host: localhost", "X-Forwarded-Host: evil.example"],
    ["Host: localhost", "X-Host: evil.example"],
    ["Host: localhost", "X_Forwarded_Host: evil.example"],
    ["Host: localhost", "Forwarded: host=evil.example"],
    ["Host: localhost", "X-Original-URL: /settings/", "X-Rewrite-URL: //evil.example"],
    ["Host: localhost:1"],
    ["Host:"],
    ["Host: [::1]:8765"],
]


@pytest.mark.parametrize("lines", HOSTS, ids=[" ".join(one) for one in HOSTS])
def test_a_host_that_is_not_ours_stands_in_no_answer(
    server: Server, hers: httpx.Client, lines: list[str]
) -> None:
    for path in (
        "/sign-in/",
        "/sign-in",
        "/settings/",
        "/nowhere/",
        "/bonds/join/",
        "http://evil.example/sign-in/",
    ):
        head = "\r\n".join([f"GET {path} HTTP/1.1", *lines, "Connection: close", "", ""])
        told = raw(server, head.encode("latin-1"))
        assert told.status in (200, 301, 302, 400, 404)
        assert b"evil" not in told.rest
        assert b"nip.io" not in told.rest
        assert told.headers.get("location", "/").startswith("/")
        if "evil" in lines[0] or len([line for line in lines if line.startswith("Host")]) > 1:
            assert told.status == 400


def test_links_for_others_are_made_of_the_address_that_was_set_and_no_other(
    server: Server, hers: httpx.Client
) -> None:
    bond = post(hers, "/bonds/new/", {"kind": "friends", "title": ""}).headers["Location"]
    where = post(hers, bond, {"earlier": "no"}).headers["Location"]
    for host in ("127.0.0.1", "localhost:1"):
        told = raw(server, request(where, cookies(hers), "X-Forwarded-Host: evil.example", host=host))
        assert f"{server.address}/bonds/join/#".encode() in told.rest
        assert b"evil" not in told.rest


ODD_VALUES = (
    PUT_IN,
    "%0d%0aX-Put:%20in",
    "\rX-Put: in",
    "\nX-Put: in",
    "\u560d\u560aX-Put: in",
    "\x0b\x0cX-Put: in",
    "\x85X-Put: in",
)
ODD_PATHS = ("%0d%0aX-Put:%20in", "a%0aX-Put:in", "%E5%98%8D%E5%98%8AX-Put:in", "%00", "%0d")
ODD_COOKIES = (
    '"\\r\\nX-Put: in"',
    '"\\015\\012X-Put: in"',
    "%0d%0aX-Put:in",
    "\x01\x02",
    "\xff\xfe",
    "en\x00",
)
COOKIES = ("", "-look", "-bond", "-device", "-form", "-language")


def test_no_value_breaks_out_into_a_header(server: Server, hers: httpx.Client) -> None:
    tried = 0
    with browser(server) as client:
        client.get("/sign-in/")
        for value in ODD_VALUES:
            for answer in (
                client.get("/sign-in/", params={"next": "/" + value, "said": value}),
                client.get("/settings/", params={"a": value}),
                post(client, "/sign-in/", {"sign_in_name": value, "passphrase": "x", "next": "/" + value}),
                post(client, "/lock/", {"next": "/a" + value}),
                post(client, "/language/", {"language": value, "next": "/a" + value}),
                post(client, "/bonds/join/", {"code": value}),
                post(hers, "/bonds/none/choose/", {"next": "/" + value}),
                hers.get("/me/journal/", params={"prompt": value}),
            ):
                tried += 1
                assert "x-put" not in answer.headers
                assert "put" not in answer.cookies
                assert answer.status_code < 500
    figure("header injections in values tried: succeeded", f"{tried}: 0")


def test_no_path_and_no_cookie_breaks_out_into_a_header(server: Server) -> None:
    tried = 0
    for value in ODD_PATHS:
        for path in (
            f"/{value}",
            f"/sign-in{value}",
            f"/sign-in/{value}/",
            f"/static/{value}",
            f"/bonds/{value}",
        ):
            told = raw(server, request(path))
            tried += 1
            assert told.status in (301, 400, 404)
            assert "x-put" not in told.headers
    for name in COOKIES:
        for value in ODD_COOKIES:
            told = raw(server, request("/sign-in/", f"Cookie: inglenook{name}={value}"))
            tried += 1
            assert told.status in (200, 400)
            assert "x-put" not in told.headers
    figure("header injections in paths and cookies tried: succeeded", f"{tried}: 0")


def test_the_file_to_take_along_is_named_by_us(server: Server) -> None:
    with browser(server) as client:
        words = sign_up(client, "Ada\u2028; filename=x")
        answer = post(
            client, "/settings/", {"name": "x", "time_zone": "Europe/Berlin\r\nX-Put: in", "look": "auto"}
        )
        assert answer.status_code == 200
        taken = post(client, "/settings/export/", {"passphrase": words})
        assert taken.headers["Content-Disposition"].split(";")[0] == "attachment"
        assert taken.headers["Content-Disposition"].count("filename") == 1
        assert json.loads(taken.text)


PATHS = [
    "/static/../secret",
    "/static/..%2fsecret",
    "/static/%2e%2e/secret",
    "/static/%2e%2e%2fsecret",
    "/static/%252e%252e%252fsecret",
    "/static/..%252fsecret",
    "/static/..\\secret",
    "/static/..%5csecret",
    "/static/%5c..%5csecret",
    "/static/....//secret",
    "/static/..;/secret",
    "/static/.%00./secret",
    "/static/%c0%ae%c0%ae/secret",
    "/static/%e0%80%ae%e0%80%ae/secret",
    "/static/%uff0e%uff0e/secret",
    "/static//etc/passwd",
    "/static/%2fetc%2fpasswd",
    "/static/file:///etc/passwd",
    "/static/../inglenook.sqlite3",
    "/static/../assets.stamp",
    "/static/css%00.css",
    "/static/icons/..",
    "/static/icons/../../secret",
    "/static/.",
    "/static/./",
    "/static",
    "/static/",
    "/static/secret.",
    "/static/con",
    "/static/~/secret",
    "/secret",
    "/../secret",
    "/..%2f..%2fsecret",
    "/%2e%2e/%2e%2e/secret",
    "//secret",
    "/.git/config",
    "/.env",
    "/settings.py",
    "/sign-in/..;/settings/",
    "/sign-in/%2e%2e/settings/",
    "/settings%2f",
    "/settings/%00",
    "/settings/.",
    "/settings/..",
    "/SETTINGS/",
    "/settings;a=b/",
    "/settings/%20",
    "/\u00e4\u00f6",
    "/%F0%9F%A6%8A",
    "/%ff%fe",
    "/%",
    "/%zz",
    "/" + "a" * 60_000,
    "/" + "a/" * 20_000,
    "/" + "%2e%2e/" * 5000,
    "/static/" + "../" * 1000 + "etc/passwd",
    "/me/entries/../../settings/",
    "/me/entries/01900000-0000-7000-8000-00000000000g/",
    "/bonds/none/none/",
]


def test_no_path_reaches_another_file_or_breaks_anything(server: Server) -> None:
    private = [path.read_bytes() for path in (server.data / "secret", Path("/etc/passwd")) if path.exists()]
    for path in PATHS:
        for form in (path, path + "?a=b", path + "."):
            told = raw(server, request(form))
            assert told.status in (301, 302, 400, 403, 404, 431), (form[:80], told.status)
            assert told.headers.get("location", "/").startswith("/"), form[:80]
            assert not told.headers.get("location", "/").startswith("//"), form[:80]
            assert not any(secret in told.rest for secret in private), form[:80]
            assert b"Traceback" not in told.rest
    figure("path tricks tried: succeeded", f"{3 * len(PATHS)}: 0")
