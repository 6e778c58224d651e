"""What is kept of talks, by whom, and what nobody is told: also when something goes wrong in between."""

import re
from datetime import timedelta
from typing import Any

import pytest
from conftest import again, join, mine
from django.utils import timezone

from inglenook.bonds.leaving import leave
from inglenook.conversations.models import Afterwards, Conversation, Held, Line, Plan, Turn, Words
from inglenook.conversations.talking import MOST_PROPOSED, writing_id
from inglenook.conversations.tests.conftest import Browser, Circle, circle_of
from inglenook.guide.content import library
from inglenook.home.export import everything
from inglenook.people import drafts
from inglenook.people.models import Person
from inglenook.safety.footing import note


def to_unseen(pair: Circle, protocol: str = "empathy-round") -> int:
    """Go on until everybody writes unseen; returns the turn."""
    pair.begin(protocol)
    while not pair.sitting().step.unseen:
        pair.go_on()
    return pair.sitting().state.turn


def test_what_was_being_written_when_the_talk_was_ended_is_shown_to_its_writer_alone(pair: Circle) -> None:
    pair.begin("listening")
    ada = again(pair.people[0])
    kept = drafts.Kept(pair.path, "text=canary-ember-416&turn=0")
    drafts.keep(ada.keyring.keybox, writing_id(pair.sitting()), kept)
    assert "canary-ember-416" in pair.page(0)
    pair.tap(1, "stop")
    assert "nobody has seen it" in pair.page(0)
    assert "canary-ember-416" not in pair.page(1)


def test_how_it_was_is_for_oneself_alone_until_all_agree(pair: Circle) -> None:
    pair.begin("listening")
    pair.tap(0, "stop")
    for who, value in ((0, 4), (1, 1)):
        told = {"understood": str(value), "calm": ""}
        assert pair.browsers[who].post(f"{pair.path}after/", told).status_code == 302
    pictures = [browser.get("/talk/turns/picture/").text for browser in pair.browsers]
    assert all(page.count("<circle") == 1 for page in pictures)
    pair.browsers[0].post("/talk/turns/picture/", {"do": "agree"})
    given = Line.objects.of(again(pair.people[1])).get().shown
    assert given.points == (), "nothing is given before all agree"
    pair.browsers[1].post("/talk/turns/picture/", {"do": "agree"})
    for browser in pair.browsers:
        browser.get("/talk/turns/picture/")
    assert pair.browsers[0].get("/talk/turns/picture/").text.count("<circle") == 2
    pair.browsers[1].post("/talk/turns/picture/", {"do": "withdraw"})
    assert not Line.objects.exists()
    assert pair.browsers[0].get("/talk/turns/picture/").text.count("<circle") == 1
    assert Afterwards.objects.count() == 2


def test_a_phrase_to_find_back_stands_on_all_screens_until_the_next_turn(pair: Circle) -> None:
    pair.begin("listening")
    phrase = next(one for one in library().phrases.values() if one.moment == "repair")
    pair.tap(1, f"say:{phrase.id}")
    assert f"<b>Bo:</b> {phrase.text}" in pair.page(0)
    assert f"<b>You:</b> {phrase.text}" in pair.page(1)
    pair.tap(1, "say:no-such-phrase", 422)
    pair.tap(0, "act", text="canary-ember-417")
    assert "<b>Bo:</b>" not in pair.page(0)


def test_one_to_whom_talks_are_closed_is_asked_first_and_is_never_ready(pair: Circle) -> None:
    pair.propose("listening")
    note(again(pair.people[1]), pair.bond.id, is_open=False)
    before = pair.page(0)
    for do in ("ready", "agree:1", "offer"):
        answer = pair.browsers[1].post(pair.path, {"do": do})
        assert answer.headers["Location"].startswith(f"/before/{pair.bond.id}/?next="), do
    assert pair.browsers[1].get("/talk/turns/listening/").status_code == 302
    assert pair.sitting().where.ready == ()
    assert bare(pair.page(0)) == bare(before), "to the other it looks like any silence"
    pair.tap(1, "not-now:1")
    assert pair.page(1).count("<h1") == 1, "what was proposed can be read, and left"


def bare(page: str) -> str:
    """Return a page without what is another at every look."""
    return re.sub(r'value="[^"]{60,}"', "", page)


