"""The engine of talks: whatever happens in whatever order, nobody is stuck and no gate is skipped."""

import random

import msgspec
import pytest
from tests.figures import figure

from inglenook.conversations.protocol import (
    LONGEST_PAUSE,
    SHORTEST_PAUSE,
    Act,
    Event,
    Pause,
    Refused,
    Resume,
    Skip,
    State,
    Stop,
    Talk,
)
from inglenook.guide.content import library
from inglenook.guide.protocols import END, Choice, Protocol, Step

pytestmark = pytest.mark.once

PROTOCOLS = list(library().protocols.values())
SEQUENCES = 100_000
LONGEST = 60


def sizes(protocol: Protocol) -> range:
    return range(protocol.people[0], protocol.people[1] + 1)


def talks() -> list[Talk]:
    return [Talk(protocol, members) for protocol in PROTOCOLS for members in sizes(protocol)]


each_talk = pytest.mark.parametrize("talk", talks(), ids=lambda talk: f"{talk.protocol.id}-{talk.members}")
# Of larger circles there are too many states to look at each; chance looks at those.
SMALL = [talk for talk in talks() if talk.members <= 3]
each_small_talk = pytest.mark.parametrize(
    "talk", SMALL, ids=lambda talk: f"{talk.protocol.id}-{talk.members}"
)


def some_event(dice: random.Random, talk: Talk, state: State) -> Event:
    """Return something that somebody may try: mostly what fits, often what does not."""
    who, turn, now = (
        dice.randrange(talk.members),
        state.turn - dice.choice([0, 0, 0, 0, 1]),
        dice.randrange(9999),
    )
    kind = dice.random()
    if kind < 0.01:
        return Stop(who)
    if kind < 0.08:
        return Pause(
            who, now, now + dice.choice([0, 5, SHORTEST_PAUSE, 60, LONGEST_PAUSE, LONGEST_PAUSE + 1])
        )
    if kind < 0.2:
        return Resume(who, now)
    if kind < 0.3:
        return Skip(who, turn)
    ids = [choice.id for choice in talk.step(state).choices] if not state.is_over else []
    return Act(who, turn, dice.choice([*ids, "no-such-choice"]) if ids else "")


def allowed(talk: Talk, state: State) -> list[Event]:
    """Return all that could be done at a step by those whose turn it is."""
    step = talk.step(state)
    who = sorted(talk.whose(state))
    choices = [one.id for one in step.choices if not talk.is_locked(state, one)] or [""]
    return [Act(one, state.turn, choice) for one in who for choice in choices]


def check(talk: Talk, state: State) -> None:
    """What holds in every state that can be reached."""
    if state.is_over:
        assert talk.whose(state) == frozenset()
        return
    assert talk.whose(state), "nobody can do anything"
    assert 0 <= state.floor < talk.members
    assert allowed(talk, state)
    step = talk.step(state)
    assert len(state.done) < (talk.members if step.role == "each" else 1)
    assert 1 <= state.round <= step.rounds


def gates_hold(talk: Talk, before: State, event: Event, after: State) -> None:
    """Nobody leaves a step that everybody has a part in before all have done it; nothing locked is chosen."""
    if not isinstance(event, Act | Skip):
        assert after.turn == before.turn
        return
    step = talk.step(before)
    if after.turn != before.turn and step.role == "each":
        assert len(before.done) == talk.members - 1
    if isinstance(event, Act) and event.choice:
        chosen = next(one for one in step.choices if one.id == event.choice)
        assert not (chosen.needs_all and len(before.understood) < talk.members)


def test_random_talks_reach_no_dead_end_and_skip_no_gate() -> None:
    dice, every = random.Random(20261125), talks()  # noqa: S311  (dice, no secret)
    events, refused, over = 0, 0, 0
    for number in range(SEQUENCES):
        talk = every[number % len(every)]
        state, happened = talk.begin(), []
        for _ in range(dice.randrange(1, LONGEST)):
            if state.is_over:
                break
            event = some_event(dice, talk, state)
            try:
                after = talk.happen(state, event)
            except Refused:
                refused += 1
                continue
            gates_hold(talk, state, event, after)
            check(talk, after)
            state = after
            happened.append(event)
        events += len(happened)
        over += state.is_over
        if number % 50 == 0:
            assert talk.replay(happened) == state
    figure(
        "talks: random sequences of events", f"{SEQUENCES}, {events} events, {refused} refused, {over} ended"
    )
    assert over > 1000


def alike(state: State) -> State:
    """Return a state without what only counts, so that the same place is known again."""
    return msgspec.structs.replace(state, turn=0, done=tuple(sorted(state.done)))


@each_small_talk
def test_every_step_is_reached_and_every_state_has_a_way_to_the_end(talk: Talk) -> None:
    """Looks at every state there is, pauses aside."""
    first = talk.begin()
    ways: dict[State, set[State]] = {}
    waiting = [first]
    while waiting:
        state = waiting.pop()
        if state in ways:
            continue
        check(talk, state)
        nexts = (
            {alike(talk.happen(state, event)) for event in allowed(talk, state)}
            if not state.is_over
            else set()
        )
        ways[state] = nexts
        waiting += nexts - ways.keys()
    assert {state.step for state in ways} == {END, *(step.id for step in talk.protocol.steps)}
    ending = {state for state in ways if state.is_over}
    while more := {state for state in ways.keys() - ending if ways[state] & ending}:
        ending |= more
    assert ending == ways.keys()


