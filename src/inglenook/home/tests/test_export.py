"""What somebody takes along: all that is theirs, what others gave them to read, and nothing else."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from conftest import PASSPHRASE, again, join, mine
from django.db import connection

from inglenook.bonds.invitations import invite
from inglenook.bonds.leaving import concrete, leave
from inglenook.bonds.middleware import bonds_of
from inglenook.bonds.models import About, Bond, BondRecord
from inglenook.conversations import after
from inglenook.conversations.models import After, Held, Plan
from inglenook.conversations.planning import Ready
from inglenook.conversations.protocol import Act
from inglenook.conversations.sitting import Sitting
from inglenook.conversations.talking import happen, propose
from inglenook.entries.bodies import CheckIn, Journal, Mood
from inglenook.entries.models import Entry, SharedEntry, copy_for
from inglenook.exchanges.opening import release_due
from inglenook.exchanges.tests.conftest import BrowserOf, answers, asked
from inglenook.guide.content import library
from inglenook.home.export import everything
from inglenook.people import drafts
from inglenook.people.models import Person, PersonRecord
from inglenook.safety.footing import note
from inglenook.vault.records import new_id

NOON = int(datetime(2026, 3, 4, 12, 34, 56, tzinfo=UTC).timestamp())


def exported(person: Person) -> dict[str, Any]:
    fresh = again(person)
    told: dict[str, Any] = json.loads(everything(fresh, bonds_of(fresh)))
    return told


def write(person: Person, text: str, body: Any = None) -> Entry:
    return Entry.keep(again(person), new_id(), body or Journal(at=NOON), text)[0]


def share(person: Person, bond: Bond, entry: Entry) -> None:
    here, fresh = mine(person, bond.id), again(person)
    SharedEntry.give(fresh, here, copy_for(entry, here, fresh, entry.body, entry.text))


def talk(ada: Person, bo: Person, bond: Bond) -> None:
    """Let the two begin to listen to each other, with something that Ada wrote unseen, and told herself."""
    here = mine(ada, bond.id)
    shape = library().protocols["listening"].shape
    plan = Plan("listening", shape, tuple(here.member_ids), "partners", "live", False, 1, ())
    row = propose(again(ada), here, plan, "canary-ember-68", id=new_id())
    for person in (ada, bo):
        sitting = Sitting(again(person), mine(person, bond.id), row.bind(again(person).keyring))
        happen(sitting, Ready(sitting.me, NOON // 60))
    happen(
        Sitting(again(ada), mine(ada, bond.id), row.bind(again(ada).keyring)), Act(0, 0), "canary-ember-69"
    )
    unseen: Any = {"bond_id": bond.id, "conversation_id": row.id, "turn": 9, "text": "canary-ember-70"}
    Held.objects.of(again(ada)).create(person=ada, **unseen)
    after.tell(again(ada), After(row.id, bond.id, again(ada).today(), understood=3))
    after.agree(again(ada), mine(ada, bond.id))


@pytest.fixture
def life(ada: Person, bo: Person, dana: Person, bond: Bond) -> Bond:
    """Of each kind of record Ada has one at least: written, shared, asked, opened, left."""
    share(ada, bond, write(ada, "canary-ember-60"))
    write(ada, "canary-ember-61", CheckIn(at=NOON, mood=Mood(2, -1), words=("tired",), strength=3))
    share(bo, bond, write(bo, "canary-ember-62"))
    write(bo, "canary-ember-63 for Bo alone")
    exchange = asked(bo, bond.id)
    answers(ada, exchange, "canary-ember-64")
    answers(bo, exchange, "canary-ember-65")
    for person in (ada, bo, ada):
        release_due(again(person), [mine(person, bond.id)])
    invite(mine(ada, bond.id), again(ada), earlier=False, id=new_id())
    other = Bond.found(again(ada), About("friends", "Choir"))
    join(mine(ada, other.id), again(ada), dana)
    share(ada, other, write(ada, "canary-ember-66"))
    leave(mine(ada, other.id), again(ada), take_back=False)
    talk(ada, bo, bond)
    note(again(ada), bond.id, is_open=True)
    draft = drafts.Kept("/me/journal/", "text=canary-ember-67&prompt=")
    drafts.keep(ada.keyring.keybox, new_id(), draft)
    return bond


def test_every_kind_of_record_is_in_it(ada: Person, life: Bond) -> None:
    records = exported(ada)["records"]
    kinds = {model.table for model in (*concrete(PersonRecord), *concrete(BondRecord))}
    assert set(records) == kinds
    assert {table for table, rows in records.items() if not rows} == set(), "let Ada have one in `life`"


def test_it_holds_all_of_ones_own_and_what_others_shared(ada: Person, life: Bond) -> None:
    told = exported(ada)
    text = json.dumps(told, ensure_ascii=False)
    for number in (60, 61, 62, 64, 65, 66, 67, 68, 69, 70):
        assert f"canary-ember-{number}" in text
    assert "canary-ember-63" not in text
    shared = {row["text"]: row["author"] for row in told["records"]["shared-entry"]}
    assert shared == {"canary-ember-60": "Ada", "canary-ember-62": "Bo"}
    assert told["bonds"][0]["members"] == ["Ada", "Bo"]
    check_in = next(row for row in told["records"]["entry"] if row["text"] == "canary-ember-61")
    assert check_in["body"]["mood"] == [2, -1]
    assert check_in["written_on"]
    assert told["drafts"][0]["fields"]["text"] == ["canary-ember-67"]


def test_it_says_what_it_is_first_and_what_is_missing(ada: Person, life: Bond) -> None:
    fresh = again(ada)
    assert everything(fresh, []).startswith('{\n  "what_this_is": "This is everything of yours')
    # The copy given to the bond that Ada left: still there, and no key of hers opens it.
    assert exported(ada)["not_in_here"]["count"] == 1


def test_no_minute_of_somebody_else_is_told(ada: Person, life: Bond) -> None:
    records = exported(ada)["records"]
    for row in (*records["shared-entry"], *records["reveal"]):
        sealed = row.get("body") or row["shown"]
        assert ("at" in sealed) == (row["author"] == "Ada")
    assert "at" not in records["exchange"][0]["asked"]
    assert {row["author"] for row in records["turn"]} == {"Ada"}, "who else tapped what is for no file"
    assert not any("source" in row for row in records["shared-entry"])


def test_an_answer_that_has_not_turned_over_is_in_nobody_elses_file(
    ada: Person, bo: Person, dana: Person, bond: Bond
) -> None:
    join(mine(ada, bond.id), again(ada), dana)
    exchange = asked(ada, bond.id)
    for person in (ada, bo, dana):
        answers(person, exchange, f"canary-ember-7 of {person.name}")
    before = json.dumps(exported(ada))
    release_due(again(bo), [mine(bo, bond.id)])
    after = json.dumps(exported(ada))
    assert "canary-ember-7 of Ada" in before
    assert "canary-ember-7 of Bo" not in before + after


def test_a_newcomer_gets_neither_earlier_things_nor_their_number(
    ada: Person, bo: Person, dana: Person, charlie: Person, bond: Bond
) -> None:
    share(ada, bond, write(ada, "canary-ember-80"))
    asked(ada, bond.id)
    join(mine(ada, bond.id), again(ada), charlie)
    leave(mine(charlie, bond.id), again(charlie), take_back=False)
    mine(ada, bond.id)
    join(mine(ada, bond.id), again(ada), dana)
    told = exported(dana)
    assert told["records"]["shared-entry"] == told["records"]["exchange"] == []
    assert told["not_in_here"]["count"] == 0
    assert "Charlie" not in json.dumps(told)


def test_somebody_let_read_earlier_things_gets_no_open_question_of_before(
    ada: Person, dana: Person, bond: Bond
) -> None:
    share(ada, bond, write(ada, "canary-ember-81"))
    asked(ada, bond.id)
    join(mine(ada, bond.id), again(ada), dana, earlier=True)
    told = exported(dana)
    assert [row["text"] for row in told["records"]["shared-entry"]] == ["canary-ember-81"]
    assert told["records"]["exchange"] == []


def test_others_invitations_and_the_day_somebody_left_stay_out(
    ada: Person, bo: Person, dana: Person, bond: Bond
) -> None:
    invite(mine(bo, bond.id), again(bo), earlier=False, id=new_id())
    join(mine(ada, bond.id), again(ada), dana)
    leave(mine(dana, bond.id), again(dana), take_back=False)
    told = exported(ada)
    assert len(told["records"]["invitation"]) == 2  # by which Bo and Dana came
    assert told["bonds"][0]["left"] == ["Dana"]
    assert "left_on" not in json.dumps(told)


def test_the_passphrase_is_asked_again_and_nothing_is_written(
    ada: Person, bo: Person, life: Bond, browser_of: BrowserOf
) -> None:
    browser = browser_of(ada)
    assert "Take everything along" in browser.get("/settings/").content.decode()
    assert b"canary" not in browser.get("/settings/export/").content
    wrong = browser.post("/settings/export/", {"passphrase": "not this one"})
    assert "That is not your passphrase" in wrong.content.decode()
    before = _rows()
    given = browser.post("/settings/export/", {"passphrase": PASSPHRASE})
    assert given.headers["Content-Type"] == "application/json"
    assert given.headers["Cache-Control"] == "no-store"
    day = again(ada).today().isoformat()
    assert given.headers["Content-Disposition"] == f'attachment; filename="inglenook-{day}.json"'
    assert json.loads(given.content)["name"] == "Ada"
    assert _rows() == before


def test_a_page_that_does_not_open_is_counted_and_the_rest_is_there(ada: Person, db: None) -> None:
    write(ada, "canary-ember-82")
    spoilt = write(ada, "canary-ember-83")
    _spoil(spoilt)
    told = exported(ada)
    assert [row["text"] for row in told["records"]["entry"]] == ["canary-ember-82"]
    assert told["not_in_here"]["count"] == 1


def _spoil(row: Entry) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE entries_entry SET revision = 7 WHERE id = %s", [row.id.hex])
        assert cursor.rowcount == 1


def _rows() -> dict[str, list[Any]]:
    """Everything that records hold."""
    models = (*concrete(PersonRecord), *concrete(BondRecord))
    return {m.table: list(m._default_manager.order_by("id").values_list()) for m in models}
