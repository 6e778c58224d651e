"""A talk before it begins: whatever is offered, agreed to and taken back, nobody is ever made ready."""

import random

import pytest
from tests.figures import figure

from inglenook.conversations.planning import (
    MOST_TIMES,
    READY_LASTS,
    Agree,
    Course,
    Happening,
    NotNow,
    Offer,
    Ready,
    Say,
    Unready,
    Where,
)
from inglenook.conversations.protocol import Act, Pause, Refused, Resume, Skip, Stop, Talk
from inglenook.guide.content import library

pytestmark = pytest.mark.once

SEQUENCES = 25_000
LONGEST = 40
LISTENING = library().protocols["listening"]
TIMES = range(100, 108)


def some_course(dice: random.Random) -> Course:
    """Return a talk of two to four that somebody has proposed."""
    members = dice.randint(2, 4)
    times = tuple(dice.sample(TIMES, dice.randint(0, MOST_TIMES)))
    return Course(Talk(LISTENING, members), dice.randrange(members), times, at_once=dice.random() < 0.7)


def some_event(dice: random.Random, course: Course, where: Where, now: int) -> Happening:
    """Return something that somebody may try: mostly what fits."""
    who, kind = dice.randrange(course.talk.members), dice.random()
    if kind < 0.01:
        return Stop(who)
    if kind < 0.1:
        return Offer(who, tuple(dice.sample(TIMES, dice.randint(0, MOST_TIMES + 1))))
    if kind < 0.3:
        return Agree(who, dice.choice([*where.times, *TIMES]))
    if kind < 0.4:
        return NotNow(who, dice.randrange(9_999))
    if kind < 0.5:
        return Unready(who)
    if kind < 0.55:
        return dice.choice((Skip(who, 0), Pause(who, now, now + 30), Resume(who, now), Say(who, "first-go")))
    if kind < 0.6:
        return Act(who, where.state.turn if where.state else 0)
    return Ready(who, now)


class Looker:
    """Notes by itself who said that they are ready, and compares."""

    def __init__(self, course: Course) -> None:
        self.course, self.where = course, course.begin()
        self.said: dict[int, int] = {}
        self.happened: list[Happening] = []
        self.steps = [self.where]
        self.refused = 0

    @property
    def everybody(self) -> range:
        return range(self.course.talk.members)

    def try_one(self, event: Happening) -> None:
        """Let something happen, and look at what became of it."""
        try:
            after = self.course.happen(self.where, event)
        except Refused:
            self.refused += 1
            return
        before, self.where = self.where, after
        self.happened.append(event)
        self.steps.append(after)
        if before.state is None:
            self.note(event)
            self.look_at_ready(before, event)
            self.look_at_times(before, event)
        elif after.state and not isinstance(event, Say):
            assert after.phrase == (before.phrase if after.state.turn == before.state.turn else None)
        self.look_at_ways_out()

    def note(self, event: Happening) -> None:
        if isinstance(event, Ready):
            self.said[event.who] = event.at
        elif isinstance(event, Unready | NotNow):
            self.said.pop(event.who, None)

    def is_there(self, who: int, now: int) -> bool:
        """Tell whether somebody said so themselves, and not too long ago."""
        return who in self.said and (not self.course.at_once or 0 <= now - self.said[who] <= READY_LASTS)

    def look_at_ready(self, before: Where, event: Happening) -> None:
        """Nobody is made ready by another, and it begins just when all have said so."""
        assert dict(self.where.ready) == self.said
        assert len(self.where.ready) == len(self.said)
        assert {who for who, _ in set(self.where.ready) ^ set(before.ready)} <= {event.who}
        all_there = isinstance(event, Ready) and all(self.is_there(who, event.at) for who in self.everybody)
        assert (self.where.state is not None) == all_there

    def look_at_times(self, before: Where, event: Happening) -> None:
        """What is agreed on was offered; who offers or agrees speaks for nobody else."""
        where, settled = self.where, self.course.settled(self.where)
        assert set(settled) <= set(where.times)
        assert {time for _, time in where.suits} <= set(where.times)
        if isinstance(event, Offer):
            assert where.times == event.times
            assert {who for who, _ in where.suits} == {event.who}
        else:
            assert where.times == before.times
            assert {who for who, _ in where.suits ^ before.suits} <= {event.who}
        if isinstance(event, NotNow):
            assert event.who not in {who for who, _ in (*where.suits, *where.ready)}
            assert settled == ()
            assert [by for who, by in where.not_now if who == event.who] == [event.by]
        elif isinstance(event, Offer | Agree | Ready):
            assert event.who not in dict(where.not_now)
        assert {who for who, _ in set(where.not_now) ^ set(before.not_now)} <= {event.who}

    def look_at_ways_out(self) -> None:
        """Anybody may stop it at any time, and say that they are ready for as long as it has not begun."""
        for who in self.everybody if not self.where.is_over else ():
            assert self.course.happen(self.where, Stop(who)).is_over
            if self.where.state is None:
                ready = self.course.happen(self.where, Ready(who, 9_999))
                assert dict(ready.ready)[who] == 9_999


