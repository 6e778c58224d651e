"""The pages of exchanges: asking, answering, changing, taking back, setting aside."""

import re

from conftest import again, mine, questions_for

from inglenook.bonds.models import About, Bond
from inglenook.exchanges.asking import ask, choice_for
from inglenook.exchanges.models import Answer, Exchange, Reveal, Shelf
from inglenook.exchanges.tests.conftest import BrowserOf, answers, asked, page
from inglenook.guide.content import library
from inglenook.people.drafts import Draft
from inglenook.people.models import Person
from inglenook.people.tests.pages import value
from inglenook.vault.records import new_id


def test_two_answers_turn_over_together(
    ada: Person, bo: Person, question: Exchange, browser_of: BrowserOf
) -> None:
    hers, his = browser_of(ada), browser_of(bo)
    where = f"/talk/{question.id}/"
    assert b"It opens when everyone has answered" in hers.get(where).content
    said = hers.post(where, {"text": "canary-ember-1"})
    assert said.status_code == 302
    assert said["Location"] == where + "?said=answered"
    assert "canary-ember-1" in page(hers, question)
    assert "canary-ember-1" not in page(his, question)
    his.post(where, {"text": "canary-ember-2"})
    assert "canary-ember-1" not in page(his, question)
    assert "canary-ember-2" in hers.get(where, headers={"X-Fragment": "1"}).content.decode()
    both = his.get(where, headers={"X-Fragment": "1"}).content.decode()
    assert "canary-ember-1" in both
    assert "canary-ember-2" in both
    assert 'data-state="up"' in both
    assert "<html" not in both


def test_a_fragment_is_what_stands_in_the_page(
    ada: Person, question: Exchange, browser_of: BrowserOf
) -> None:
    hers = browser_of(ada)
    for where in (f"/talk/{question.id}/", "/talk/", "/", "/together/"):
        whole = hers.get(where).content.decode()
        part = hers.get(where, headers={"X-Fragment": "1"}).content.decode()
        assert part.strip() in whole


def test_an_answer_that_asks_for_a_fragment_is_kept_like_any_other(
    ada: Person, question: Exchange, browser_of: BrowserOf
) -> None:
    hers = browser_of(ada)
    said = hers.post(f"/talk/{question.id}/", {"text": "canary-ember-4"}, headers={"X-Fragment": "1"})
    assert said.status_code == 302
    assert "canary-ember-4" in page(hers, question)


def test_an_answer_is_changed_and_taken_back(ada: Person, question: Exchange, browser_of: BrowserOf) -> None:
    hers = browser_of(ada)
    where = f"/talk/{question.id}/"
    hers.post(where, {"text": "first"})
    box = hers.get(where + "?change=1").content.decode()
    assert re.search(r"<textarea[^>]*>\s*first</textarea>", box)
    assert 'name="revision" value="1"' in box
    assert hers.post(where, {"text": "second", "revision": "1"}).status_code == 302
    assert "second" in page(hers, question)
    assert "first" not in page(hers, question)
    assert "nobody learns that there was one" in hers.get(where + "take-back/").content.decode()
    hers.post(where + "take-back/")
    assert not Answer.objects.exists()
    assert "Keep my answer" in page(hers, question)


def test_two_tabs_do_not_overwrite_each_other(ada: Person, question: Exchange, browser_of: BrowserOf) -> None:
    hers = browser_of(ada)
    where = f"/talk/{question.id}/"
    hers.post(where, {"text": "in the first tab"})
    clash = hers.post(where, {"text": "in the second tab", "id": str(new_id())})
    assert clash.status_code == 409
    html = clash.content.decode()
    assert "in the first tab" in html
    assert "in the second tab" in html
    assert 'name="revision" value="1"' in html
    hers.post(where, {"text": "in the second tab", "revision": "1"})
    assert "in the second tab" in page(hers, question)


def test_sent_twice_written_once(ada: Person, bo: Person, question: Exchange, browser_of: BrowserOf) -> None:
    hers = browser_of(ada)
    where, form = f"/talk/{question.id}/", {"text": "canary-ember-3", "id": str(new_id())}
    hers.post(where, form)
    assert hers.post(where, form)["Location"] == where + "?said=again"
    answers(bo, question, "two")
    page(browser_of(bo), question)
    page(hers, question)
    assert hers.post(where, form)["Location"] == where + "?said=again"
    assert Answer.objects.filter(person_id=ada.id).count() == 1
    assert Reveal.objects.filter(author_id=ada.id).count() == 1


