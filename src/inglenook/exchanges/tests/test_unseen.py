"""Answers stay unseen: not on pages, not in the stored files, not by what others do or leave."""

import pytest
from conftest import again, join, mine
from django.db import connection
from django.test import Client

from inglenook.bonds.models import Bond
from inglenook.exchanges.answering import TooLate, give, set_aside, take_back
from inglenook.exchanges.models import Answer, Exchange, Reveal
from inglenook.exchanges.opening import release_due
from inglenook.exchanges.tests.conftest import BrowserOf, answers, asked, page, plain
from inglenook.people.models import Person
from inglenook.vault.core.errors import VaultError
from inglenook.vault.fields import Envelope
from inglenook.vault.owners import Locked


def visit(person: Person, bond: Bond) -> None:
    release_due(again(person), [mine(person, bond.id)])


def is_open(question: Exchange) -> bool:
    return Exchange.objects.get(id=question.id).revealed_on is not None


def everything_stored() -> bytes:
    """Return every value of every row of the database."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            found += [bytes(v) if isinstance(v, bytes) else str(v).encode() for row in cursor for v in row]
    return b"\n".join(found)


def test_the_database_and_a_members_own_keys_do_not_open_an_answer(
    ada: Person, bo: Person, bond: Bond, question: Exchange
) -> None:
    answers(ada, question, "canary-ember-11")
    assert b"canary-ember-11" not in everything_stored()
    keyring = again(bo).keyring
    stolen = Answer.objects.filter(person_id=ada.id).unlocked_by(keyring).get()
    assert isinstance(stolen.__dict__["given"], Envelope)
    with pytest.raises(Locked):
        _ = stolen.given
    # Called Bo's own, it is bound to Ada all the same.
    Answer.objects.filter(person_id=ada.id).update(person_id=bo.id)
    with pytest.raises(VaultError):
        _ = Answer.objects.of(again(bo)).get().given
    assert not Reveal.objects.exists()


def test_nothing_opens_before_all_have_answered(
    ada: Person, bo: Person, bond: Bond, question: Exchange
) -> None:
    answers(ada, question, "one")
    for person in (ada, bo, ada):
        visit(person, bond)
    assert not Reveal.objects.exists()
    answers(bo, question, "two")
    visit(bo, bond)
    assert Reveal.objects.count() == 1
    assert not is_open(question)
    visit(ada, bond)
    assert is_open(question)
    assert b"one" not in bytes(Reveal.objects.get(author_id=ada.id).__dict__["shown"])


def test_three_open_when_all_three_have_answered(
    ada: Person, bo: Person, dana: Person, bond: Bond, browser_of: BrowserOf
) -> None:
    join(bond, ada, dana)
    question = asked(ada, bond.id)
    answers(ada, question, "canary-ember-21")
    answers(bo, question, "canary-ember-22")
    for person in (ada, bo, dana):
        visit(person, bond)
    assert not Reveal.objects.exists()
    answers(dana, question, "canary-ember-23")
    for person in (dana, ada, bo):
        visit(person, bond)
    html = page(browser_of(bo), question)
    assert all(f"canary-ember-2{n}" in html for n in (1, 2, 3))


def test_once_another_has_shown_theirs_nobody_changes_or_takes_back(
    ada: Person, bo: Person, dana: Person, bond: Bond
) -> None:
    join(bond, ada, dana)
    question = asked(ada, bond.id)
    for person in (ada, bo, dana):
        answers(person, question, "first")
    visit(dana, bond)
    row = Exchange.objects.of(again(bo)).get(id=question.id)
    with pytest.raises(TooLate):
        give(again(bo), mine(bo, bond.id), row, "second", revision=1)
    with pytest.raises(TooLate):
        take_back(again(bo), mine(bo, bond.id), row)


def test_when_a_member_leaves_those_who_remain_complete_it(
    ada: Person, bo: Person, dana: Person, bond: Bond, browser_of: BrowserOf
) -> None:
    join(bond, ada, dana)
    question = asked(ada, bond.id)
    answers(ada, question, "canary-ember-31")
    answers(bo, question, "canary-ember-32")
    mine(dana, bond.id).leave(again(dana), take_back=False)
    hers, his = browser_of(ada), browser_of(bo)
    page(hers, question)
    assert "canary-ember-31" in page(his, question)
    assert "canary-ember-32" in page(hers, question)


def test_nobody_is_left_to_open_for(
    ada: Person, bo: Person, bond: Bond, question: Exchange, browser_of: BrowserOf
) -> None:
    answers(ada, question, "canary-ember-33")
    mine(bo, bond.id).leave(again(bo), take_back=False)
    html = page(browser_of(ada), question)
    assert "This one stays closed" in html
    assert "canary-ember-33" in html
    assert not Reveal.objects.exists()
    assert "Keep my answer" not in html


def test_a_newcomer_neither_delays_nor_silently_reads_an_answer(
    ada: Person, bo: Person, dana: Person, bond: Bond, browser_of: BrowserOf
) -> None:
    question = asked(ada, bond.id)
    answers(ada, question, "one")
    join(mine(ada, bond.id), again(ada), dana)
    assert browser_of(dana).get(f"/talk/{question.id}/").status_code == 404
    answers(bo, question, "two")
    visit(bo, bond)
    visit(ada, bond)
    assert not Reveal.objects.exists(), "Ada's was not meant for Dana"
    hers = browser_of(ada)
    html = page(hers, question)
    assert "Somebody has joined since you answered" in html
    hers.post(f"/talk/{question.id}/", {"text": "one", "revision": "1"})
    visit(bo, bond)
    assert is_open(question)
    assert browser_of(dana).get(f"/talk/{question.id}/").status_code == 404, "asked before her time"


def test_skip_and_silence_look_the_same(
    ada: Person, bo: Person, bond: Bond, question: Exchange, browser_of: BrowserOf
) -> None:
    answers(ada, question, "mine")
    hers = browser_of(ada)
    places = (f"/talk/{question.id}/", "/talk/", "/", "/together/")
    before = [plain(hers.get(where).content) for where in places]
    set_aside(again(bo), Exchange.objects.of(again(bo)).get(id=question.id))
    assert [plain(hers.get(where).content) for where in places] == before


def test_whether_the_other_has_answered_does_not_show(
    ada: Person, bo: Person, bond: Bond, question: Exchange, browser_of: BrowserOf
) -> None:
    his = browser_of(bo)
    places = (f"/talk/{question.id}/", "/talk/", "/", "/together/")
    before = [plain(his.get(where).content) for where in places]
    answers(ada, question, "canary-ember-41")
    assert [plain(his.get(where).content) for where in places] == before


def test_the_shelf_is_written_alike_for_an_answer_and_a_skip(ada: Person, bo: Person, bond: Bond) -> None:
    from inglenook.exchanges.models import Shelf

    one, two = asked(ada, bond.id), asked(ada, bond.id, 1)
    answers(ada, one, "x")
    set_aside(again(bo), Exchange.objects.of(again(bo)).get(id=two.id))
    hers, his = (Shelf.objects.get(person_id=person.id) for person in (ada, bo))
    assert hers.revision == his.revision
    assert len(hers.__dict__["notes"]) == len(his.__dict__["notes"])


def test_strangers_find_nothing(charlie: Person, question: Exchange, browser_of: BrowserOf) -> None:
    browser = browser_of(charlie)
    where = f"/talk/{question.id}/"
    assert browser.get(where).status_code == 404
    assert browser.post(where, {"text": "hello"}).status_code == 404
    assert browser.post(where + "skip/").status_code == 404
    assert browser.get(where + "take-back/").status_code == 404
    assert browser.post(where + "take-back/").status_code == 404
    assert Client().get(where).status_code == 302