@pytest.mark.parametrize("do", ["pause:20", "stop", "say:first-go"])
def test_what_is_being_typed_is_kept_whatever_else_is_tapped(pair: Circle, do: str) -> None:
    pair.begin("listening")
    id = writing_id(pair.sitting())
    typed: dict[str, Any] = {
        "text": "canary-ember-418\r\n" * 111 + "x" * 10,
        "coach-heard": "canary-ember-739",
    }
    pair.tap(0, do, id=id, **typed)
    assert all("canary-ember-739" not in kept.fields for _, kept in drafts.all_of(again(pair.people[0])))
    if do.startswith("pause"):
        pair.tap(0, "resume")
    assert "canary-ember-418" in pair.page(0)
    assert "canary-ember-418" not in pair.page(1)


def test_what_was_written_unseen_last_is_given_by_any_later_visit(pair: Circle) -> None:
    turn = to_unseen(pair)
    pair.tap(0, "act", text="canary-ember-419 of Ada")
    pair.tap(1, "act", text="canary-ember-420 of Bo")
    assert not Words.objects.filter(turn=turn, author_id=pair.people[0].id).exists()
    pair.browsers[0].get("/")
    assert "canary-ember-419" in pair.page(1)


def test_another_text_for_the_same_turn_is_no_repeat(pair: Circle) -> None:
    pair.begin("listening")
    pair.tap(0, "act", text="canary-ember-421", turn=0)
    assert "canary-ember-422" in pair.tap(0, "act", 409, text="canary-ember-422", turn=0)
    pair.tap(0, "act", text="canary-ember-421", turn=0)


def test_no_words_are_kept_where_none_are_asked_for(pair: Circle) -> None:
    pair.begin("listening", "aloud")
    pair.tap(0, "act", text="canary-ember-423")
    assert not Words.objects.filter(turn__gte=0).exists()


def test_nobody_is_asked_again_and_again(pair: Circle) -> None:
    for _ in range(MOST_PROPOSED):
        pair.propose("listening")
    fields = {"topic": "", "heaviness": 1, "way": "aloud", "when": "ready"}
    told = pair.browsers[0].post("/talk/turns/listening/propose/", fields)
    assert told.status_code == 409
    assert "several talks already" in told.text
    today = pair.browsers[1].get("/").text
    assert today.count("talks are waiting") == 1
    assert 'href="/talk/turns/"' in today


def test_a_proposal_set_aside_is_silence_to_the_other(pair: Circle) -> None:
    pair.propose("listening")
    before = bare(pair.page(0))
    assert "A talk is waiting" in pair.browsers[1].get("/").text
    pair.browsers[1].post(f"{pair.path}aside/", {"do": "aside"})
    assert "A talk is waiting" not in pair.browsers[1].get("/").text
    pair.tap(0, "ready")
    assert "A talk is waiting" not in pair.browsers[1].get("/").text, "nor is it asked for anew"
    pair.tap(0, "unready")
    assert bare(pair.page(0)) == before
    pair.browsers[1].post(f"{pair.path}aside/", {"do": "back"})
    assert "A talk is waiting" in pair.browsers[1].get("/").text


def test_a_proposal_taken_back_leaves_nothing_of_what_it_was_about(pair: Circle) -> None:
    pair.propose("listening")
    assert "canary-ember-400" in pair.page(1)
    pair.tap(0, "stop")
    assert not Words.objects.exists()
    assert "canary-ember-400" not in pair.page(1)


def test_what_a_talk_is_about_goes_with_who_proposed_it(pair: Circle) -> None:
    pair.begin("listening")
    ada = again(pair.people[0])
    leave(mine(ada, pair.bond.id), again(ada), take_back=True)
    assert not Words.objects.exists()


def test_a_talk_that_somebody_left_is_found_among_those_that_were(pair: Circle, dana: Person) -> None:
    pair.begin("listening")
    pair.tap(0, "act", text="canary-ember-424")
    join(mine(pair.people[0], pair.bond.id), again(pair.people[0]), dana)
    assert "canary-ember-400" in pair.browsers[0].get("/talk/turns/").text
    assert Conversation.objects.get().ended_on, "closed by the way"
    leave(mine(dana, pair.bond.id), again(dana), take_back=False)
    pair.look_again()
    assert pair.sitting().is_over, "it does not come alive again"