def test_what_came_too_late_is_shown_and_not_lost(
    ada: Person, bo: Person, bond: Bond, question: Exchange, browser_of: BrowserOf
) -> None:
    hers = browser_of(ada)
    where = f"/talk/{question.id}/"
    answers(ada, question, "one")
    answers(bo, question, "two")
    page(browser_of(bo), question)
    late = hers.post(where, {"text": "canary-ember-4", "revision": "1"})
    assert late.status_code == 409
    assert "canary-ember-4" in late.content.decode()
    assert "canary-ember-4" not in page(browser_of(bo), question)


def test_an_opened_answer_can_be_withdrawn(
    ada: Person, bo: Person, question: Exchange, browser_of: BrowserOf
) -> None:
    hers, his = browser_of(ada), browser_of(bo)
    answers(ada, question, "canary-ember-5")
    answers(bo, question, "canary-ember-6")
    page(hers, question)
    assert "canary-ember-5" in page(his, question)
    where = f"/talk/{question.id}/take-back/"
    assert "a copy that somebody made stays with them" in hers.get(where).content.decode()
    hers.post(where)
    assert "canary-ember-5" not in page(his, question)
    assert "canary-ember-6" in page(hers, question)
    assert page(hers, question) == page(hers, question)


def test_a_question_is_set_aside_and_taken_up_again(
    ada: Person, question: Exchange, browser_of: BrowserOf
) -> None:
    hers = browser_of(ada)
    where = f"/talk/{question.id}/"
    assert hers.post(where + "skip/")["Location"] == "/talk/?said=set-aside"
    assert "You have set this one aside" in page(hers, question)
    assert "Waiting for you" not in hers.get("/talk/").content.decode()
    assert hers.post(where + "take-back/")["Location"] == where + "?said=taken-up"
    assert "Keep my answer" in page(hers, question)
    hers.post(where, {"text": "after all"})
    hers.post(where + "skip/")
    assert "after all" in page(hers, question)


def test_a_draft_is_kept_for_a_locked_browser(ada: Person, question: Exchange, browser_of: BrowserOf) -> None:
    from inglenook.vault.models import Session

    hers = browser_of(ada)
    Session.objects.update(wrapped=None)
    id = new_id()
    hers.post(f"/talk/{question.id}/", {"text": "canary-ember-7", "id": str(id)})
    assert not Answer.objects.exists()
    assert Draft.objects.filter(id=id).exists()
    html = browser_of(ada).get(f"/talk/{question.id}/").content.decode()
    assert "We kept what you were writing" in html
    assert "canary-ember-7" in html
    browser_of(ada).post(f"/talk/{question.id}/", {"text": "canary-ember-7", "id": str(id)})
    assert not Draft.objects.exists()


def test_what_was_typed_is_kept_where_it_belongs_when_set_aside_while_locked(
    ada: Person, question: Exchange, browser_of: BrowserOf
) -> None:
    hers, where = browser_of(ada), f"/talk/{question.id}/"
    form = {name: value(hers.get(where), name) for name in ("id", "at")}
    hers.post("/lock/")
    hers.post(where + "skip/", form | {"text": "canary-ember-738 half an answer"})
    assert "canary-ember-738 half an answer" in page(browser_of(ada), question)


def test_an_empty_answer_is_asked_for_again(ada: Person, question: Exchange, browser_of: BrowserOf) -> None:
    html = browser_of(ada).post(f"/talk/{question.id}/", {"text": "  "}).content.decode()
    assert "Write a few words first" in html


def test_asking_twice_asks_once(ada: Person, bond: Bond, browser_of: BrowserOf) -> None:
    hers = browser_of(ada)
    choice = choice_for(again(ada), bond)
    form = {"id": str(new_id()), "question": choice[0].id}
    first = hers.post("/talk/ask/", form)
    assert first["Location"] == f"/talk/{form['id']}/?said=asked"
    assert hers.post("/talk/ask/", form)["Location"] == f"/talk/{form['id']}/"
    from_another_tab = hers.post("/talk/ask/", form | {"id": str(new_id())})
    assert from_another_tab["Location"] == f"/talk/{form['id']}/"
    assert Exchange.objects.count() == 1


def test_three_are_offered_and_then_three_others(ada: Person, bond: Bond, browser_of: BrowserOf) -> None:
    hers = browser_of(ada)

    def offered(where: str) -> list[str]:
        return re.findall(r'name="question" value="([^"]+)"', hers.get(where).content.decode())

    first, others = offered("/talk/ask/?depth=2"), offered("/talk/ask/?depth=2&more=1")
    assert len(first) == len(others) == 3
    assert not set(first) & set(others)
    assert all("-2-" in id for id in first + others)
    assert offered("/talk/ask/?depth=99&more=x") == offered("/talk/ask/")


