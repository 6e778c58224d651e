"""What people write is shown as what they wrote: never as markup, to nobody, on no page."""

import html
import re
from html.parser import HTMLParser
from http import HTTPStatus

import httpx
import pytest

from tests.attacks.people import browser, make_bond, post, sign_up
from tests.figures import figure
from tests.server import Server

pytestmark = [pytest.mark.serial, pytest.mark.once]

PROBE = "<img src=x onerror=ember()>"
OUT = "\"'></textarea></title></script><script>ember()</script>{{7*7}}"
LINK = re.compile(r'(?:href|action|src)="([^"#?]+)')
PAGES = ["/", "/me/", "/together/", "/talk/", "/bonds/", "/settings/", "/settings/devices/", "/me/weeks/"]


def written(number: int, longest: int = 200) -> str:
    """Return a text that would run if it were shown as it is; each is told apart by its number."""
    return f"{number}{PROBE}{OUT}"[:longest]


def crawl(client: httpx.Client, most: int = 150) -> dict[str, httpx.Response]:
    """Return every page that links lead to."""
    seen: dict[str, httpx.Response] = {}
    waiting = [*PAGES, "/start/", "/sign-in/", "/bonds/join/", "/nowhere/"]
    while waiting and len(seen) < most:
        where = waiting.pop(0)
        if where in seen or where.startswith("/static/") or not where.startswith("/"):
            continue
        seen[where] = client.get(where)
        if seen[where].headers.get("content-type", "").startswith("text/html"):
            waiting += [html.unescape(link) for link in LINK.findall(seen[where].text)]
    return seen


class Runs(HTMLParser):
    """Notes whatever in a page would run, or leads to something that would."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.found += [
            f"<{tag} {name}>" for name in named if name.startswith("on") or name in ("style", "srcdoc")
        ]
        if tag in ("script", "iframe", "object", "embed", "base") and not (named.get("src") or "").startswith(
            "/"
        ):
            self.found.append(f"<{tag}> {named.get('type', '')}")
        leads = [(named.get(name) or "").strip().lower() for name in ("href", "src", "action", "formaction")]
        self.found += [
            f"<{tag}> {to}" for to in leads if to.startswith(("javascript:", "data:", "vbscript:"))
        ]


def faults(pages: dict[str, httpx.Response]) -> list[str]:
    """Return where a text has become markup, or where a page could run what is none of ours."""
    wrong = []
    for where, page in pages.items():
        if PROBE in page.text or "<script>ember" in page.text or "ember()</script>" in page.text:
            wrong.append(f"{where}: shown as markup")
        if page.headers.get("content-type", "").startswith("text/html"):
            wrong += [f"{where}: {what}" for what in Runs(page.text).found]
        if "script-src 'self'" not in page.headers.get("content-security-policy", ""):
            wrong.append(f"{where}: no policy")
        if page.headers.get("x-content-type-options") != "nosniff":
            wrong.append(f"{where}: its kind may be guessed")
    return wrong


def write_everywhere(ada: httpx.Client, bo: httpx.Client, bond: str) -> None:
    """Let Ada write into every field a person can write in, and share what can be shared."""
    assert (
        post(ada, f"{bond}title/", {"title": written(1, 60), "seen": PROBE}).status_code == HTTPStatus.FOUND
    )
    me = {"name": written(2, 40), "pronouns": PROBE, "time_zone": "Europe/Berlin", "look": "auto"}
    assert post(ada, "/settings/", {**me, "lock_after": "3600"}).status_code == HTTPStatus.FOUND
    check_in = {"mood": "1,1", "own_word": PROBE, "strength": "2", "note": written(3, 140)}
    about = {"about": bond.split("/")[2], "did": written(4), "shows": written(5)}
    for where, form in (("check-in", check_in), ("journal", {"text": written(6)}), ("appreciation", about)):
        kept = post(ada, f"/me/{where}/", form)
        assert kept.status_code == HTTPStatus.FOUND, where
        entry = kept.headers["Location"].split("?")[0]
        chosen = {
            "bond": bond.split("/")[2],
            "step": "share",
            "revision": "1",
            "paragraphs": "0",
            "add": "note",
        }
        shared = post(ada, f"{entry}share/", chosen)
        assert shared.status_code == HTTPStatus.FOUND, (where, shared.text)
    ask = ada.get("/talk/ask/").text
    question = re.search(r'name="question"[^>]*value="([^"]+)"', ask) or re.search(
        r'value="([^"]+)"[^>]*name="question"', ask
    )
    assert question
    where = post(ada, "/talk/ask/", {"question": question[1]}).headers["Location"].split("?")[0]
    for one in (ada, bo):
        assert post(one, where, {"text": written(7)}).status_code == HTTPStatus.FOUND
    ada.post("/drafts/01900000-0000-7000-8000-000000000009/?at=/me/journal/", data={"text": written(8)})


def test_markup_in_every_field_is_shown_as_text_to_both(server: Server) -> None:
    browser_of_a_kind = {"User-Agent": f"Firefox {PROBE} Linux"}
    with browser(server) as ada, browser(server) as bo:
        ada.headers.update(browser_of_a_kind)
        sign_up(ada, "Ada <b onclick=ember()>")
        sign_up(bo, "Bo")
        write_everywhere(ada, bo, make_bond(ada, bo, PROBE))
        looked_at = {**crawl(ada), **{f"{where} (Bo)": page for where, page in crawl(bo).items()}}
        looked_at["search"] = post(ada, "/me/search/", {"wanted": "<img src=x"})
        looked_at["again"] = post(ada, "/me/journal/", {"text": "", "prompt": PROBE})
        looked_at["names"] = post(ada, "/start/", {"name": written(9, 300), "sign_in_name": PROBE})
        looked_at["code"] = post(ada, "/bonds/join/", {"code": written(10)})
    shown = " ".join(html.unescape(page.text) for where, page in looked_at.items() if where.endswith("(Bo)"))
    for number in range(1, 8):
        assert f"{number}{PROBE}"[: 40 if number == 2 else 60] in shown, f"Bo does not see text {number}"
    assert faults(looked_at) == []
    figure("pages with markup in every field that people write, shown as text", len(looked_at))


def test_an_odd_look_or_bond_in_a_cookie_breaks_out_of_no_attribute(server: Server) -> None:
    for name in ("inglenook-look", "inglenook-bond", "inglenook-invitation"):
        with browser(server) as client:
            for value in ('"><script>ember()</script>', "x onload=ember()", "'><img src=x onerror=ember()>"):
                page = client.get("/bonds/join/", headers={"Cookie": f"{name}={value}"})
                assert faults({name: page}) == []
