"""A talk on several phones: proposed, agreed on, held in turns by two browsers, kept as each wants it."""

from datetime import timedelta

import pytest
import time_machine
from conftest import again, join, mine
from django.utils import timezone

from inglenook.bonds.leaving import leave
from inglenook.conversations.listing import open_talks
from inglenook.conversations.models import Conversation, Held, Turn, Words
from inglenook.conversations.protocol import Act, Refused
from inglenook.conversations.talking import happen
from inglenook.conversations.tests.conftest import Browser, Circle, circle_of
from inglenook.guide.content import Kind, library
from inglenook.guide.protocols import Protocol
from inglenook.people.models import Person

LIVE = list(library().live_talks.values())
MOST_STEPS = 150


@pytest.mark.parametrize("protocol", LIVE, ids=lambda one: one.id)
@pytest.mark.parametrize("number", [2, 3])
def test_every_talk_is_held_to_its_end(
    number: int, protocol: Protocol, ada: Person, bo: Person, dana: Person, browser_of: Browser
) -> None:
    people = [ada, bo, dana][:number]
    if number > protocol.people[1]:
        pytest.skip("a talk for two")
    circle = circle_of(protocol.kinds[-1], people, browser_of).begin(protocol.id)
    acted = set()
    for _ in range(MOST_STEPS):
        now = circle.sitting()
        if now.is_over:
            break
        who = max(now.whose)
        assert 'name="turn"' in circle.page(who)
        acted.add(circle.go_on())
    assert len(acted) >= 2
    for who in range(number):
        assert circle.sitting(who).was_finished
        assert "That is all for now" in circle.page(who)
    assert Conversation.objects.get().ended_on


def test_a_talk_begins_when_both_are_ready_and_not_before(pair: Circle) -> None:
    pair.propose("listening")
    assert "canary-ember-400" in pair.page(1)
    with time_machine.travel(timezone.now()) as clock:
        pair.tap(0, "ready")
        assert not pair.sitting().is_running
        clock.shift(timedelta(minutes=16))
        pair.tap(1, "ready")
        assert not pair.sitting().is_running, "who was ready a quarter of an hour ago may have gone"
        pair.tap(0, "ready")
        assert pair.sitting().is_running