@each_talk
def test_from_anywhere_the_end_can_be_reached_without_stopping(talk: Talk) -> None:
    for seed in range(40):
        dice, state = random.Random(seed), talk.begin()  # noqa: S311  (dice, no secret)
        for _ in range(dice.randrange(30)):
            if not state.is_over:
                state = talk.happen(state, dice.choice(allowed(talk, state)))
        for _ in range(5_000):
            if state.is_over:
                break
            state = talk.happen(state, dice.choice(allowed(talk, state)))
        assert state.is_over


def test_events_survive_being_written_down() -> None:
    kinds = [Act(0, 3, "yes"), Skip(1, 2), Pause(0, 10, 40), Resume(0, 20), Stop(1)]
    data = msgspec.msgpack.encode(kinds)
    assert msgspec.msgpack.decode(data, type=list[Event]) == kinds


def small(*steps: Step, members: int = 2) -> Talk:
    """Return a talk of a few steps."""
    protocol = msgspec.structs.replace(PROTOCOLS[0], id="small", steps=steps)
    return Talk(protocol, members)


def text(id: str, role: str, next: str, **more: object) -> Step:
    return msgspec.convert(
        {"id": id, "role": role, "way": "text", "say": "-", "hear": "-", "next": next, **more}, Step
    )


def refusal(talk: Talk, state: State, event: Event) -> str:
    with pytest.raises(Refused) as caught:
        talk.happen(state, event)
    return caught.value.why


def test_two_who_tap_at_once_do_it_once() -> None:
    talk = small(text("first", "anyone", "then"), text("then", "anyone", END))
    state = talk.happen(talk.begin(), Act(0, 0))
    assert state.step == "then"
    assert refusal(talk, state, Act(1, 0)) == "too-late"


def test_both_may_tap_at_once_where_both_must() -> None:
    talk = small(text("ready", "each", END))
    state = talk.happen(talk.begin(), Act(1, 0))
    assert refusal(talk, state, Act(1, 0)) == "done-already"
    assert talk.happen(state, Act(0, 0)).is_over


def test_only_whoever_has_the_floor_speaks_and_the_next_listens() -> None:
    talk = small(text("say", "speaker", "back"), text("back", "listener", END, passes=True), members=3)
    assert refusal(talk, talk.begin(), Act(1, 0)) == "not-yours"
    state = talk.happen(talk.begin(), Act(0, 0))
    assert talk.whose(state) == {1}
    assert talk.happen(state, Act(1, 1)).floor == 1


def test_what_comes_again_goes_round_as_often_as_it_says() -> None:
    talk = small(text("thank", "speaker", END, passes=True, again=True, rounds=3), members=3)
    state, spoke = talk.begin(), []
    while not state.is_over:
        (who,) = talk.whose(state)
        spoke.append(who)
        state = talk.happen(state, Act(who, state.turn))
    assert spoke == [0, 1, 2] * 3


def test_a_locked_way_opens_when_everybody_feels_understood() -> None:
    choices = (
        Choice(id="felt", label="-", next="ask", marks=True, passes=True),
        Choice(id="solve", label="-", next=END, needs_all=True),
    )
    talk = small(Step(id="ask", role="speaker", way="choice", say="-", hear="-", choices=choices))
    state = talk.begin()
    for who in (0, 1):
        assert refusal(talk, state, Act(who, state.turn, "solve")) == "locked"
        state = talk.happen(state, Act(who, state.turn, "felt"))
    assert state.understood == {0, 1}
    assert talk.happen(state, Act(0, state.turn, "solve")).is_over


def test_where_each_chooses_and_they_differ_the_cautious_way_counts() -> None:
    choices = (Choice(id="yes", label="-", next=END), Choice(id="not-yet", label="-", next="ask"))
    step = Step(id="ask", role="each", way="choice", say="-", hear="-", choices=choices, mixed="not-yet")
    talk = small(step)
    for first, second, over in (("yes", "yes", True), ("yes", "not-yet", False), ("not-yet", "yes", False)):
        state = talk.happen(talk.begin(), Act(0, 0, first))
        assert talk.happen(state, Act(1, 0, second)).is_over is over


def test_a_pause_holds_the_talk_until_its_time() -> None:
    talk = small(text("say", "speaker", END))
    assert refusal(talk, talk.begin(), Pause(1, 0, SHORTEST_PAUSE - 1)) == "pause"
    state = talk.happen(talk.begin(), Pause(1, 0, 30))
    assert refusal(talk, state, Act(0, 0)) == "paused"
    assert refusal(talk, state, Resume(0, 29)) == "paused"
    assert talk.happen(state, Resume(0, 30)).paused is None
    assert talk.happen(state, Resume(1, 1)).paused is None
    assert talk.happen(state, Stop(0)).is_over


def test_only_what_is_optional_is_skipped() -> None:
    talk = small(text("must", "speaker", "may"), text("may", "speaker", END, optional=True))
    assert refusal(talk, talk.begin(), Skip(0, 0)) == "no-skip"
    state = talk.happen(talk.begin(), Act(0, 0))
    assert talk.happen(state, Skip(0, 1)).is_over
    assert refusal(talk, State(END), Stop(0)) == "over"
