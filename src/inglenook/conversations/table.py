"""A talk on one phone that is passed round: whose turn it is, kept sealed like a draft until it is over.

People speak aloud; nothing they say is written down. What each writes unseen lies here until the talk ends;
so does what somebody writes who is alone.
"""

from functools import cached_property
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from django.http import QueryDict
from msgspec import Struct
from msgspec.structs import replace

from inglenook.conversations.clock import minute
from inglenook.conversations.doing import turn_event
from inglenook.conversations.protocol import Act, Event, Pause, Refused, Resume, Skip, State, Talk
from inglenook.guide.content import Kind, library
from inglenook.guide.protocols import Protocol, Step
from inglenook.people import drafts
from inglenook.people.drafts import Draft
from inglenook.people.models import Person

PLACE = "/talk/turns/table/"
LONGEST_WORDS = 2_000


class Written(Struct, frozen=True):
    """What somebody wrote at a turn: unseen, or alone."""

    turn: int
    who: int
    text: str


class Table(Struct, frozen=True, dict=True):
    """Who sits round the table, what has happened, and what was written unseen."""

    protocol: str
    names: tuple[str, ...]
    kind: Kind | None = None
    events: tuple[Event, ...] = ()
    written: tuple[Written, ...] = ()
    pending: Written | None = None

    @property
    def talk(self) -> Talk:
        """The talk, as the engine knows it; KeyError where its protocol is gone."""
        return Talk(library().protocols[self.protocol], len(self.names))

    @property
    def is_alone(self) -> bool:
        """Whether it is for one person, by themselves."""
        return len(self.names) == 1

    @cached_property
    def state(self) -> State:
        """Where it is, worked out once; raises `Refused` where what happened cannot have."""
        return self.talk.replay(self.events)

    @property
    def steps(self) -> dict[int, Step]:
        """Which step each turn was."""
        state = self.talk.begin()
        steps = {state.turn: self.talk.step(state)}
        for event in self.events:
            state = self.talk.happen(state, event)
            if not state.is_over:
                steps[state.turn] = self.talk.step(state)
        return steps

    def happen(self, event: Event, turn: "Screen", text: str = "") -> "Table":
        """Let something happen; raises `Refused`.

        A text is kept only where it is written unseen, and waits where its writer asks for quiet first. For
        what somebody writes alone, see `note`.
        """
        self.talk.happen(turn.state, event)
        waits = self.pending if isinstance(event, Pause | Resume) else None
        table = replace(self, events=(*self.events, event), pending=waits)
        if not text or not turn.step.unseen:
            return table
        words = Written(turn.state.turn, turn.who, text[:LONGEST_WORDS])
        if isinstance(event, Act):
            return replace(table, written=(*self.written, words))
        return replace(table, pending=words) if isinstance(event, Pause) else table

    def note(self, turn: "Screen", text: str) -> "Table":
        """Keep what somebody alone has in the box of a turn, whatever they tap: it waits there."""
        if not turn.notes:
            return self
        here = turn.state.turn
        each = {one.turn: one for one in self.written} | {here: Written(here, turn.who, text[:LONGEST_WORDS])}
        return replace(self, written=tuple(each[at] for at in sorted(each) if each[at].text))

    @property
    def goes_back(self) -> bool:
        """Whether the last thing that was done can be taken back: not once it has opened what was unseen."""
        return self.back() is not self

    def back(self) -> "Table":
        """Return to before the last thing that somebody did; quiet in between is no such thing."""
        events = list(self.events)
        while events and isinstance(events[-1], Pause | Resume):
            events.pop()
        before = self.talk.replay(events[:-1])
        if not events or (self.talk.step(before).unseen and before.turn != self.state.turn):
            return self
        done = {(one.turn, one.who) for one in events[:-1] if isinstance(one, Act)}
        written = tuple(one for one in self.written if self.is_alone or (one.turn, one.who) in done)
        return replace(self, events=tuple(events[:-1]), written=written, pending=None)

    @property
    def opened(self) -> list[Written]:
        """What was written and may be seen: all have finished that step, or only its writer is here."""
        return [one for one in self.written if self.is_alone or one.turn < self.state.turn]

    @property
    def just_opened(self) -> list[Written]:
        """What was written unseen at the step before this one."""
        return [one for one in self.opened if one.turn == self.state.turn - 1]