def test_random_plans_begin_only_when_all_said_that_they_are_there() -> None:
    dice = random.Random(20261125)  # noqa: S311  (dice, no secret)
    events = refused = begun = dropped = settled = 0
    for _ in range(SEQUENCES):
        looker, now = Looker(some_course(dice)), 1_000
        for _ in range(dice.randrange(1, LONGEST)):
            now += dice.choice([0, 1, 4, READY_LASTS, READY_LASTS + 1, -1])
            looker.try_one(some_event(dice, looker.course, looker.where, now))
        course, happened = looker.course, looker.happened
        for number in (len(happened), dice.randint(0, len(happened))):
            assert course.replay(happened[:number]) == looker.steps[number]
        events, refused = events + len(happened), refused + looker.refused
        begun += looker.where.state is not None
        dropped += looker.where.dropped_by is not None
        settled += bool(course.settled(looker.where))
    figure(
        "talks: random sequences of planning",
        f"{SEQUENCES}, {events} events, {refused} refused, "
        f"{begun} begun, {dropped} dropped, {settled} agreed on",
    )
    assert min(begun, dropped, settled) > 500


def refusal(course: Course, where: Where, event: Happening) -> str:
    with pytest.raises(Refused) as caught:
        course.happen(where, event)
    return caught.value.why


@pytest.mark.parametrize("members", [2, 3, 4])
def test_who_was_ready_too_long_ago_is_waited_for_again(members: int) -> None:
    course = Course(Talk(LISTENING, members))
    others = [Ready(who, 0) for who in range(1, members)]
    assert course.replay([*others, Ready(0, READY_LASTS)]).is_running
    assert not course.replay([*others, Ready(0, READY_LASTS + 1)]).is_running
    over_days = Course(Talk(LISTENING, members), at_once=False)
    assert over_days.replay([*others, Ready(0, 99_999)]).is_running


def test_what_belongs_to_another_part_of_a_talk_is_refused() -> None:
    course = Course(Talk(LISTENING, 2), times=(100,))
    where = course.begin()
    assert course.settled(where) == ()
    assert course.settled(course.happen(where, Agree(1, 100))) == (100,)
    assert refusal(course, where, Agree(1, 101)) == "times"
    assert refusal(course, where, Offer(1, ())) == "times"
    assert refusal(course, where, Offer(1, (100, 101, 102, 103))) == "times"
    for early in (Act(0, 0), Skip(0, 0), Pause(0, 0, 30), Say(0, "first-go")):
        assert refusal(course, where, early) == "not-begun"
    begun = course.replay([Ready(0, 0), Ready(1, 0)])
    for event in (Offer(0, (101,)), Agree(0, 100), NotNow(0, 1), Ready(0, 0), Unready(0)):
        assert refusal(course, begun, event) == "begun"
    for over in (course.happen(where, Stop(1)), course.happen(begun, Stop(1))):
        for late in (Offer(0, (101,)), Agree(0, 100), NotNow(0, 1), Ready(0, 0), Act(0, 0), Stop(0)):
            assert refusal(course, over, late) == "over"
