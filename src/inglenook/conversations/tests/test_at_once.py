"""Two people who tap in the same moment, many times over: one order, and both see the same."""

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import again, mine
from django.db import connection
from tests.figures import figure

from inglenook.bonds.models import Bond
from inglenook.conversations.clock import minute
from inglenook.conversations.models import Plan
from inglenook.conversations.planning import Happening, Ready, Say
from inglenook.conversations.protocol import Act, Pause, Refused, Resume, Skip, Stop
from inglenook.conversations.sitting import Sitting, sitting_of
from inglenook.conversations.talking import happen, propose
from inglenook.guide.content import library
from inglenook.people.models import Person
from inglenook.vault.records import new_id

PROTOCOLS = ("weekly-meeting", "ground-rules-talk", "listening", "empathy-round", "closer-evening")
# How many taps a talk takes at most before the next begins.
MOST_TAPS = 40
QUIET = 20
Pair = tuple[Happening, Happening]
Seat = tuple[Person, Bond]


class Table:
    """Two phones, each a thread with a connection of its own; on each both are signed in."""

    def __init__(self, people: list[Person], bond: Bond) -> None:
        self.phones: list[list[Seat]] = [
            [(again(person), mine(person, bond.id)) for person in people] for _ in range(2)
        ]
        self.gate = threading.Barrier(2, timeout=60)
        self.threads = ThreadPoolExecutor(2)
        self.taps = self.accepted = 0
        self.refused: Counter[str] = Counter()

    def close(self) -> None:
        """Let go of both connections."""
        list(self.threads.map(self._close, range(2)))
        self.threads.shutdown()

    def _close(self, _number: int) -> None:
        self.gate.wait()
        connection.close()

    def propose(self, protocol: str) -> Sitting:
        """Propose a talk that is spoken, so that nobody has to write."""
        person, bond = self.phones[0][0]
        plan = Plan(
            protocol=protocol,
            shape=library().protocols[protocol].shape,
            circle=(person.id, *(member.person_id for member in bond.others)),
            kind=bond.kind,
            manner="live",
            aloud=True,
            heaviness=1,
            times=(),
        )
        return Sitting(person, bond, propose(person, bond, plan, "canary-ember-500", id=new_id()))

    def at_once(self, seen: Sitting, pair: Pair) -> list[Sitting | str]:
        """Let both tap in the same moment; returns how each finds the talk then, or why it was refused."""
        return list(self.threads.map(self._tap, (seen, seen), range(2), pair))

    def _tap(self, seen: Sitting, phone: int, event: Happening) -> Sitting | str:
        person, bond = self.phones[phone][event.who]
        stale = Sitting(person, bond, seen.row)
        self.gate.wait()
        try:
            return happen(stale, event)
        except Refused as refusal:
            return refusal.why

    def hold(self, dice: random.Random, protocol: str) -> None:
        """Hold a talk in which both always tap at once, and look at what came of it."""
        seen, told = self.propose(protocol), list[Happening]()
        for number in range(MOST_TAPS // 2):
            is_last = number == MOST_TAPS // 2 - 1
            pair = (Stop(0), Stop(1)) if is_last else collision(dice, seen)
            for event, got in zip(pair, self.at_once(seen, pair), strict=True):
                self.taps += 1
                if isinstance(got, str):
                    self.refused[got] += 1
                    continue
                told.append(event)
                seen = max(seen, got, key=lambda one: len(one.turns))
            if seen.is_over:
                break
        self.accepted += len(told)
        self.is_one_order(seen, told)

    def is_one_order(self, seen: Sitting, told: list[Happening]) -> None:
        """Both find the same talk, and in it just what was accepted, one after the other."""
        ada, bo = (sitting_of(person, [bond], seen.id) for person, bond in self.phones[0])
        assert ada.where == bo.where == seen.where
        assert [one.id for one in ada.turns] == [one.id for one in bo.turns]
        assert [one.number for one in ada.turns] == list(range(1, len(told) + 1))
        events = [one.happened.event for one in ada.turns]
        assert Counter(events) == Counter(told)
        assert ada.course.replay(events) == ada.where
        assert [ada.plan.circle[event.who] for event in events] == [one.author_id for one in ada.turns]
        acts = Counter(
            (event.turn, event.who if ada.steps[event.turn].role == "each" else None)
            for event in events
            if isinstance(event, Act | Skip)
        )
        assert set(acts.values()) <= {1}, "two acts where one is enough"


def collision(dice: random.Random, seen: Sitting) -> Pair:
    """Return two things that are in each other's way, as both would do them after what they saw."""
    now, first = minute(), dice.randrange(2)
    other = 1 - first
    if not seen.is_running:
        return Ready(0, now), Ready(1, now)
    if paused := seen.state.paused:
        return Resume(paused.who, now), dice.choice((Resume(1 - paused.who, now), act(dice, seen, first)))
    tap = act(dice, seen, min(seen.whose) if dice.random() < 0.7 else first)
    quiet = [Pause(who, now, now + QUIET) for who in range(2)]
    last = Stop(other) if dice.random() < 0.1 else Resume(other, now)
    ways: dict[Pair, int] = {
        (act(dice, seen, first), act(dice, seen, other)): 55,
        (tap, tap): 15,
        (tap, quiet[other]): 10,
        (tap, Skip(other, seen.state.turn)): 7,
        (tap, Say(other, "first-go")): 5,
        (quiet[first], quiet[other]): 5,
        (tap, last): 3,
    }
    return dice.choices(list(ways), list(ways.values()))[0]


def act(dice: random.Random, seen: Sitting, who: int) -> Act:
    """Return what somebody may tap at this step: often on, rarely what ends the talk."""
    ways = [one.id for one in seen.step.choices if one.next != "end" or dice.random() < 0.1]
    return Act(who, seen.state.turn, dice.choice(ways) if ways else "")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("seed", "taps"),
    [
        (1, 1_000),
        pytest.param(2, 4_500, marks=[pytest.mark.slow, pytest.mark.once]),
        pytest.param(3, 4_500, marks=[pytest.mark.slow, pytest.mark.once]),
    ],
)
def test_two_who_tap_at_once_make_one_order_that_both_see(
    seed: int, taps: int, ada: Person, bo: Person, bond: Bond
) -> None:
    dice, table, talks = random.Random(seed), Table([ada, bo], bond), 0  # noqa: S311  (dice, no secret)
    try:
        while table.taps < taps:
            table.hold(dice, PROTOCOLS[talks % len(PROTOCOLS)])
            talks += 1
    finally:
        table.close()
    figure(
        f"talks: {taps:,} taps, two always at once, part {seed} of 3",
        f"{table.taps} in {talks} talks, {table.accepted} accepted, {sum(table.refused.values())} refused: "
        f"{dict(table.refused.most_common())}",
    )
    assert table.accepted > taps // 3
    assert table.refused["too-late"] > taps // 20