TABLE = msgspec.json.Decoder(Table)


class Screen(Struct, frozen=True):
    """What the screen says now: who acts, what they do, what the others do meanwhile."""

    table: Table
    state: State
    step: Step
    who: int

    @property
    def name(self) -> str:
        """Who has the phone."""
        return self.table.names[self.who]

    @property
    def notes(self) -> bool:
        """Whether somebody alone writes here."""
        return self.table.is_alone and (self.step.unseen or self.step.way == "text")

    @property
    def earlier(self) -> list[Written]:
        """What somebody alone wrote at other turns."""
        return [one for one in self.table.opened if one.turn != self.state.turn]

    @property
    def pending(self) -> str:
        """What they wrote here before: when they asked for quiet or, alone, when they were here last."""
        before = [self.table.pending] if self.table.pending else []
        there = self.table.written if self.table.is_alone else before
        mine = [one.text for one in there if (one.turn, one.who) == (self.state.turn, self.who)]
        return mine[-1] if mine else ""

    @property
    def is_together(self) -> bool:
        """Whether it is for all of them, where they are several."""
        return self.step.role == "anyone" and len(self.table.names) > 1

    @property
    def is_handed_on(self) -> bool:
        """Whether somebody else had the phone before."""
        acted = [one.who for one in self.table.events if isinstance(one, Act | Skip)]
        return not self.is_together and bool(acted) and acted[-1] != self.who

    @property
    def say(self) -> str:
        """What whoever acts is told; to be translated."""
        return self.step.wording(self.table.kind).say

    @property
    def hear(self) -> str:
        """What the others are told; to be translated."""
        return self.step.wording(self.table.kind).hear

    @property
    def locked(self) -> set[str]:
        """The choices that wait until everybody feels understood."""
        return {one.id for one in self.step.choices if self.table.talk.is_locked(self.state, one)}


def screen_of(table: Table) -> Screen | None:
    """Return what the screen says, or None once the talk is over."""
    state = table.state
    if state.is_over:
        return None
    return Screen(table, state, table.talk.step(state), min(table.talk.whose(state)))


def event_of(turn: Screen, do: str, which: str) -> Event | None:
    """Return what a button means; whoever holds the phone ends the quiet for whoever asked for it."""
    paused = turn.state.paused
    if do == "resume" and paused is None:
        return None
    who = paused.who if do == "resume" and paused else turn.who
    return turn_event(do, which, who=who, turn=turn.state.turn, now=minute())


def lay(person: Person, id: UUID, table: Table, *, seen: int | None = None) -> None:
    """Keep a table, sealed to its owner; raises `drafts.OpenElsewhere` where another tab was quicker."""
    fields = urlencode({"table": msgspec.json.encode(table).decode()})
    drafts.keep(person.keyring.keybox, id, drafts.Kept(PLACE, fields), seen=seen)


def find(person: Person, id: UUID) -> tuple[Table, int] | None:
    """Return a person's table with its revision, if there is one and its protocol is still known."""
    row = Draft.objects.filter(person_id=person.id, id=id).first()
    kept = row.open(person) if row else None
    table = _read(kept) if kept else None
    return (table, row.revision) if row and table else None


def unfinished(person: Person) -> list[tuple[UUID, Table, Protocol]]:
    """Return the tables that a person has not finished, the newest first."""
    tables = [(row.id, _read(kept)) for row, kept in drafts.all_of(person)]
    return [(id, table, library().protocols[table.protocol]) for id, table in tables if table]


def _read(kept: drafts.Kept) -> Table | None:
    """Read a draft as a table; None where it is something else, or its talk is known no longer."""
    if kept.path != PLACE:
        return None
    try:
        table = TABLE.decode(QueryDict(kept.fields).get("table", ""))
        is_sound = all(0 <= one.who < len(table.names) for one in (*table.events, *table.written))
        return table if table.names and is_sound and table.state.step else None
    except (msgspec.DecodeError, Refused, KeyError):
        return None
