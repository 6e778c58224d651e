"""Many requests at the same moment, on either database: one is first, and everybody is answered kindly."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import httpx
import pytest

from inglenook.vault.records import new_id
from tests.faults.visitor import Visitor, field
from tests.figures import figure
from tests.server import Server

pytestmark = [pytest.mark.serial, pytest.mark.slow]

TIMES = 20
ROUNDS = 4
KIND = (200, 302, 409)


def at_once(*acts: Callable[[], httpx.Response]) -> list[int]:
    """Let everybody begin at the same moment; returns what each was answered."""
    gate = threading.Barrier(len(acts))

    def act(what: Callable[[], httpx.Response]) -> int:
        gate.wait()
        return what().status_code

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act, acts))


def question(visitor: Visitor, id: UUID) -> str:
    """Ask the bond something; returns the address of the question."""
    chosen = field(visitor.get("/talk/ask/"), "question")
    return visitor.post("/talk/ask/", {"id": str(id), "question": chosen}).headers["Location"].split("?")[0]


def test_the_same_form_twenty_times_writes_once(server: Server, begin: Callable[[str], Visitor]) -> None:
    ada, bo = begin("Ada"), begin("Bo")
    bond, token, answered = ada.found_bond(bo), ada.token(), Counter[int]()
    asked = question(ada, new_id())
    page = ada.write_page("canary-ember-359").headers["Location"].split("?")[0]
    passage = {"bond": bond, "passage": "canary-ember-359", "step": "share", "revision": 1}
    for path, fields in (
        ("/me/journal/", {"text": "canary-ember-360"}),
        ("/me/check-in/", {"mood": "1,2", "note": "canary-ember-361"}),
        (asked, {"text": "canary-ember-362"}),
        (f"{page}share/", passage),
        (f"/bonds/{bond}/invite/", {"earlier": "no"}),
        ("/bonds/new/", {"kind": "friends", "title": "canary-ember-363"}),
        (f"{asked}skip/", {}),
    ):
        sent = {"id": str(new_id()), **fields}
        got = at_once(*[lambda path=path, sent=sent: ada.post(path, sent, token=token)] * TIMES)
        answered.update(got)
        assert set(got) <= set(KIND), (path, got)
    draft = f"/drafts/{new_id()}/?at=/me/journal/"
    kept = at_once(*[lambda: ada.post(draft, {"text": "canary-ember-364"}, token=token)] * TIMES)
    assert set(kept) == {200}
    told = ada.everything()
    assert sorted(row["text"] for row in told["records"]["entry"]) == [
        "canary-ember-359",
        "canary-ember-360",
        "canary-ember-361",
    ]
    assert len(told["records"]["answer"]) == len(told["records"]["shared-entry"]) == 1
    assert len(told["records"]["invitation"]) == 2
    assert len(told["bonds"]) == 2
    assert len(told["drafts"]) == 1
    assert len(told["records"]["shelf"]) == 1
    figure("the same form at once", f"{TIMES} times, 8 forms, answers {dict(answered)}")


def test_different_things_at_once_end_in_one_of_the_orders(
    server: Server, begin: Callable[[str], Visitor]
) -> None:
    ada, bo = begin("Ada"), begin("Bo")
    ada.found_bond(bo)
    tokens, answered = (ada.token(), bo.token()), Counter[int]()
    for number in range(ROUNDS):
        asked = question(ada, new_id())
        mine, theirs = ({"id": str(new_id()), "text": f"canary-ember-37{number}"} for _ in range(2))
        got = at_once(
            lambda asked=asked, mine=mine: ada.post(asked, mine, token=tokens[0]),  # type: ignore[misc]
            lambda asked=asked, theirs=theirs: bo.post(asked, theirs, token=tokens[1]),  # type: ignore[misc]
            lambda asked=asked: ada.post(f"{asked}take-back/", {}, token=tokens[0]),  # type: ignore[misc]
            lambda asked=asked: bo.get(asked),  # type: ignore[misc]
            lambda asked=asked: ada.get(asked),  # type: ignore[misc]
            lambda: bo.get("/talk/"),
        )
        answered.update(got)
        assert set(got) <= set(KIND), got
        for visitor in (ada, bo, ada):
            visitor.get("/talk/")
        reveals = {
            name: sum(row["exchange_id"] == asked.split("/")[2] for row in told["records"]["reveal"])
            for name, told in (("ada", ada.everything()), ("bo", bo.everything()))
        }
        # Either both answers lie open for both, or Ada's was taken back and nothing of hers is there.
        assert reveals["ada"] == reveals["bo"]
    figure("answering, taking back and opening at once", f"{ROUNDS} rounds, answers {dict(answered)}")


def test_leaving_and_sharing_at_once_gives_nothing_to_whoever_has_gone(
    server: Server, begin: Callable[[str], Visitor]
) -> None:
    ada, bo, dana = begin("Ada"), begin("Bo"), begin("Dana")
    bond = ada.found_bond(bo, dana)
    token, theirs = ada.token(), dana.token()
    pages = [ada.write_page(f"canary-ember-38{n}").headers["Location"].split("?")[0] for n in range(ROUNDS)]
    fields = {"bond": bond, "step": "share", "revision": 1}
    shares = [
        lambda n=n, page=page: ada.post(
            f"{page}share/", {**fields, "id": str(new_id()), "passage": f"canary-ember-38{n}"}, token=token
        )
        for n, page in enumerate(pages)
    ]
    leaves = [lambda: dana.post(f"/bonds/{bond}/leave/", {"passphrase": dana.passphrase}, token=theirs)] * 2
    got = at_once(*shares, *leaves)
    assert set(got) <= set(KIND), got
    assert dana.everything()["records"]["shared-entry"] == []
    shared = {row["text"] for row in bo.everything()["records"]["shared-entry"]}
    assert len(shared) == sum(status == 302 for status in got[:ROUNDS])
    figure("leaving while the others share", f"{ROUNDS} shares beside 2 leavings, answers {got}")
