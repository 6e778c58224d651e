"""What somebody sends is there in whole or not at all: the forms to try it with, and how one sees it."""

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

import httpx

from inglenook.people.tests.pages import WORDS
from inglenook.vault.records import new_id
from tests.faults.visitor import BACK_SOON, Visitor
from tests.faults.visitor import field as field_of
from tests.server import Server

MOST_STEPS = 300
REFUSED = 403
# They say only when somebody was here, and how often they mistyped.
PASSING = ("vault_session", "vault_throttle")


Begin = Callable[[str], Visitor]


@dataclass
class Form:
    """One thing that is done: a form that is sent, or a page that is opened and writes on the way."""

    name: str
    visitor: Visitor
    path: str
    fields: dict[str, Any] = field(default_factory=dict)
    is_visit: bool = False
    # Whether something is done by the way besides: where that fails, the next visit does it.
    goes_on: bool = False

    def send(self, token: str) -> httpx.Response:
        """Do it."""
        if self.is_visit:
            return self.visitor.get(self.path)
        return self.visitor.post(self.path, self.fields, token=token)


def tables(server: Server) -> list[str]:
    """Return the names of all tables whose rows last."""
    asked = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    if "DATABASE_URL" in os.environ:
        asked = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
    return [name for (name,) in server.ask(asked) if name not in PASSING]


def state(server: Server) -> str:
    """Return a digest of all rows that last."""
    told = hashlib.sha256()
    for name in tables(server):
        rows = sorted(map(repr, server.ask(f'SELECT * FROM "{name}"')))  # noqa: S608
        told.update(repr((name, rows)).encode())
    return told.hexdigest()


def fail_until_done(
    server: Server, form: Form, failing: Callable[[int], AbstractContextManager[None]]
) -> int:
    """Do something again and again while a later write fails each time; returns how often it failed."""
    # A visit writes what waits to be written, so none comes before one that is itself to fail.
    token = "" if form.is_visit else form.visitor.token()
    before = state(server)
    for step in range(MOST_STEPS):
        with failing(step):
            answer = form.send(token)
            is_done = form.is_visit or answer.status_code != BACK_SOON
            if not is_done:
                assert form.visitor.get("/me/").status_code in (200, 302), (form.name, step)
        changed = state(server) != before
        assert not is_done or answer.status_code == (200 if form.is_visit else 302), (form.name, step)
        if form.is_visit:
            is_done = changed
        assert changed == is_done, (form.name, step)
        if is_done:
            return step
    raise AssertionError(f"{form.name} never succeeded")


def forms(begin: Begin) -> Iterator[Form]:
    """Yield one thing to do after the other, each building on those before; see at the end what is there."""
    ada, bo, charlie, dana = (begin(name) for name in ("Ada", "Bo", "Charlie", "Dana"))
    bond = ada.found_bond(bo, dana)
    page = address(ada.write_page("canary-ember-310"))
    question = field_of(ada.get("/talk/ask/"), "question")
    asked = address(ada.post("/talk/ask/", {"id": str(new_id()), "question": question}))
    yield Form("a page", ada, "/me/journal/", typed(ada, "/me/journal/", text="canary-ember-311"))
    yield Form("a long page", ada, "/me/journal/", with_id(text="canary-ember-312 " * 1000))
    yield Form("a check-in", ada, "/me/check-in/", with_id(mood="1,2"))
    changed = {"text": "canary-ember-310", "revision": 1, "id": page.split("/")[3]}
    yield Form("a change", ada, f"{page}edit/", typed(ada, f"{page}edit/", **changed))
    sharing = shared(bond, "canary-ember-310", revision=2)
    yield Form("sharing", ada, f"{page}share/", typed(ada, f"{page}share/", **sharing))
    yield Form("an answer", ada, asked, typed(ada, asked, text="canary-ember-313"))
    new_bond = typed(charlie, "/bonds/new/", kind="friends", title="canary-ember-909")
    yield Form("a new bond", charlie, "/bonds/new/", new_bond)
    yield Form("a title", ada, f"/bonds/{bond}/title/", {"title": "canary-ember-314", "seen": ""})
    invited = typed(ada, f"/bonds/{bond}/invite/", earlier="yes")
    yield Form("an invitation", ada, f"/bonds/{bond}/invite/", invited)
    code = re.search(r"/bonds/join/#([\w-]+)", ada.get(f"/bonds/{bond}/invitations/{invited['id']}/").text)
    assert code
    charlie.post("/bonds/join/", {"code": code[1]})
    yield Form("joining", charlie, "/bonds/join/confirm/")
    yield Form("letting somebody in", ada, "/", is_visit=True)
    yield Form("having come in", charlie, "/", is_visit=True)
    yield Form("deleting", ada, f"{page}delete/")
    anew = {"offered": WORDS, "passphrase": WORDS, "old-passphrase": ada.passphrase}
    yield Form("new keys", ada, "/settings/passphrase/?known=1", anew)
    ada.passphrase = WORDS
    for visitor in (bo, dana):
        theirs = address(visitor.write_page("canary-ember-315"))
        visitor.post(f"{theirs}share/", shared(bond, "canary-ember-315"))
        visitor.post(asked, with_id(text="canary-ember-316"))
    ada.get("/")  # knows of her own new keys before those that her next visit is to begin
    leaving = {"passphrase": dana.passphrase, "take_back": "on"}
    yield Form("leaving", dana, f"/bonds/{bond}/leave/", leaving)
    yield Form("the next keys of a bond", ada, "/", is_visit=True)
    shown = {"offered": field_of(charlie.get("/recovery-code/"), "offered")}
    charlie.post("/recovery-code/", {**shown, "code": shown["offered"]})
    code_in = {"sign_in_name": "Charlie", "code": shown["offered"], "offered": WORDS, "passphrase": WORDS}
    charlie.browser.cookies.clear()
    yield Form("a code handed in", charlie, "/recover/", code_in)
    charlie.passphrase = WORDS
    yield Form("erasing an account", bo, "/settings/erase/", {"passphrase": bo.passphrase})
    assert sorted(text[:16] for text in ada.texts()) == ["", "canary-ember-311", "canary-ember-312"]
    assert [len(visitor.everything()["bonds"]) for visitor in (ada, charlie, dana)] == [1, 2, 0]
    assert dana.everything()["records"]["shared-entry"] == []
    assert bo.sign_in("Bo").status_code == REFUSED


def address(answer: httpx.Response) -> str:
    """Return the address of what a form has made."""
    return answer.headers["Location"].split("?")[0]


def with_id(**fields: Any) -> dict[str, Any]:
    """Return the fields of a form that makes something new."""
    return {"id": str(new_id()), **fields}


def typed(who: Visitor, path: str, **fields: Any) -> dict[str, Any]:
    """Return the fields of a form, of which the page has kept a draft meanwhile."""
    form = {**with_id(), **fields}
    kept = who.post(f"/drafts/{form['id']}/?at={path}", form)
    assert kept.status_code == 200, kept.text
    return form


def shared(bond: str, passage: str, *, revision: int = 1) -> dict[str, Any]:
    """Return the fields by which a page is shared."""
    return with_id(bond=bond, passage=passage, step="share", revision=revision)
