"""Compares a paraphrase with what was said: what it gives back, what not yet, and what it turns round.

Explained by its parts, never a score: each point of what was said is covered or open, each with its place.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from inglenook.coach.language import guess, language
from inglenook.coach.marks import Mark, Review
from inglenook.coach.matching import Index, Match, found, is_contrary, share, where
from inglenook.coach.near import Meanings, meanings
from inglenook.coach.points import PLAIN, Clause, Unit, clauses, unquoted
from inglenook.coach.reviewing import review

JUDGED = frozenset({"judging", "contempt", "blame", "dismissing", "defence", "mind-reading"})
ADVISED = frozenset({"advice"})
# The share of a point's weight that must be found in the reply, of a clause's to stand for something said.
ENOUGH, ANYTHING = 0.45, 0.35
# How alike in meaning two clauses must be, where a measure is given.
ALIKE = 0.7
Alike = Callable[[str, str], float]
TALKERS = frozenset({"speaker", "reader"})


@dataclass(frozen=True, slots=True)
class Point:
    """A clause of what was said; `by` is the place in the reply that gives it back."""

    text: str
    start: int
    end: int
    covered: bool
    by: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Turned:
    """What the reply says the other way round: a "not" too many or too few, or who did what."""

    said: str
    reply: str
    how: Literal["negation", "who"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a reply gives back what was said; nothing in it is a grade."""

    points: tuple[Point, ...]
    feelings: tuple[str, ...]
    feelings_named: tuple[str, ...]
    added: tuple[str, ...]
    turned: tuple[Turned, ...]
    judged: tuple[str, ...]
    advised: tuple[str, ...]

    @property
    def covered(self) -> tuple[Point, ...]:
        """The points that the reply gives back."""
        return tuple(point for point in self.points if point.covered)

    @property
    def open_points(self) -> tuple[Point, ...]:
        """The points that it does not give back yet."""
        return tuple(point for point in self.points if not point.covered)

    @property
    def feelings_missing(self) -> tuple[str, ...]:
        """The feelings that it does not name yet."""
        return tuple(feeling for feeling in self.feelings if feeling not in self.feelings_named)

    @property
    def is_whole(self) -> bool:
        """Whether all that was said is given back, and nothing turned round."""
        return not self.open_points and not self.feelings_missing and not self.turned


def compare(
    said: str,
    reply: str,
    *,
    code: str = "",
    say: str = "",
    alike: Alike | None = None,
    reviewed: Review | None = None,
) -> Comparison:
    """Return how a reply gives back what was said.

    `code` is the language of both (guessed where empty), `say` as in `review`. `alike` may measure how alike
    two clauses are in meaning, from 0 to 1; it only adds to what is covered. `reviewed` is the review of the
    reply, where there is one. Raises `LookupError` for a language that there is not.
    """
    spoken = language(code or guess(said))
    known = meanings(spoken.code)
    told, given = unquoted(said), unquoted(reply)
    mine = clauses(spoken.read(told), known, mirrored=False)
    yours = clauses(spoken.read(given), known, mirrored=True)
    if told.split() == given.split() and len(mine) == len(yours):
        return _repeated(said, mine, yours)
    pairing = Pairing(known, said, reply, mine, yours, alike)
    if reviewed is None or reviewed.language != spoken.code:
        reviewed = review(reply, code=spoken.code, say=say)
    charges = pairing.charges(reviewed)
    return Comparison(
        tuple(pairing.points),
        pairing.feelings,
        pairing.feelings_named,
        tuple(pairing.added(charges)),
        tuple(pairing.turned),
        tuple(reply[mark.start : mark.end] for mark in charges if mark.label in JUDGED),
        tuple(reply[mark.start : mark.end] for mark in charges if mark.label in ADVISED),
    )


def _repeated(said: str, mine: list[Clause], yours: list[Clause]) -> Comparison:
    """Return the comparison of a text with itself: whoever says the very words quotes them."""
    points = (
        Point(said[one.start : one.end], one.start, one.end, True, (other.start, other.end))
        for one, other in zip(mine, yours, strict=True)
    )
    feelings = tuple(dict.fromkeys(unit.feeling for one in mine for unit in one.units if unit.feeling))
    return Comparison(tuple(points), feelings, feelings, (), (), (), ())


