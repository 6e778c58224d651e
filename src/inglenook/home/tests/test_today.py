"""Today in each of its states, and what it asks of the database."""

from datetime import timedelta

import pytest
from conftest import again, join, mine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.figures import figure

from inglenook.bonds.invitations import accept, find, invite
from inglenook.bonds.models import About, Bond
from inglenook.entries.bodies import Appreciation, CheckIn, Praise
from inglenook.entries.models import Entry, SharedEntry, copy_for
from inglenook.exchanges.tests.conftest import BrowserOf, answers, asked, page, plain
from inglenook.people.models import Person
from inglenook.vault.core.codes import RecoveryCode
from inglenook.vault.keyboxes import set_recovery
from inglenook.vault.models import Session
from inglenook.vault.records import new_id


@pytest.fixture
def safe(ada: Person) -> Person:
    """Ada, who has a recovery code."""
    set_recovery(ada.keyring, RecoveryCode.generate())
    return ada


def seconds() -> int:
    return int(timezone.now().timestamp())


def thanks(person: Person, bond: Bond, text: str, *, days_ago: int = 0) -> SharedEntry:
    """Share an appreciation as it would have been shared some days ago."""
    day = timezone.now() - timedelta(days=days_ago)
    body, praise = Appreciation(at=int(day.timestamp()), bond=bond.id), Praise(text)
    entry, _ = Entry.keep(person, new_id(day.date()), body, praise, on=day.date())
    copy = copy_for(entry, bond, person, body, praise)
    row: SharedEntry = SharedEntry.objects.of(person).create(
        id=new_id(day.date()),
        bond=bond,
        author=person,
        source=copy.source,
        written_on=day.date(),
        body=body,
        text=praise,
    )
    return row


def today(browser: Client) -> str:
    return browser.get("/").content.decode()


def test_somebody_without_a_recovery_code_is_told_so(ada: Person, browser_of: BrowserOf) -> None:
    html = today(browser_of(ada))
    assert "Make your recovery code" in html
    assert html.count("suggestion") == 1
    assert "Ada" in html


def test_somebody_alone_may_invite_or_write(safe: Person, browser_of: BrowserOf) -> None:
    hers = browser_of(safe)
    assert "Invite somebody" in today(hers)
    Person.objects.filter(id=safe.id).update(joined_on=safe.joined_on - timedelta(days=30))
    html = today(hers)
    assert "Write a few lines" in html
    assert "Invite somebody" not in html


def test_a_bond_that_waits_for_somebody(safe: Person, browser_of: BrowserOf) -> None:
    bond = Bond.found(safe, About("friends"))
    html = today(browser_of(safe))
    assert "Send your invitation" in html
    assert f"/bonds/{bond.id}/" in html


def test_somebody_who_waits_to_be_let_in(ada: Person, bo: Person, browser_of: BrowserOf) -> None:
    row = invite(Bond.found(ada, About("partners")), ada, earlier=False, id=new_id())
    found = find(row.code)
    assert found
    accept(found, bo, row.code)
    set_recovery(bo.keyring, RecoveryCode.generate())
    html = today(browser_of(bo))
    assert "You are nearly in" in html
    assert 'class="card ember suggestion"' not in html


def test_a_question_waits_without_a_word_of_it(
    safe: Person, bo: Person, bond: Bond, browser_of: BrowserOf
) -> None:
    question = asked(bo, bond.id)
    html = today(browser_of(safe))
    assert "Answer a question" in html
    assert question.asked.text not in html
    assert f"/talk/{question.id}/" in html


def test_opened_answers_come_first_and_go_once_read(
    safe: Person, bo: Person, bond: Bond, browser_of: BrowserOf
) -> None:
    question = asked(bo, bond.id)
    answers(safe, question, "canary-ember-51")
    hers, his = browser_of(safe), browser_of(bo)
    assert "Read what you all answered" not in today(hers)
    answers(bo, question, "canary-ember-52")
    today(his)
    html = today(hers)
    assert "Read what you all answered" in html
    assert "canary-ember" not in html
    page(hers, question)
    assert "Read what you all answered" not in today(hers)


def test_opening_by_two_pages_of_today(safe: Person, bo: Person, bond: Bond, browser_of: BrowserOf) -> None:
    question = asked(bo, bond.id)
    answers(safe, question, "one")
    answers(bo, question, "two")
    hers, his = browser_of(safe), browser_of(bo)
    for browser in (his, hers, his):
        html = browser.get("/", headers={"X-Fragment": "1"}).content.decode()
    assert "Read what you all answered" in html or "Make your recovery code" in html
    assert "one" in page(his, question)


def test_something_shared_shows_until_one_has_looked(
    safe: Person, bo: Person, bond: Bond, browser_of: BrowserOf
) -> None:
    hers, his = browser_of(safe), browser_of(bo)
    before = plain(his.get("/together/").content)
    assert "Something was shared with you" not in today(hers)
    thanks(again(bo), mine(bo, bond.id), "canary-ember-53")
    html = today(hers)
    assert "Something was shared with you" in html
    assert "canary-ember-53" not in html
    assert "Something was shared with you" not in today(his)
    seen = plain(his.get("/together/").content)
    assert "canary-ember-53" in hers.get("/together/").content.decode()
    assert "Something was shared with you" not in today(hers)
    assert plain(his.get("/together/").content) == seen != before, "nobody learns that she has looked"


