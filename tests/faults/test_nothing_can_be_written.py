"""The disk is full or may only be read: what is there is shown, and what is typed is handed back."""

from collections.abc import Callable

import pytest

from inglenook.vault.records import new_id
from tests.faults.unwritable import read_only
from tests.faults.visitor import BACK_SOON, Visitor, boxes, field, hidden_fields, said
from tests.server import Server

pytestmark = [pytest.mark.serial, pytest.mark.slow]

READABLE = (
    "/",
    "/together/",
    "/talk/",
    "/me/",
    "/me/weeks/",
    "/me/check-in/",
    "/me/journal/",
    "/me/appreciation/",
    "/bonds/",
    "/bonds/new/",
    "/settings/",
    "/settings/devices/",
    "/settings/export/",
    "/guide/",
    "/safety/",
    "/trust/",
)
PAGE = "canary-ember-300, and a page of an ordinary length,\r\nas people write.\r\n\r\nWith a second part."
SHORT = "canary-ember-301"


def read_all(visitor: Visitor, *more: str) -> None:
    """Open every page."""
    for path in (*READABLE, *more):
        page = visitor.get(path)
        assert page.status_code == 200, (path, page.status_code, said(page))


def test_pages_are_read_and_words_come_back(server: Server, begin: Callable[[str], Visitor]) -> None:
    ada, bo = begin("Ada"), begin("Bo")
    bond = ada.found_bond(bo)
    written = ada.write_page("canary-ember-302 was kept before").headers["Location"]
    page_id, note_id = new_id(), new_id()
    with read_only(server):
        for _ in range(2):  # also a second time, over whatever the first has left behind
            read_all(ada, written, f"/bonds/{bond}/")
            read_all(bo, f"/bonds/{bond}/")
        page = ada.write_page(PAGE, page_id)
        assert page.status_code == BACK_SOON
        assert "not kept yet" in said(page)
        assert boxes(page)["text"] == PAGE
        note = ada.check_in(SHORT, note_id)
        assert note.status_code == BACK_SOON
        assert hidden_fields(note)["note"] == SHORT
        assert ada.post(f"/drafts/{page_id}/?at=/me/journal/", {"text": PAGE}).status_code == BACK_SOON
    assert sorted(ada.texts()) == ["canary-ember-302 was kept before"]
    for path, shown in (("/me/journal/", page), ("/me/check-in/", note)):
        again = {**hidden_fields(shown), **boxes(shown)}
        for _ in range(2):  # what the page offers to send again is kept once, however often it is sent
            assert ada.post(path, again, token=field(shown, "csrfmiddlewaretoken")).status_code == 302
    texts = [text.replace("\r\n", "\n") for text in ada.texts()]
    assert sorted(texts) == sorted(["canary-ember-302 was kept before", PAGE.replace("\r\n", "\n"), SHORT])
    log = server.log.read_text()
    assert "canary" not in log
    assert "Traceback" not in log
    assert ".py:" not in log


def test_whoever_has_gone_leaves_a_bond_that_can_still_be_read(
    server: Server, begin: Callable[[str], Visitor]
) -> None:
    ada, bo, dana = begin("Ada"), begin("Bo"), begin("Dana")
    bond = ada.found_bond(bo, dana)
    dana.get("/")
    left = dana.post(f"/bonds/{bond}/leave/", {"passphrase": dana.passphrase})
    assert left.status_code == 302
    with read_only(server):
        # The next epoch begins with the next visit, and cannot.
        read_all(ada, f"/bonds/{bond}/")
        assert "Bo" in said(ada.get(f"/bonds/{bond}/"))
        assert ada.post(f"/bonds/{bond}/title/", {"title": "Us", "seen": ""}).status_code == BACK_SOON
    assert ada.post(f"/bonds/{bond}/title/", {"title": "Us", "seen": ""}).status_code == 302


def test_the_ways_out_work_all_the_same(server: Server, begin: Callable[[str], Visitor]) -> None:
    ada = begin("Ada")
    for way in ("/lock/", "/sign-out/", "/leave-quickly/"):
        token = ada.token()
        with read_only(server):
            assert ada.post(way, {}, token=token).status_code in (200, 302)
            assert ada.get("/me/").status_code == 302
            assert ada.sign_in("Ada").status_code == BACK_SOON
        assert ada.get("/me/").status_code == 302
        assert ada.sign_in("Ada").status_code == 302
        assert ada.get("/me/").status_code == 200