@dataclass
class Pairing:
    """What was said beside the reply, clause by clause."""

    known: Meanings
    said: str
    reply: str
    mine: list[Clause]
    yours: list[Clause]
    alike: Alike | None
    points: list[Point] = field(default_factory=list)
    turned: list[Turned] = field(default_factory=list)
    standing: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.index, self.back = Index(self.yours), Index(self.mine)
        self.points = [self._point(clause) for clause in self.mine]
        for number, clause in enumerate(self.yours):
            if share(clause, [self.back.matches(unit) for unit in clause.units]) >= ANYTHING:
                self.standing.add(number)

    def _point(self, clause: Clause) -> Point:
        by = self._given_back(clause)
        place = None
        if by is not None:
            self.standing.add(by)
            place = self.yours[by].start, self.yours[by].end
        return Point(self._text(clause), clause.start, clause.end, by is not None, place)

    def _given_back(self, clause: Clause) -> int | None:
        """Return the clause of the reply that gives a point back; note it where it turns the point round."""
        matches = [list(self._matches(clause, unit)) for unit in clause.units]
        at = where(clause, matches)
        if at is None or share(clause, matches) < ENOUGH:
            return self._most_alike(clause)
        how = self._how_turned(clause, [[one for one in its if one.clause == at] for its in matches])
        if how is None:
            return at
        self.standing.add(at)
        self.turned.append(Turned(self._text(clause), self._answer(at), how))
        return None

    def _matches(self, clause: Clause, unit: Unit) -> Iterator[Match]:
        """Yield what may stand for a unit; not what was said of another one, somewhere else."""
        for match in self.index.matches(unit):
            theirs = match.unit
            if not (
                unit.actor and theirs.actor and self._swaps(clause, unit, match) and self._is_said(theirs)
            ):
                yield match

    def _text(self, clause: Clause) -> str:
        return self.said[clause.start : clause.end]

    def _answer(self, number: int) -> str:
        return self.reply[self.yours[number].start : self.yours[number].end]

    def _most_alike(self, clause: Clause) -> int | None:
        if self.alike is None or not self.yours:
            return None
        likeness = [self.alike(self._text(clause), self._answer(at)) for at in range(len(self.yours))]
        best = max(range(len(likeness)), key=likeness.__getitem__)
        return best if likeness[best] >= ALIKE else None

    def _how_turned(self, clause: Clause, matches: list[list[Match]]) -> Literal["negation", "who"] | None:
        pairs = [(unit, its) for unit, its in zip(clause.units, matches, strict=True) if its]
        if any(self._is_other(clause, unit, its) for unit, its in pairs):
            return "who"
        return "negation" if is_contrary(pairs) else None

    def _is_other(self, clause: Clause, unit: Unit, its: list[Match]) -> bool:
        """Tell whether the reply lets another do or feel it."""
        if not unit.actor or unit.weight < PLAIN:
            return False
        others = [match for match in its if match.unit.actor]
        return bool(others) and all(self._swaps(clause, unit, match) for match in others)

    def _is_said(self, theirs: Unit) -> bool:
        """Tell whether it was said, somewhere, of the same one."""
        return any(match.unit.actor == theirs.actor for match in self.back.matches(theirs))

    def _swaps(self, clause: Clause, unit: Unit, match: Match) -> bool:
        mine, yours = unit.actor, match.unit.actor
        if mine == yours or "both" in (mine, yours):
            return False
        if {mine, yours} == TALKERS:
            return True
        if "other" in (mine, yours):
            return bool(TALKERS & {mine, yours})
        return mine in self.yours[match.clause].named or yours in clause.named

    @property
    def feelings(self) -> tuple[str, ...]:
        """The feelings in what was said, each once."""
        return tuple(dict.fromkeys(unit.feeling for unit in self._felt()))

    @property
    def feelings_named(self) -> tuple[str, ...]:
        """Those of them that the reply names, in the same or in near words."""
        return tuple(dict.fromkeys(unit.feeling for unit in self._felt() if self._is_named(unit)))

    def _felt(self) -> Iterator[Unit]:
        return (unit for clause in self.mine for unit in clause.units if unit.feeling)

    def _is_named(self, unit: Unit) -> bool:
        return any(
            match.unit.actor in ("", unit.actor) or not unit.actor for match in self.index.matches(unit)
        )

    def charges(self, reviewed: Review) -> list[Mark]:
        """Return what judges or advises in the reply, but for what gives back what was said."""
        return [
            mark for mark in reviewed.hard if mark.label in JUDGED | ADVISED and not self.gives_back(mark)
        ]

    def added(self, charges: list[Mark]) -> Iterator[str]:
        """Yield the clauses of the reply that stand for nothing that was said."""
        beside = self.points if len(self.points) == len(self.yours) else []
        for number, clause in enumerate(self.yours):
            # Of as many clauses as points, the one beside an open point is taken for it, in words not known.
            known = number in self.standing or (beside and not beside[number].covered)
            charged = any(_touch(mark, clause) for mark in charges)
            if not known and not charged and clause.weight > PLAIN:
                yield self._answer(number)

    def gives_back(self, mark: Mark) -> bool:
        """Tell whether what sounds like a charge gives back what was said: "you feel I never listen"."""
        before = unquoted(self.reply[mark.around[0] : mark.start]).lower().rstrip()
        if before.endswith(tuple(self._leads())):
            return True
        if mark.label == "mind-reading" and any(_touch(mark, self.yours[at]) for at in self.standing):
            return True
        units = [
            unit for clause in self.yours for unit in clause.units if mark.start <= unit.start < mark.end
        ]
        matches = [[one for one in self.back.matches(unit) if one.unit.actor == unit.actor] for unit in units]
        weight = sum(unit.weight for unit in units)
        return bool(units) and found(units, matches) >= ENOUGH * weight

    def _leads(self) -> Iterator[str]:
        for words in self.known.file.gives_back:
            yield from (words, f"{words} that", f"{words} like", f"{words} i am", f"{words} i")


def _touch(mark: Mark, clause: Clause) -> bool:
    return mark.start < clause.end and clause.start < mark.end
