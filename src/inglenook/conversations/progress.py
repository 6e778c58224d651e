"""How far a talk of a bond is for one of its members, and whose turn it is; worked out from what happened."""

from collections.abc import Iterable
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _

from inglenook.bonds.models import Bond
from inglenook.conversations.models import Conversation, Plan, Turn
from inglenook.conversations.planning import Course, Happening, Ready, Where
from inglenook.conversations.protocol import Act, Pause, Refused, Resume, Skip, State, Talk
from inglenook.guide.content import library
from inglenook.guide.protocols import Protocol, Step, Wording
from inglenook.people.models import Person
from inglenook.vault.records import readable


class Progress:
    """One talk, its bond, and how far it is. What happened in it is read when it is needed."""

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
    def minutes(self) -> int:
        """For how long it is proposed; as its protocol says where nobody said so."""
        return self.plan.minutes or self.protocol.minutes

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
        if self.plan.shape != self.protocol.shape:  # changed since: what was tapped means something else
            return None, steps
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

    def allow(self, event: Happening) -> Where:
        """Return how far it would be after something happened; raises `Refused`."""
        if self.is_over or self.me < 0:
            raise Refused("over")
        return self.course.happen(self.where, event)

    def is_past(self, turn: int) -> bool:
        """Tell whether a turn is over for everybody."""
        where = self._replayed[0]
        return where is not None and where.state is not None and turn < where.state.turn

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
    def may_write(self) -> bool:
        """Whether words on the page belong to this step."""
        may = not self.plan.aloud or self.step.unseen or self.step.outcome
        return self.is_running and self.step.way == "text" and bool(may)

    @property
    def must_write(self) -> bool:
        """Whether this step asks for words on the page, not for words said aloud."""
        return self.may_write and not self.plan.aloud

    @property
    def writes(self) -> bool:
        """Whether the reader's turn is to write something."""
        return self.acts and self.may_write

    @property
    def locked(self) -> set[str]:
        """The choices that wait until everybody feels understood."""
        return {one.id for one in self.step.choices if self.course.talk.is_locked(self.state, one)}

    @property
    def since(self) -> int | None:
        """When this step began, in seconds since 1970, quiet not counted; None over days."""
        if not self.course.at_once:
            return None
        began, quiet, back_at = 0, 0, None
        for turn in reversed(self.turns):
            began, event = turn.happened.at, turn.happened.event
            if isinstance(event, Ready) or (isinstance(event, Act | Skip) and event.turn < self.state.turn):
                break
            if isinstance(event, Resume):
                back_at = began
            elif isinstance(event, Pause) and back_at is not None:
                quiet, back_at = quiet + back_at - began, None
        return began + quiet


def turns_in(person: Person, rows: Iterable[Conversation]) -> list[Turn]:
    """Return what happened in talks, in its order; what does not open is left out, and then missed."""
    talks = list(rows)
    found = Turn.objects.of(person).filter(
        bond_id__in={row.bond_id for row in talks}, conversation_id__in=[row.id for row in talks]
    )
    return sorted(readable(found), key=lambda turn: turn.number)
