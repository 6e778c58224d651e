"""Pages wake when answers open, and not when somebody has merely answered."""

import pytest

from inglenook.exchanges.models import Exchange
from inglenook.exchanges.tests.conftest import BrowserOf, page
from inglenook.people.models import Person
from inglenook.web.tests.listening import listening


@pytest.mark.django_db(transaction=True)
def test_a_page_wakes_when_it_opens_and_not_before(
    ada: Person, bo: Person, question: Exchange, browser_of: BrowserOf
) -> None:
    hers, his = browser_of(ada), browser_of(bo)
    where = f"/talk/{question.id}/"
    with listening(bo.id) as listener:
        hers.post(where, {"text": "one"})
        page(hers, question)
        assert not listener.changed
        hers.post(where, {"text": "one, changed", "revision": "1"})
        hers.post(where + "take-back/")
        hers.post(where + "skip/")
        hers.post(where, {"text": "one"})
        assert not listener.changed
        with listening(ada.id) as her_listener:
            his.post(where, {"text": "two"})
            assert her_listener.changed
        listener.changed = False
        page(hers, question)
        assert listener.changed
    assert "one" in page(his, question)


@pytest.mark.django_db(transaction=True)
def test_a_new_question_wakes_the_others(
    ada: Person, bo: Person, bond: object, browser_of: BrowserOf
) -> None:
    with listening(bo.id) as listener:
        browser_of(ada).post("/talk/ask/", {"question": "partners-1-01"})
        assert listener.changed