def test_thanks_are_suggested_once_a_week(
    safe: Person, bo: Person, bond: Bond, browser_of: BrowserOf
) -> None:
    hers = browser_of(safe)
    assert "one kind sentence a week" in today(hers)
    thanks(safe, bond, "old", days_ago=9)
    assert "was 9 days ago" in today(hers)
    thanks(safe, bond, "new")
    html = today(hers)
    assert "Ask a question" in html
    answers(safe, asked(safe, bond.id), "one")
    assert 'class="card ember suggestion"' not in today(hers)


def test_the_check_in_is_offered_once_a_day(safe: Person, browser_of: BrowserOf) -> None:
    hers = browser_of(safe)
    assert "How are you, just now?" in today(hers)
    Entry.keep(safe, new_id(), CheckIn(at=seconds()), "")
    assert "You have checked in today" in today(hers)


def test_quiet_means_quiet(ada: Person, bo: Person, bond: Bond, browser_of: BrowserOf) -> None:
    ada.desk.choose(quiet=True)
    asked(bo, bond.id)
    html = today(browser_of(ada))
    assert 'class="card ember suggestion"' not in html
    assert "A question is waiting" in html


def test_what_waits_is_one_line_for_each_kind_and_bond(
    ada: Person, bo: Person, bond: Bond, browser_of: BrowserOf
) -> None:
    ada.desk.choose(quiet=True)
    for number in range(3):
        asked(bo, bond.id, number)
    html = today(browser_of(ada))
    assert "3 questions are waiting" in html
    assert html.count('href="/talk/') == 2, "the menu and one line"


def test_a_bond_of_three_and_one_that_ended(
    safe: Person, bo: Person, dana: Person, bond: Bond, browser_of: BrowserOf
) -> None:
    join(bond, safe, dana)
    hers = browser_of(safe)
    asked(dana, bond.id)
    assert "Answer a question" in today(hers)
    for one in (bo, dana):
        mine(one, bond.id).leave(again(one), take_back=False)
    hers.cookies["inglenook-bond"] = str(bond.id)
    html = today(hers)
    assert "Answer a question" not in html
    assert "This bond has ended" in html
    assert "This bond has ended" in hers.get("/together/").content.decode()


def test_nobody_is_shown_what_this_place_is_and_a_locked_browser_the_door(
    ada: Person, browser_of: BrowserOf
) -> None:
    assert Client().get("/").status_code == 200
    assert Client().get("/together/").status_code == 302
    assert Client().get("/", headers={"X-Fragment": "1"}).status_code == 401
    hers = browser_of(ada)
    Session.objects.update(wrapped=None)
    assert hers.get("/")["Location"] == "/unlock/"
    assert hers.get("/", headers={"X-Fragment": "1"}).status_code == 401


def test_the_parts_of_pages_are_there_for_somebody_alone(charlie: Person, browser_of: BrowserOf) -> None:
    browser = browser_of(charlie)
    for where in ("/", "/talk/", "/together/"):
        assert browser.get(where, headers={"X-Fragment": "1"}).status_code == 200


def test_together_in_its_states(safe: Person, charlie: Person, bond: Bond, browser_of: BrowserOf) -> None:
    assert "A place for two, or more" in browser_of(charlie).get("/together/").content.decode()
    hers = browser_of(safe)
    assert "Nothing here yet" in hers.get("/together/").content.decode()
    for number in range(14):
        thanks(safe, bond, f"canary-ember-6{number}", days_ago=number)
    html = hers.get("/together/").content.decode()
    assert "canary-ember-60" in html
    assert "canary-ember-613" not in html
    assert "canary-ember-613" in hers.get("/together/?more=1").content.decode()
    foreign = browser_of(charlie).get(f"/together/?bond={bond.id}").content.decode()
    assert "canary-ember" not in foreign


def test_today_asks_the_database_the_same_few_questions_however_much_is_there(
    safe: Person, bo: Person, bond: Bond, browser_of: BrowserOf
) -> None:
    hers = browser_of(safe)

    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked_of:
            assert hers.get("/").status_code == 200
        return len(asked_of)

    thanks(again(bo), mine(bo, bond.id), "one")
    answers(safe, asked(safe, bond.id, 0), "mine")
    few = questions()
    for number in range(25):
        Entry.keep(safe, new_id(), CheckIn(at=seconds()), "", on=safe.today() - timedelta(days=number + 1))
        thanks(safe, bond, f"thanks {number}", days_ago=number)
    for number in range(1, 5):
        answers(safe, asked(safe, bond.id, number), "mine")
    assert questions() == few
    figure("database queries of Today", few)
    assert few <= 24
