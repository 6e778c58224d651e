"""Finds what in one text stands for what in the other: the same stems, near words, contraries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from inglenook.coach.points import PLAIN, Clause, Unit

# How well near words, and a word of a phrase, stand for each other.
BY_GROUP, BY_PART = 0.9, 0.8
# How much a clause counts as the place of a point if it says it the other way round.
OTHER_WAY = 0.8
# Of a word that is said many times, so many are looked at.
MOST = 12


@dataclass(frozen=True, slots=True)
class Match:
    """A unit that stands for another: in which clause, how well, and whether a "not" is between them."""

    clause: int
    unit: Unit
    strength: float
    contrary: bool


class Index:
    """The units of one side, found by what they mean; so a pair is compared in linear time."""

    def __init__(self, parts: Sequence[Clause]) -> None:
        self.places: dict[str, list[tuple[int, Unit]]] = defaultdict(list)
        for number, part in enumerate(parts):
            for unit in part.units:
                for key in (*(f"={stem}" for stem in unit.stems), *unit.near):
                    self.places[key].append((number, unit))

    def matches(self, unit: Unit) -> list[Match]:
        """Return the units that stand for another one; of a word said many times, not all."""
        found = [
            Match(number, other, _likeness(unit, other), unit.negated != other.negated)
            for stem in unit.stems
            for number, other in self.places.get(f"={stem}", ())[:MOST]
        ]
        for group, side in unit.near.items():
            for number, other in self.places.get(group, ())[:MOST]:
                if other.stems != unit.stems:
                    contrary = (unit.negated != other.negated) != (side != other.near[group])
                    found.append(Match(number, other, BY_GROUP, contrary))
        return found


def _likeness(unit: Unit, other: Unit) -> float:
    """Return how alike two units with a stem in common are."""
    return 1.0 if unit.stems == other.stems else BY_PART


Pairs = list[tuple[Unit, list[Match]]]


def found(units: Sequence[Unit], matches: list[list[Match]]) -> float:
    """Return the weight of what is found."""
    return sum(
        unit.weight * max(match.strength for match in its)
        for unit, its in zip(units, matches, strict=True)
        if its
    )


def share(clause: Clause, matches: list[list[Match]]) -> float:
    """Return the share of a clause that is found."""
    return found(clause.units, matches) / clause.weight


def where(clause: Clause, matches: list[list[Match]]) -> int | None:
    """Return the clause of the reply that has most of a point, the same way round if it can be."""
    weights: dict[int, float] = defaultdict(float)
    for unit, its in zip(clause.units, matches, strict=True):
        best: dict[int, float] = {}
        for match in its:
            other_way = match.contrary or (match.unit.actor and match.unit.actor != unit.actor)
            fit = unit.weight * (OTHER_WAY if other_way else 1)
            best[match.clause] = max(fit, best.get(match.clause, 0))
        for number, fit in best.items():
            weights[number] += fit
    return max(weights, key=lambda number: (weights[number], -number)) if weights else None


def is_contrary(pairs: Pairs) -> bool:
    """Tell whether a "not" is on one side only: before most of what is done, or right before something."""
    both = [(unit, [match for match in found if match.unit.actor]) for unit, found in pairs if unit.actor]
    done = [(unit, found) for unit, found in both if found and not unit.feeling]
    if done:
        contrary = sum(unit.weight for unit, found in done if all(match.contrary for match in found))
        return contrary > sum(unit.weight for unit, _ in done) / 2
    return any(
        unit.weight >= PLAIN and all(match.contrary and (unit.direct or match.unit.direct) for match in found)
        for unit, found in pairs
    )
