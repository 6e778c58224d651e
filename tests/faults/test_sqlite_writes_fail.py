"""Each write to SQLite's files fails once: for what somebody sends, there is all of it or nothing."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from inglenook.vault.records import new_id
from tests.faults.unwritable import no_room
from tests.faults.visitor import BACK_SOON, Visitor, field
from tests.figures import figure
from tests.server import Server

pytestmark = [pytest.mark.serial, pytest.mark.slow]

FRAME = 4096 + 24  # a page in the write-ahead log, with its header
MOST_STEPS = 150
IN_THE_LOG = "PRAGMA wal_checkpoint(TRUNCATE)"


def state(server: Server) -> str:
    """Return a digest of all rows but those that say only when somebody was here."""
    names = [
        name for (name,) in server.ask("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    ]
    told = hashlib.sha256()
    for name in names:
        if name != "vault_session":
            told.update(repr((name, server.ask(f'SELECT * FROM "{name}"'))).encode())  # noqa: S608
    return told.hexdigest()


def fail_at_each_write(server: Server, visitor: Visitor, path: str, fields: dict[str, Any]) -> int:
    """Send the same form again and again, each time with a little more room; returns how often it failed."""
    server.ask(IN_THE_LOG)
    before, token = state(server), visitor.token()
    for step in range(MOST_STEPS):
        # Half a page more each time: a write fails at once, or when half of it is written.
        with no_room(server, beyond=step * FRAME // 2 + 32):
            sent = visitor.post(path, fields, token=token)
            if sent.status_code != BACK_SOON:
                assert sent.status_code == 302, (path, step, sent.status_code)
                return step
            assert visitor.get("/me/").status_code == 200
        assert state(server) == before, (path, step)
    raise AssertionError(f"{path} never succeeded")


def test_all_or_nothing_at_each_write(server: Server, begin: Callable[[str], Visitor]) -> None:
    ada, bo = begin("Ada"), begin("Bo")
    bond = ada.found_bond(bo)
    page = ada.write_page("canary-ember-310").headers["Location"].split("?")[0]
    question = field(ada.get("/talk/ask/"), "question")
    asked = ada.post("/talk/ask/", {"id": str(new_id()), "question": question}).headers["Location"]
    fields = {"id": str(new_id()), "text": "canary-ember-311"}
    shared = {
        "id": str(new_id()),
        "bond": bond,
        "passage": "canary-ember-310",
        "step": "share",
        "revision": 2,
    }
    failed = {}
    for name, path, sent in (
        ("a page", "/me/journal/", fields),
        ("a long page", "/me/journal/", {"id": str(new_id()), "text": "canary-ember-312 " * 1000}),
        ("a check-in", "/me/check-in/", {"id": str(new_id()), "mood": "1,2"}),
        ("a change", f"{page}edit/", {"text": "canary-ember-310", "revision": 1, "id": page.split("/")[3]}),
        ("sharing", f"{page}share/", shared),
        ("an answer", asked.split("?")[0], {"id": str(new_id()), "text": "canary-ember-313"}),
        ("a title", f"/bonds/{bond}/title/", {"title": "canary-ember-314", "seen": ""}),
        ("an invitation", f"/bonds/{bond}/invite/", {"id": str(new_id()), "earlier": "yes"}),
        ("deleting", f"{page}delete/", {}),
    ):
        failed[name] = fail_at_each_write(server, ada, path, sent)
    assert all(failed.values()), failed
    figure("writes that failed one by one, of each form", failed)
    assert sorted(text[:16] for text in ada.texts()) == ["", "canary-ember-311", "canary-ember-312"]
    assert server.ask("PRAGMA integrity_check") == [("ok",)]
    assert server.ask("PRAGMA foreign_key_check") == []
    assert "canary" not in server.log.read_text()