def test_the_deck_of_this_kind_of_bond_comes_first_and_others_can_be_chosen(
    ada: Person, bond: Bond, browser_of: BrowserOf
) -> None:
    hers = browser_of(ada)

    def decks_of(where: str) -> set[str]:
        ids = re.findall(r'name="question" value="([^"]+)"', hers.get(where).content.decode())
        return {library().deck_of(id).id for id in ids}

    assert decks_of("/talk/ask/") == decks_of("/talk/ask/?deck=colleagues") == {"partners"}
    for deck in library().decks_for("partners"):
        assert f'"?deck={deck.id}"' in hers.get("/talk/ask/").content.decode() or deck.id == "partners"
        assert decks_of(f"/talk/ask/?deck={deck.id}&depth=2&more=1") == {deck.id}


def test_nothing_is_asked_twice_until_its_deck_is_used_up(ada: Person, bond: Bond) -> None:
    small = min(library().decks_for("partners"), key=lambda deck: len(deck.questions))
    for question in small.questions[:-1]:
        ask(again(ada), mine(ada, bond.id), question, id=new_id())

    def left() -> list[str]:
        return [one.id for one in choice_for(again(ada), mine(ada, bond.id)) if one in small.questions]

    assert left() == [small.questions[-1].id]
    ask(again(ada), mine(ada, bond.id), small.questions[-1], id=new_id())
    assert sorted(left()) == sorted(question.id for question in small.questions)


def test_colleagues_ask_light_questions_only(ada: Person, bo: Person, browser_of: BrowserOf) -> None:
    from conftest import join

    bond = Bond.found(ada, About("colleagues"))
    join(bond, ada, bo)
    assert {question.depth for question in questions_for(mine(ada, bond.id))} == {1}
    hers = browser_of(ada)
    html = hers.get("/talk/ask/?depth=5").content.decode()
    assert "-5-" not in html
    refused = hers.post("/talk/ask/", {"id": str(new_id()), "question": "partners-5-01"})
    assert refused.status_code == 200
    assert not Exchange.objects.exists()


def test_the_table_for_one_alone(ada: Person, browser_of: BrowserOf) -> None:
    hers = browser_of(ada)
    html = hers.get("/talk/").content.decode()
    assert "Questions for yourself" in html
    assert "/me/journal/?prompt=" in html
    assert hers.get("/talk/ask/").status_code == 302
    Bond.found(ada, About("friends"))
    assert "Nobody has come yet" in hers.get("/talk/").content.decode()


def test_the_table_of_a_bond_that_has_ended(
    ada: Person, bo: Person, bond: Bond, question: Exchange, browser_of: BrowserOf
) -> None:
    answers(ada, question, "canary-ember-8")
    answers(bo, question, "canary-ember-9")
    page(browser_of(bo), question)
    hers = browser_of(ada)
    page(hers, question)
    mine(bo, bond.id).leave(again(bo), take_back=False)
    hers.cookies["inglenook-bond"] = str(bond.id)
    html = hers.get("/talk/").content.decode()
    assert "This bond has ended" in html
    assert "/talk/ask/" not in html
    assert "canary-ember-9" in page(hers, question)


def test_the_table_in_its_parts(ada: Person, bo: Person, bond: Bond, browser_of: BrowserOf) -> None:
    hers = browser_of(ada)
    assert "Nothing asked yet" in hers.get("/talk/").content.decode()
    rows = [asked(ada, bond.id, number) for number in range(3)]
    answers(ada, rows[0], "one")
    answers(bo, rows[0], "two")
    page(browser_of(bo), rows[0])
    answers(ada, rows[1], "three")
    html = hers.get("/talk/").content.decode()
    parts = re.findall(r"<h2>([^<]+)</h2>", html)
    assert parts == ["Waiting for you", "Face down", "Opened"]


def test_what_was_opened_and_read_is_no_longer_kept_among_what_was_answered(
    ada: Person, bo: Person, question: Exchange, browser_of: BrowserOf
) -> None:
    hers, his = browser_of(ada), browser_of(bo)
    where = f"/talk/{question.id}/"
    hers.post(where, {"text": "canary-ember-5"})
    his.post(where, {"text": "canary-ember-6"})
    assert question.id in Shelf.read(again(ada)).handled
    assert "canary-ember-6" in page(hers, question)
    assert question.id not in Shelf.read(again(ada)).handled
    assert question.id in Shelf.read(again(ada)).seen
    assert b"canary-ember-6" in hers.get(where).content
    assert b"A question is waiting" not in hers.get("/").content
