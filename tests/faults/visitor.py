"""One person at a real server, through pages and forms alone, as a browser without scripts would."""

import json
import re
from html import unescape
from typing import Any
from uuid import UUID

import httpx
from django.utils.html import strip_tags

from inglenook.vault.records import new_id

BACK_SOON = 503


class Visitor:
    """A browser with its cookies; may be used from several threads once it is signed in."""

    def __init__(self, address: str) -> None:
        self.browser = httpx.Client(base_url=address, timeout=60, headers={"Origin": address})
        self.passphrase = ""

    def get(self, path: str) -> httpx.Response:
        """Open a page."""
        return self.browser.get(path)

    def token(self, path: str = "/safety/") -> str:
        """Return what proves that a form is from this site, from a page that needs no database."""
        return field(self.get(path), "csrfmiddlewaretoken")

    def post(self, path: str, fields: dict[str, Any], *, token: str = "") -> httpx.Response:
        """Send a form."""
        return self.browser.post(path, data={"csrfmiddlewaretoken": token or self.token(), **fields})

    def sign_up(self, name: str) -> None:
        """Begin as a new person would."""
        names = {"name": name, "sign_in_name": name, "pronouns": "", "time_zone": "Europe/Berlin"}
        self.passphrase = field(self.post("/start/", names), "offered")
        chosen = {**names, "offered": self.passphrase, "passphrase": self.passphrase}
        assert self.post("/start/", chosen).status_code == 302

    def sign_in(self, name: str) -> httpx.Response:
        """Come in again."""
        return self.post("/sign-in/", {"sign_in_name": name, "passphrase": self.passphrase})

    def write_page(self, text: str, id: UUID | None = None, *, token: str = "") -> httpx.Response:
        """Keep a page of the journal."""
        return self.post("/me/journal/", {"id": str(id or new_id()), "text": text}, token=token)

    def check_in(self, note: str, id: UUID | None = None, *, token: str = "") -> httpx.Response:
        """Check in."""
        fields = {"id": str(id or new_id()), "mood": "1,2", "words": "content", "strength": "2", "note": note}
        return self.post("/me/check-in/", fields, token=token)

    def found_bond(self, *others: "Visitor") -> str:
        """Begin a bond, and let the others in; returns its id."""
        begun = self.post("/bonds/new/", {"id": str(new_id()), "kind": "friends", "title": ""})
        bond = begun.headers["Location"].strip("/").split("/")[1]
        for other in others:
            self.let_in(bond, other)
        return bond

    def let_in(self, bond: str, other: "Visitor") -> None:
        """Invite somebody, who accepts."""
        made = self.post(f"/bonds/{bond}/invite/", {"id": str(new_id()), "earlier": "no"})
        code = re.search(r"/bonds/join/#([\w-]+)", self.get(made.headers["Location"]).text)
        assert code
        other.post("/bonds/join/", {"code": code[1]})
        assert other.post("/bonds/join/confirm/", {}).status_code == 302
        for visitor in (self, other):
            visitor.get("/")

    def everything(self) -> dict[str, Any]:
        """Return what the export holds."""
        taken = self.post("/settings/export/", {"passphrase": self.passphrase})
        assert taken.status_code == 200, said(taken)
        told: dict[str, Any] = json.loads(taken.text)
        return told

    def texts(self) -> list[str]:
        """Return the texts of all entries, as the export has them."""
        return [str(row["text"]) for row in self.everything()["records"]["entry"]]


def field(page: httpx.Response, name: str) -> str:
    """Return the value of a field on a page."""
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', page.text)
    assert tag, f"There is no field {name}: {page.status_code} {said(page)}"
    found = re.search(r'value="([^"]*)"', tag.group(0))
    return unescape(found.group(1)) if found else ""


def hidden_fields(page: httpx.Response) -> dict[str, str]:
    """Return the fields that a page carries along to be sent again."""
    tags = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text)
    return {name: unescape(value) for name, value in tags if name != "csrfmiddlewaretoken"}


def boxes(page: httpx.Response) -> dict[str, str]:
    """Return what stands in the text boxes of a page."""
    found = re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', page.text, re.DOTALL)
    return {name: unescape(text) for name, text in found}


def said(page: httpx.Response) -> str:
    """Return what a page says."""
    return " ".join(unescape(strip_tags(page.text)).split())
