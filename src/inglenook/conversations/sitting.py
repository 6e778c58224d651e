"""A talk of a bond as one member finds it: how far it is, whose turn it is, what has been written."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from inglenook.bonds.middleware import BondRequest
from inglenook.bonds.models import Bond
from inglenook.conversations.models import Conversation, Held, Plan, Turn, Words
from inglenook.conversations.planning import Course, Happening, Ready, Where
from inglenook.conversations.protocol import Act, Refused, Skip, State, Talk
from inglenook.guide.content import library
from inglenook.guide.protocols import Outcome, Protocol, Step, Wording
from inglenook.people.models import Person
from inglenook.vault.records import opens, readable

SHOWN_AT_ONCE = 2


@dataclass(frozen=True)
class Said:
    """What somebody wrote in a talk, and in answer to what."""

    row: Words
    name: str
    prompt: str
    outcome: Outcome | None
    is_mine: bool


class Sitting:
    """One talk, its bond, and the reader's own part in it. What happened in it is read when it is needed."""

    def __init__(
        self, person: Person, bond: Bond, row: Conversation, turns: list[Turn] | None = None
    ) -> None:
        self.person, self.bond, self.row = person, bond, row
        self.plan: Plan = row.plan
        self.protocol: Protocol = library().protocols[self.plan.protocol]
        if turns is not None:
            self.__dict__["turns"] = turns

    @property
    def id(self) -> UUID:
        """The talk's id."""
        return self.row.id

    @cached_property
    def turns(self) -> list[Turn]:
        """Everything that somebody did in it."""
        return turns_in(self.person, [self.row])

    @cached_property
    def me(self) -> int:
        """The reader's number round the circle; -1 for somebody who came later."""
        return self.plan.circle.index(self.person.id) if self.person.id in self.plan.circle else -1

    @cached_property
    def names(self) -> list[str]:
        """How those who take part are called, round the circle."""
        return [self.bond.name_of(one) for one in self.plan.circle]

    def called(self, several: Iterable[int]) -> list[str]:
        """Return how some of those are called who take part; the reader is “you”."""
        return [_("you") if who == self.me else self.names[who] for who in several]

    @property
    def others(self) -> list[str]:
        """How the others are called who take part."""
        return [name for who, name in enumerate(self.names) if who != self.me]

    @cached_property
    def course(self) -> Course:
        """The course it takes, as the engine knows it."""
        talk = Talk(self.protocol, len(self.plan.circle))
        return Course(talk, 0, self.plan.times, at_once=self.plan.manner == "live")

    @cached_property
    def _replayed(self) -> tuple[Where | None, dict[int, Step]]:
        """How far it is, and which step each turn was; None where what is stored does not fit together."""
        where = self.course.begin()
        steps: dict[int, Step] = {}
        try:
            for number, turn in enumerate(self.turns, 1):
                event = turn.happened.event
                if turn.number != number or self.plan.circle[event.who] != turn.author_id:
                    return None, steps
                where = self.course.happen(where, event)
                if where.is_running and where.state:
                    steps[where.state.turn] = self.course.talk.step(where.state)
        except (Refused, IndexError):
            return None, steps
        return where, steps

    @property
    def where(self) -> Where:
        """How far it is; raises `Refused` where that cannot be known any more."""
        where = self._replayed[0]
        if where is None:
            raise Refused("over")
        return where

    @property
    def steps(self) -> dict[int, Step]:
        """Which step each turn was."""
        return self._replayed[1]

    @property
    def is_whole(self) -> bool:
        """Whether just those are in the bond who were when it was proposed."""
        return set(self.plan.circle) == set(self.bond.member_ids)

    @property
    def is_over(self) -> bool:
        """Whether it has ended, or cannot go on: somebody came or left, or took with them what they did."""
        where = self._replayed[0]
        return bool(self.row.ended_on) or not self.is_whole or where is None or where.is_over

    @property
    def is_running(self) -> bool:
        """Whether it has begun and goes on."""
        return not self.is_over and self.where.is_running

    @property
    def has_begun(self) -> bool:
        """Whether its turns had begun."""
        where = self._replayed[0]
        return where is None or where.state is not None

    @property
    def was_finished(self) -> bool:
        """Whether it came to the end that its protocol has."""
        where = self._replayed[0]
        state = where.state if where else None
        return state is not None and state.is_over and state.stopped_by is None

    @property
    def state(self) -> State:
        """Where the turns are; only of one that has begun."""
        state = self.where.state
        if state is None:
            raise Refused("not-begun")
        return state

    @property
    def step(self) -> Step:
        """The step that it is at; only of one that is running."""
        return self.course.talk.step(self.state)

    @property
    def wording(self) -> Wording:
        """What is said at this step in a bond of this kind."""
        return self.step.wording(self.plan.kind)

    @cached_property
    def whose(self) -> frozenset[int]:
        """Those who may act at this step; nobody while there is quiet."""
        running = self.is_running and not self.state.paused
        return self.course.talk.whose(self.state) if running else frozenset()

    @property
    def acts(self) -> bool:
        """Whether it is the reader's turn."""
        return self.me in self.whose

    @property
    def writes(self) -> bool:
        """Whether the reader's turn is to write something."""
        return self.acts and self.step.way == "text" and (not self.plan.aloud or self.step.unseen)

    @property
    def must_write(self) -> bool:
        """Whether this step asks for words on the page, not for words said aloud."""
        return self.is_running and self.step.way == "text" and not self.plan.aloud

    @property
    def locked(self) -> set[str]:
        """The choices that wait until everybody feels understood."""
        return {one.id for one in self.step.choices if self.course.talk.is_locked(self.state, one)}

    @property
    def since(self) -> int:
        """When this step began, in seconds since 1970."""
        state, began = self.state, 0
        for turn in reversed(self.turns):
            began, event = turn.happened.at, turn.happened.event
            if isinstance(event, Ready) or (isinstance(event, Act | Skip) and event.turn < state.turn):
                break
        return began

    @property
    def waits_for_me(self) -> bool:
        """Whether the next thing is the reader's to do: to answer a proposal, or to take their turn."""
        if self.is_over or self.me < 0:
            return False
        if self.is_running:
            return self.acts
        where, now = self.where, int(timezone.now().timestamp()) // 60
        answered = self.me in dict(where.not_now) or any(who == self.me for who, _ in where.suits)
        others_ready = any(self.course.is_ready(where, who, now) for who, _ in where.ready if who != self.me)
        return others_ready or not (answered or self.me in dict(where.ready) or self.me == 0)

    @cached_property
    def said(self) -> list[Said]:
        """What was written in it, the earliest first."""
        rows = Words.objects.of(self.person).filter(bond_id=self.bond.id, conversation_id=self.id)
        found = sorted(readable(rows), key=lambda row: (row.turn, row.id))
        return [self._said(row) for row in found]

    def _said(self, row: Words) -> Said:
        step, is_mine = self.steps.get(row.turn), row.author_id == self.person.id
        prompt = step.wording(self.plan.kind).say if step else ""
        return Said(row, self.bond.name_of(row.author_id), prompt, step.outcome if step else None, is_mine)

    @property
    def _newest(self) -> set[int]:
        """The last two turns at which something was written."""
        return set(sorted({one.row.turn for one in self.said})[-SHOWN_AT_ONCE:])

    @property
    def latest(self) -> list[Said]:
        """What was written last: what one answers to, or compares."""
        return [one for one in self.said if one.row.turn in self._newest]

    @property
    def earlier(self) -> list[Said]:
        """What was written before that."""
        return [one for one in self.said if one.row.turn not in self._newest]

    @property
    def phrase(self) -> tuple[str, str] | None:
        """Who has just said which phrase to find back, where it is still known."""
        said = self.where.phrase
        known = library().phrases.get(said.phrase) if said else None
        return (self.called([said.who])[0], known.text) if said and known else None

    @property
    def may_resume(self) -> bool:
        """Whether the reader may end the quiet: whoever asked for it, and anybody once its time is over."""
        paused, now = self.state.paused, int(timezone.now().timestamp()) // 60
        return paused is not None and (paused.who == self.me or now >= paused.until)

    @cached_property
    def held(self) -> list[Held]:
        """What the reader wrote unseen and nobody has seen yet."""
        rows = Held.objects.of(self.person).filter(bond_id=self.bond.id, conversation_id=self.id)
        return sorted(readable(rows), key=lambda row: row.turn)

    def keeps(self, turn: int) -> bool:
        """Tell whether what was written at a turn stays once the talk is over.

        Of a talk that was spoken, or of colleagues, only what came out of it does.
        """
        step = self.steps.get(turn)
        return bool(step and step.outcome) or not (self.plan.aloud or self.plan.kind == "colleagues")

    def has_done(self, event: Happening) -> bool:
        """Tell whether just this was done before: a button that was tapped twice."""
        return any(one.author_id == self.person.id and one.happened.event == event for one in self.turns)


def turns_in(person: Person, rows: Iterable[Conversation]) -> list[Turn]:
    """Return what happened in talks, in its order; what does not open is left out, and then missed."""
    talks = list(rows)
    found = Turn.objects.of(person).filter(
        bond_id__in={row.bond_id for row in talks}, conversation_id__in=[row.id for row in talks]
    )
    return sorted(readable(found), key=lambda turn: turn.number)


def sitting_of(person: Person, bonds: list[Bond], id: UUID) -> Sitting:
    """Return a talk of one of a person's bonds; 404 for what is not theirs to see or is known no longer."""
    by_id = {bond.id: bond for bond in bonds}
    row: Conversation | None = Conversation.objects.of(person).filter(id=id, bond_id__in=by_id).first()
    if row is None or not opens(row) or row.plan.protocol not in library().protocols:
        raise Http404
    return Sitting(person, by_id[row.bond_id], row)


def requested(request: BondRequest, id: UUID) -> Sitting:
    """Return the talk that a request asks for."""
    return sitting_of(request.person, request.bonds, id)
