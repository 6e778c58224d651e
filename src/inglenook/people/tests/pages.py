"""Walking through the pages of coming in, as a browser without scripts would."""

import re
from html import unescape
from typing import Any

from django.test import Client
from django.utils.html import strip_tags

WORDS = "acrobat basin caramel dinginess grandson plaster"
NAMES = {"name": "Ada", "sign_in_name": "ada", "pronouns": "", "time_zone": "Europe/Berlin"}


def value(response: Any, name: str) -> str:
    """Return the value of a field on a page."""
    page = response.content.decode()
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    assert tag, f"There is no field {name}."
    found = re.search(r'value="([^"]*)"', tag.group(0))
    return unescape(found.group(1)) if found else ""


def text(response: Any) -> str:
    """Return what a page says."""
    return " ".join(unescape(strip_tags(response.content.decode())).split())


def sign_up(client: Client, *, sign_in_name: str = "ada", **more: str) -> str:
    """Sign up with six generated words and return them; the browser is then at the recovery code."""
    names = {**NAMES, "sign_in_name": sign_in_name, **more}
    offered = value(client.post("/start/", names), "offered")
    response = client.post("/start/", {**names, "offered": offered, "passphrase": offered})
    assert response.status_code == 302, text(response)
    return offered


def sign_in(client: Client, sign_in_name: str, passphrase: str, **more: str) -> Any:
    """Try to sign in."""
    return client.post("/sign-in/", {"sign_in_name": sign_in_name, "passphrase": passphrase, **more})


def set_recovery(client: Client, **more: str) -> str:
    """Make a recovery code and return it."""
    offered = value(client.get("/recovery-code/"), "offered")
    response = client.post("/recovery-code/", {"offered": offered, "code": offered.lower(), **more})
    assert response.status_code == 302, text(response)
    return offered
