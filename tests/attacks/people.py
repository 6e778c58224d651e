"""People with real cookie jars at a real server, over HTTP."""

import re
from html import unescape

import httpx

from tests.server import Server

FORM = "Content-Type: application/x-www-form-urlencoded"


def browser(server: Server, **options: object) -> httpx.Client:
    """Return a browser without scripts: its own cookies, same-origin headers, no redirects by itself."""
    headers = {"Origin": server.address, "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}
    return httpx.Client(base_url=server.address, headers=headers, timeout=60, **options)  # type: ignore[arg-type]


def cookies(client: httpx.Client) -> str:
    """Return what a browser knows, as a line of a request."""
    return "Cookie: " + "; ".join(f"{name}={value}" for name, value in client.cookies.items())


def hidden(page: httpx.Response, name: str) -> str:
    """Return the value of a field on a page."""
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', page.text)
    assert tag, f"There is no field {name} on {page.url} ({page.status_code})."
    found = re.search(r'value="([^"]*)"', tag.group(0))
    return unescape(found.group(1)) if found else ""


def post(
    client: httpx.Client, where: str, form: dict[str, str] | None = None, **headers: str
) -> httpx.Response:
    """Send a form with the token of a page."""
    token = hidden(client.get("/safety/"), "csrfmiddlewaretoken")
    return client.post(where, data={"csrfmiddlewaretoken": token, **(form or {})}, headers=headers)


def sign_up(client: httpx.Client, name: str) -> str:
    """Make an account with six generated words, and return them."""
    names = {"name": name, "sign_in_name": name, "pronouns": "", "time_zone": "Europe/Berlin"}
    words = hidden(post(client, "/start/", names), "offered")
    came = post(client, "/start/", {**names, "offered": words, "passphrase": words})
    assert came.status_code == 302, came.text
    return words


def sign_in(client: httpx.Client, name: str, words: str) -> httpx.Response:
    """Try to come in."""
    return post(client, "/sign-in/", {"sign_in_name": name, "passphrase": words})


def make_bond(ada: httpx.Client, bo: httpx.Client, title: str = "") -> str:
    """Let two people find each other; returns the address of their bond."""
    where = post(ada, "/bonds/new/", {"kind": "partners", "title": title}).headers["Location"]
    shown = ada.get(post(ada, where, {"earlier": "no"}).headers["Location"])
    link = re.search(r"/bonds/join/#([\w-]+)", shown.text)
    assert link, shown.text
    assert post(bo, "/bonds/join/", {"code": link.group(1)}).status_code == 302
    assert post(bo, "/bonds/join/confirm/").status_code == 302
    assert ada.get("/").status_code == 200
    assert bo.get("/").status_code == 200
    return where.removesuffix("invite/")
