"""Whoever asks chooses the question's id: an id that is another bond's question must not open anything."""

from typing import Any

from conftest import again, join, mine, questions_for
from tests.database import as_stored

from inglenook.bonds.middleware import bonds_of
from inglenook.bonds.models import About, Bond
from inglenook.exchanges.answering import give
from inglenook.exchanges.models import Answer, Asked, Exchange, Reveal
from inglenook.exchanges.opening import pending, release_due
from inglenook.exchanges.tests.conftest import BrowserOf, answers, asked
from inglenook.people.models import Person


def _two_bonds(ada: Person, bo: Person, dana: Person) -> tuple[Bond, Bond]:
    three, two = Bond.found(again(ada), About("friends")), Bond.found(again(ada), About("partners"))
    join(mine(ada, three.id), again(ada), bo)
    join(mine(ada, three.id), again(ada), dana)
    join(mine(ada, two.id), again(ada), bo)
    return three, two


def test_a_question_under_another_bonds_id_gets_one_of_its_own(
    ada: Person, bo: Person, dana: Person, browser_of: BrowserOf
) -> None:
    three, two = _two_bonds(ada, bo, dana)
    question = asked(ada, three.id)
    his = browser_of(bo)
    his.post(f"/bonds/{two.id}/choose/")
    his.post("/talk/ask/", {"id": str(question.id), "question": "partners-1-01"})
    assert Exchange.objects.count() == 2
    assert Exchange.objects.filter(id=question.id).count() == 1


def test_an_answer_never_opens_in_another_bond(ada: Person, bo: Person, dana: Person) -> None:
    three, two = _two_bonds(ada, bo, dana)
    question = asked(ada, three.id)
    answers(ada, question, "canary-ember-71")
    person, his = again(bo), mine(bo, two.id)
    # Past the guard of asking, as a member with the files could: the same id in the other bond.
    fitting = questions_for(his)[0]
    Exchange.objects.of(person).create(
        id=question.id,
        bond=his,
        opened_on=person.today(),
        asked_epoch=len(person.keyring.chain(his.id)),
        asked=Asked(fitting.id, fitting.text, fitting.depth, person.id, 1),
    )
    planted = Exchange.objects.of(person).get(bond_id=his.id, id=question.id)
    give(person, his, planted, "anything")
    for one in (ada, bo, ada):
        release_due(again(one), bonds_of(again(one)))
    assert not Reveal.objects.exists()
    two_of_them = {one.bond.id: one for one in pending(again(ada), bonds_of(again(ada)))}
    assert two_of_them[three.id].answered == {ada.id}
    assert two_of_them[two.id].answered == {bo.id}


def test_an_answer_moved_to_another_question_in_the_files_is_not_shown_there(
    ada: Person, bo: Person, bond: Bond, browser_of: BrowserOf
) -> None:
    one, two = asked(ada, bond.id), asked(ada, bond.id, 1)
    answers(ada, one, "canary-ember-72")
    answers(bo, two, "mine")
    with_files(Answer, "exchange_id", as_stored(one.id), as_stored(two.id))
    for person in (bo, ada, bo):
        release_due(again(person), [mine(person, bond.id)])
    assert not Reveal.objects.filter(author_id=ada.id).exists()
    assert browser_of(ada).get("/").status_code == 200
    assert browser_of(ada).get("/talk/").status_code == 200


def with_files(model: Any, column: str, before: str, after: str) -> None:
    """Change a column as somebody with the files could."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {model._meta.db_table} SET {column} = %s WHERE {column} = %s",  # noqa: S608
            [after, before],
        )


def test_an_answer_goes_only_to_those_whom_the_page_named(
    ada: Person, bo: Person, dana: Person, bond: Bond, browser_of: BrowserOf
) -> None:
    question = asked(ada, bond.id)
    hers = browser_of(ada)
    where = f"/talk/{question.id}/"
    before = mine(ada, bond.id).mark
    assert f'name="audience" value="{before}"' in hers.get(where).text
    join(mine(ada, bond.id), again(ada), dana)
    page = hers.post(where, {"text": "canary-ember-73 for Bo", "revision": "0", "audience": before})
    assert page.status_code == 409
    assert "Somebody has joined or left since you began" in page.text
    assert "canary-ember-73 for Bo" in page.text
    assert not Answer.objects.exists()
    after = mine(ada, bond.id).mark
    form = {"text": "canary-ember-73 for Bo", "revision": "0", "audience": after}
    assert hers.post(where, form).status_code == 302
    assert Answer.objects.of(again(ada)).get().given.audience == {ada.id, bo.id, dana.id}