def test_times_are_offered_agreed_on_and_offered_anew(pair: Circle) -> None:
    soon = (
        (timezone.now() + timedelta(days=1)).astimezone(pair.people[0].zone).replace(second=0, microsecond=0)
    )
    pair.propose("listening", when="times", time_0=soon.strftime("%Y-%m-%dT%H:%M"))
    minute = int(soon.timestamp()) // 60
    assert pair.sitting(1).where.times == (minute,)
    assert pair.sitting(1).waits_for_me
    pair.tap(1, f"agree:{minute}")
    assert "suits everybody" in pair.page(0)
    later = (soon + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    refused = pair.tap(1, "offer", 422, time_0="2001-01-01T10:00")
    assert "That time is over" in refused
    pair.tap(1, "offer", time_0=later)
    assert pair.sitting().where.times == (minute + 120,)
    pair.tap(0, f"agree:{minute}", 409)
    pair.tap(0, "not-now:3")
    assert "not now, but by" in pair.page(1)
    pair.tap(0, "stop")
    assert pair.sitting(1).is_over
    assert open_talks(again(pair.people[1]), [mine(pair.people[1], pair.bond.id)]) == []


def test_what_is_written_unseen_opens_for_nobody_until_all_have_written(pair: Circle) -> None:
    pair.begin("empathy-round")
    while not pair.sitting().step.unseen:
        pair.go_on()
    turn = pair.sitting().state.turn
    pair.tap(0, "act", text="canary-ember-402 of Ada")
    assert "canary-ember-402" not in pair.page(1)
    assert not Words.objects.filter(turn=turn).exists()
    assert Held.objects.get().person_id == pair.people[0].id
    pair.tap(1, "act", text="canary-ember-403 of Bo")
    assert "canary-ember-403" in pair.page(0)
    assert "canary-ember-402" in pair.page(1)
    assert not Held.objects.exists()


def test_what_was_unseen_stays_unseen_where_the_talk_is_stopped(pair: Circle) -> None:
    pair.begin("empathy-round")
    while not pair.sitting().step.unseen:
        pair.go_on()
    pair.tap(0, "act", text="canary-ember-404")
    pair.tap(1, "stop")
    assert "canary-ember-404" in pair.page(0), "her own"
    assert "canary-ember-404" not in pair.page(1)
    assert not Words.objects.filter(author_id=pair.people[0].id, turn=Held.objects.get().turn).exists()


def test_a_tap_counts_once_and_one_that_comes_too_late_is_told_kindly(pair: Circle) -> None:
    pair.begin("listening")
    pair.tap(0, "act", text="canary-ember-405")
    count = Turn.objects.count()
    fields = {"do": "act", "turn": 0, "text": "canary-ember-405"}
    assert pair.browsers[0].post(pair.path, fields).status_code == 302, "the same tap again"
    told = pair.browsers[1].post(pair.path, fields | {"text": "canary-ember-406"})
    assert told.status_code == 409
    assert "That step is already done" in told.text
    assert "canary-ember-406" in told.text, "what was typed is not lost"
    assert Turn.objects.count() == count


def test_nothing_written_is_told_and_a_long_text_is_kept_in_the_box(pair: Circle) -> None:
    pair.begin("listening")
    assert "Nothing is written yet" in pair.tap(0, "act", 409, text="  ")
    told = pair.tap(0, "act", 422, text="canary-ember-407 " * 200)
    assert "canary-ember-407" in told
    assert pair.sitting().state.turn == 0


def test_quiet_is_anybodys_and_ends_when_they_are_back_or_its_time_is_over(pair: Circle) -> None:
    pair.begin("listening")
    with time_machine.travel(timezone.now()) as clock:
        pair.tap(1, "pause:20")
        assert "Bo asked for quiet" in pair.page(0)
        pair.tap(0, "act", 409, text="canary-ember-408")
        pair.tap(0, "resume", 302)
        assert pair.sitting().state.paused, "he is not back yet"
        clock.shift(timedelta(minutes=21))
        pair.tap(0, "resume")
        assert pair.sitting().state.paused is None


def test_one_who_leaves_ends_the_talk_and_may_take_their_words_along(pair: Circle) -> None:
    pair.begin("listening")
    pair.tap(0, "act", text="canary-ember-409")
    bo = again(pair.people[1])
    leave(mine(bo, pair.bond.id), again(bo), take_back=True)
    page = pair.page(0)
    assert "That is all for now" in page
    assert "canary-ember-409" in page
    assert pair.browsers[1].get(pair.path).status_code == 404


def test_a_newcomer_finds_no_talk_that_was_before_them(
    pair: Circle, dana: Person, browser_of: Browser
) -> None:
    pair.begin("listening")
    pair.tap(0, "act", text="canary-ember-410")
    join(mine(pair.people[0], pair.bond.id), again(pair.people[0]), dana)
    pair.look_again()
    assert pair.sitting().is_over, "nobody wrote for her"
    assert pair.browsers[0].post(pair.path, {"do": "act", "turn": 1, "text": "x"}).status_code in (302, 409)
    assert Words.objects.filter(turn__gte=0).count() == 1
    assert browser_of(dana).get(pair.path).status_code == 404


def test_ones_own_words_can_be_taken_back_and_no_others(pair: Circle) -> None:
    pair.begin("listening")
    pair.tap(0, "act", text="canary-ember-411")
    words = Words.objects.get(turn=0)
    where = f"{pair.path}words/{words.id}/take-back/"
    pair.browsers[1].post(where)
    assert Words.objects.filter(turn=0).exists()
    pair.browsers[0].post(where)
    assert not Words.objects.filter(turn=0).exists()
    assert "canary-ember-411" not in pair.page(1)
    assert pair.sitting().state.turn == 1, "the talk goes on"


@pytest.mark.parametrize(("kind", "way"), [("colleagues", "written"), ("partners", "aloud")])
def test_colleagues_and_those_who_speak_keep_only_what_came_out(
    kind: Kind, way: str, ada: Person, bo: Person, browser_of: Browser
) -> None:
    two = circle_of(kind, [ada, bo], browser_of)
    two.begin("weekly-meeting" if kind == "partners" else "ground-rules-talk", way)
    for _ in range(MOST_STEPS):
        if two.sitting().is_over:
            break
        if two.sitting().step.outcome:
            two.tap(min(two.sitting().whose), "act", text="canary-ember-412")
        else:
            two.go_on()
    for who in (0, 1):
        two.page(who)
    kept = {row.text for row in Words.objects.of(again(ada)).filter(turn__gte=0)}
    assert kept == {"canary-ember-412"}
    assert two.sitting().topic == ("" if kind == "colleagues" else "canary-ember-400")


def test_a_row_that_does_not_fit_ends_the_talk_and_opens_no_door(pair: Circle) -> None:
    pair.begin("listening")
    pair.tap(0, "act", text="canary-ember-413")
    Turn.objects.filter(number=2).delete()
    assert pair.sitting().is_over
    assert "canary-ember-413" in pair.page(1)
    with pytest.raises(Refused):
        happen(pair.sitting(1), Act(1, 1), "x")
