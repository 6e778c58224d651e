"""A talk from being proposed to its end: times are offered, all are ready, then the turns. Plain Python.

Nobody is ever made ready by waiting: a talk that nobody answers stays where it is.
"""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from inglenook.conversations.protocol import Act, Event, Pause, Refused, Resume, Skip, State, Stop, Talk

# For how long somebody who tapped that they are ready is thought to be there, in minutes.
READY_LASTS = 15
MOST_TIMES = 3


class Offer(Struct, frozen=True, tag="offer"):
    """Somebody offers other times, in minutes since 1970, each of which suits them."""

    who: int
    times: tuple[int, ...]


class Agree(Struct, frozen=True, tag="agree"):
    """One of the times that are offered suits somebody."""

    who: int
    time: int


class NotNow(Struct, frozen=True, tag="not-now"):
    """Somebody does not want to talk now, but by a day, counted as `date.toordinal` does."""

    who: int
    by: int


class Ready(Struct, frozen=True, tag="ready"):
    """Somebody is there and ready, at a minute."""

    who: int
    at: int


class Unready(Struct, frozen=True, tag="unready"):
    """Somebody is not ready after all."""

    who: int


class Say(Struct, frozen=True, tag="say"):
    """Somebody says one of the phrases that help to find back; it stands until the next turn."""

    who: int
    phrase: str


Arranging = Offer | Agree | NotNow | Ready | Unready
Happening = Arranging | Say | Act | Skip | Pause | Resume | Stop


class Where(Struct, frozen=True):
    """How far a talk is. `state` is None until it begins.

    `suits` says which offered time suits whom, `not_now` who would rather talk by which day, `ready` since
    which minute somebody is.
    """

    times: tuple[int, ...] = ()
    suits: frozenset[tuple[int, int]] = frozenset()
    not_now: tuple[tuple[int, int], ...] = ()
    ready: tuple[tuple[int, int], ...] = ()
    state: State | None = None
    phrase: Say | None = None
    dropped_by: int | None = None

    @property
    def is_over(self) -> bool:
        """Whether it has ended, or was let go before it began."""
        return self.dropped_by is not None or (self.state is not None and self.state.is_over)

    @property
    def is_running(self) -> bool:
        """Whether it has begun and not ended."""
        return self.state is not None and not self.state.is_over


class Course(Struct, frozen=True):
    """The course of a talk: who proposed it, at which times, and whether all must be there at once."""

    talk: Talk
    by: int = 0
    times: tuple[int, ...] = ()
    at_once: bool = True

    def begin(self) -> Where:
        """Return how it is when it has just been proposed."""
        return Where(self.times, frozenset((self.by, time) for time in self.times))

    def replay(self, events: Iterable[Happening]) -> Where:
        """Rebuild how far it is from all that happened."""
        where = self.begin()
        for event in events:
            where = self.happen(where, event)
        return where

    def happen(self, where: Where, event: Happening) -> Where:
        """Return how far it is after something has happened, or raise `Refused`."""
        if where.is_over:
            raise Refused("over")
        if isinstance(event, Arranging):
            if where.state is not None:
                raise Refused("begun")
            return self._arrange(where, event)
        if where.state is not None:
            return self._turn(where, where.state, event)
        if isinstance(event, Stop):
            return replace(where, dropped_by=event.who)
        raise Refused("not-begun")

    def _turn(self, where: Where, state: State, event: Say | Event) -> Where:
        if isinstance(event, Say):
            if state.paused or (where.phrase and where.phrase.who == event.who):
                raise Refused("paused" if state.paused else "said")
            return replace(where, phrase=event)
        after = self.talk.happen(state, event)
        return replace(where, state=after, phrase=where.phrase if after.turn == state.turn else None)

    def settled(self, where: Where) -> tuple[int, ...]:
        """Return the offered times that suit everybody."""
        everybody = range(self.talk.members)
        return tuple(time for time in where.times if all((who, time) in where.suits for who in everybody))

    def is_ready(self, where: Where, who: int, at: int) -> bool:
        """Tell whether somebody is ready at a minute."""
        since = dict(where.ready).get(who)
        return since is not None and (not self.at_once or 0 <= at - since <= READY_LASTS)

    def _arrange(self, where: Where, event: Arranging) -> Where:
        who = event.who
        if isinstance(event, Offer):
            if not 0 < len(event.times) <= MOST_TIMES:
                raise Refused("times")
            suits = frozenset((who, time) for time in event.times)
            return replace(where, times=event.times, suits=suits, not_now=_without(where.not_now, who))
        if isinstance(event, Agree):
            if event.time not in where.times:
                raise Refused("times")
            suits = where.suits | {(who, event.time)}
            return replace(where, suits=suits, not_now=_without(where.not_now, who))
        ready, not_now = _without(where.ready, who), _without(where.not_now, who)
        if isinstance(event, NotNow):
            suits = frozenset(one for one in where.suits if one[0] != who)
            return replace(where, not_now=(*not_now, (who, event.by)), ready=ready, suits=suits)
        if isinstance(event, Unready):
            return replace(where, ready=ready)
        return self._ready(replace(where, ready=(*ready, (who, event.at)), not_now=not_now), event.at)

    def _ready(self, where: Where, at: int) -> Where:
        """Begin once everybody is ready."""
        if all(self.is_ready(where, who, at) for who in range(self.talk.members)):
            return replace(where, state=self.talk.begin())
        return where


def _without(pairs: tuple[tuple[int, int], ...], who: int) -> tuple[tuple[int, int], ...]:
    return tuple(one for one in pairs if one[0] != who)