def test_a_talk_whose_steps_were_changed_since_is_over_and_shows_no_prompt_that_was_not_there(
    pair: Circle,
) -> None:
    pair.begin("listening")
    pair.tap(0, "act", text="canary-ember-425")
    row: Conversation = Conversation.objects.of(again(pair.people[0])).get()
    plan = Plan(**{name: getattr(row.plan, name) for name in row.plan.__struct_fields__} | {"shape": "older"})
    row.plan = plan
    row.save()
    page = pair.page(1)
    assert "canary-ember-425" in page
    assert library().protocols["listening"].steps[0].say not in page


def test_two_talks_never_share_an_id(pair: Circle, ada: Person, dana: Person, browser_of: Browser) -> None:
    pair.propose("listening")
    other = circle_of("friends", [ada, dana], browser_of)
    other.browsers[1].post(f"/bonds/{other.bond.id}/choose/")
    fields = {"id": pair.id, "topic": "", "heaviness": 1, "way": "aloud", "when": "ready"}
    note(again(dana), other.bond.id, is_open=True)
    other.browsers[0].post(f"/bonds/{other.bond.id}/choose/")
    other.browsers[0].post("/talk/turns/listening/propose/", fields)
    assert len(set(Conversation.objects.values_list("id", flat=True))) == 2


def test_times_that_are_over_are_neither_shown_nor_taken(pair: Circle) -> None:
    soon = (timezone.now() + timedelta(minutes=2)).astimezone(pair.people[0].zone)
    pair.propose("listening", when="times", time_0=soon.strftime("%Y-%m-%dT%H:%M"))
    assert "That time is not offered any more" in pair.tap(1, "agree:1", 409)


def test_colleagues_are_not_asked_about_the_heart_and_show_each_other_nothing(
    ada: Person, bo: Person, browser_of: Browser
) -> None:
    two = circle_of("colleagues", [ada, bo], browser_of).begin("listening")
    two.tap(0, "stop")
    assert "I felt that I matter" not in two.page(0)
    assert "Show each other" not in two.browsers[0].get(f"/talk/turns/picture/?bond={two.bond.id}").text
    two.browsers[0].post(f"/talk/turns/picture/?bond={two.bond.id}", {"do": "agree"})
    assert not Line.objects.exists()


def test_lines_are_for_just_those_who_agreed_to_each_other(pair: Circle, dana: Person) -> None:
    pair.begin("listening")
    pair.tap(0, "stop")
    for browser in pair.browsers:
        browser.post(f"{pair.path}after/", {"understood": "4"})
        browser.post("/talk/turns/picture/", {"do": "agree"})
    for browser in (*pair.browsers, *pair.browsers):
        browser.get("/talk/turns/picture/")
    assert all(row.shown.points for row in Line.objects.of(again(pair.people[0])))
    join(mine(pair.people[0], pair.bond.id), again(pair.people[0]), dana, earlier=True)
    hers = mine(dana, pair.bond.id)
    assert "understood" not in str(everything(again(dana), [hers])), "no file holds what she was not shown"
    for browser in pair.browsers:
        assert browser.get("/talk/turns/picture/").text.count("<circle") == 1
    assert not any(row.shown.points for row in Line.objects.of(again(pair.people[0])))


def test_what_stays_unseen_can_be_let_go(pair: Circle) -> None:
    to_unseen(pair)
    pair.tap(0, "act", text="canary-ember-426")
    held = Held.objects.get()
    where = f"{pair.path}words/{held.id}/take-back/"
    pair.browsers[0].post(where)
    assert Held.objects.exists(), "the others wait for it"
    pair.tap(1, "stop")
    pair.browsers[1].post(where)
    assert Held.objects.exists(), "it is not his"
    pair.browsers[0].post(where)
    assert not Held.objects.exists()


def test_a_file_does_not_tell_who_else_tapped_what(pair: Circle) -> None:
    pair.begin("listening")
    pair.tap(0, "act", text="canary-ember-427")
    told = everything(again(pair.people[1]), [mine(pair.people[1], pair.bond.id)])
    assert '"type": "act"' not in told
    assert '"type": "ready"' in told
    assert Turn.objects.count() == 3
