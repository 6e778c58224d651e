"""The engine of a talk in turns: whose turn it is, what they may do, and what follows. Plain Python.

A talk is the list of what happened in it. `replay` rebuilds the state from that list, always the same;
`happen` adds one thing or raises `Refused` with a reason that a page can say. Members are numbered round
the circle.
"""

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from inglenook.guide.protocols import END, Choice, Protocol, Role, Step

# How long one may ask for quiet, in minutes.
SHORTEST_PAUSE, LONGEST_PAUSE = 20, 24 * 60

Why = Literal[
    "over",
    "paused",
    "too-late",
    "not-yours",
    "done-already",
    "no-such-choice",
    "locked",
    "no-skip",
    "pause",
    "begun",
    "not-begun",
    "times",
    "long",
    "empty",
    "many",
    "said",
    "joined",
]


class Refused(Exception):
    """Something cannot be done now; `why` says what kind of reason it is."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


class Act(Struct, frozen=True, tag="act"):
    """Somebody does what the step asks for. `turn` is the one they saw; `choice` where there is one."""

    who: int
    turn: int
    choice: str = ""


class Skip(Struct, frozen=True, tag="skip"):
    """Somebody lets an optional step pass."""

    who: int
    turn: int


class Pause(Struct, frozen=True, tag="pause"):
    """Somebody asks for quiet, at a minute, until a minute; nobody has to agree."""

    who: int
    at: int
    until: int

    def may_be_ended(self, who: int, at: int) -> bool:
        """Tell whether somebody may end the quiet at a minute: whoever asked for it, or anybody in time."""
        return who == self.who or at >= self.until


class Resume(Struct, frozen=True, tag="resume"):
    """Whoever asked for quiet comes back, or anybody once it is time."""

    who: int
    at: int


class Stop(Struct, frozen=True, tag="stop"):
    """Somebody ends the talk, at any step."""

    who: int


Event = Act | Skip | Pause | Resume | Stop


class State(Struct, frozen=True):
    """Where a talk is.

    `turn` counts the steps that were entered. `done` are those who have acted at a step for each, with what
    they chose. `round` counts how often a step that comes again has gone round. `understood` are those who
    said so.
    """

    step: str
    floor: int = 0
    turn: int = 0
    round: int = 1
    begun_by: int = 0
    done: tuple[tuple[int, str], ...] = ()
    understood: frozenset[int] = frozenset()
    paused: Pause | None = None
    stopped_by: int | None = None

    @property
    def is_over(self) -> bool:
        """Whether the talk has ended."""
        return self.step == END


class Talk(Struct, frozen=True):
    """A protocol with so many members."""

    protocol: Protocol
    members: int

    def begin(self) -> State:
        """Return the state before anything has happened."""
        return State(self.protocol.steps[0].id)

    def replay(self, events: Iterable[Event]) -> State:
        """Rebuild the state from all that happened."""
        state = self.begin()
        for event in events:
            state = self.happen(state, event)
        return state

    def step(self, state: State) -> Step:
        """Return the step a talk is at; it must not be over."""
        return self.protocol.step(state.step)

    def whose(self, state: State) -> frozenset[int]:
        """Return those who may act now; nobody once it is over."""
        if state.is_over:
            return frozenset()
        everybody = frozenset(range(self.members))
        by_role: dict[Role, frozenset[int]] = {
            "speaker": frozenset({state.floor}),
            "listener": frozenset({(state.floor + 1) % self.members}),
            "anyone": everybody,
            "each": everybody - {who for who, _ in state.done},
        }
        return by_role[self.step(state).role]

    def is_locked(self, state: State, choice: Choice) -> bool:
        """Tell whether a choice waits until everybody feels understood."""
        return choice.needs_all and len(state.understood) < self.members

    def happen(self, state: State, event: Event) -> State:
        """Return the state after something has happened, or raise `Refused`."""
        if state.is_over:
            raise Refused("over")
        if isinstance(event, Stop):
            return replace(state, step=END, stopped_by=event.who, paused=None)
        if isinstance(event, Pause):
            return self._pause(state, event)
        if isinstance(event, Resume):
            return self._resume(state, event)
        if state.paused:
            raise Refused("paused")
        if event.turn != state.turn:
            raise Refused("too-late")
        self._check_turn(state, event.who)
        return self._skip(state, event) if isinstance(event, Skip) else self._act(state, event)

    def _check_turn(self, state: State, who: int) -> None:
        if who in self.whose(state):
            return
        raise Refused("done-already" if who in dict(state.done) else "not-yours")

    def _pause(self, state: State, event: Pause) -> State:
        if state.paused or not SHORTEST_PAUSE <= event.until - event.at <= LONGEST_PAUSE:
            raise Refused("paused" if state.paused else "pause")
        return replace(state, paused=event)

    def _resume(self, state: State, event: Resume) -> State:
        if state.paused is None or not state.paused.may_be_ended(event.who, event.at):
            raise Refused("paused" if state.paused else "pause")
        return replace(state, paused=None)

    def _skip(self, state: State, event: Skip) -> State:
        step = self.step(state)
        if not step.optional:
            raise Refused("no-skip")
        return self._did(state, step, event.who, "")

    def _act(self, state: State, event: Act) -> State:
        step = self.step(state)
        if step.way == "choice":
            chosen = next((one for one in step.choices if one.id == event.choice), None)
            if chosen is None:
                raise Refused("no-such-choice")
            if self.is_locked(state, chosen):
                raise Refused("locked")
        return self._did(state, step, event.who, event.choice)

    def _did(self, state: State, step: Step, who: int, choice: str) -> State:
        """Note that somebody has acted, and go on once all have whose part it is."""
        state = replace(state, done=(*state.done, (who, choice)))
        if step.role == "each" and len(state.done) < self.members:
            return state
        if step.way != "choice":
            return self._leave(state, step)
        said = {choice for _, choice in state.done}
        wanted = step.mixed if len(said) > 1 else choice
        return self._take(state, next(one for one in step.choices if one.id == wanted))

    def _take(self, state: State, choice: Choice) -> State:
        marks = {who for who, said in state.done if said == choice.id} if choice.marks else set()
        state = replace(state, understood=state.understood | marks)
        return self._enter(state, choice.next, passes=choice.passes)

    def _leave(self, state: State, step: Step) -> State:
        if not step.again:
            return self._enter(state, step.next, passes=step.passes)
        floor = (state.floor + 1) % self.members
        gone_round = state.round + (floor == state.begun_by)
        if gone_round > step.rounds:
            return self._enter(state, step.next, passes=True)
        return replace(state, floor=floor, turn=state.turn + 1, round=gone_round, done=())

    def _enter(self, state: State, step: str, *, passes: bool) -> State:
        floor = (state.floor + passes) % self.members
        return replace(state, step=step, floor=floor, turn=state.turn + 1, round=1, begun_by=floor, done=())
