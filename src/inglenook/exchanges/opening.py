"""The opening of answers: each author's own request gives theirs to the bond, once everybody has answered.

No key but the author's opens an answer before that, so nobody can look ahead, not even from the stored files.
"""

from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from inglenook.bonds.models import Bond
from inglenook.bonds.turn import take_turn
from inglenook.exchanges.models import Answer, Exchange, Reveal, Shown
from inglenook.exchanges.rules import is_complete, participants
from inglenook.people.models import Person
from inglenook.vault.records import Conflict, opens
from inglenook.vault.trouble import by_the_way


@dataclass(frozen=True)
class Pending:
    """An exchange that has not opened yet: who takes part and who has answered, by their ids alone."""

    id: UUID
    bond: Bond
    taking_part: frozenset[UUID]
    answered: frozenset[UUID]
    outdated: frozenset[UUID]

    @property
    def is_due(self) -> bool:
        """Whether everybody has answered."""
        return self.bond.is_open and is_complete(self.taking_part, self.answered)


def taking_part(bond: Bond, asked_epoch: int) -> frozenset[UUID]:
    """Return the members of now who were members when a question was asked."""
    return participants([(m.person_id, m.since_epoch) for m in bond.members], asked_epoch)


def newest_epoch(bond: Bond) -> int:
    """Return the epoch in which the latest of the members of now joined."""
    return max(m.since_epoch for m in bond.members)


def pending(person: Person, bonds: Iterable[Bond]) -> list[Pending]:
    """Return the unopened exchanges in which a person takes part. Opens no envelope."""
    by_id = {bond.id: bond for bond in bonds}
    rows = list(
        Exchange.objects.filter(bond_id__in=by_id, revealed_on=None)
        .order_by("opened_on", "id")
        .values_list("id", "bond_id", "asked_epoch")
    )
    given = _given([id for id, _, _ in rows], by_id.values())
    found = (_pending(by_id[bond], id, asked_epoch, given[bond, id]) for id, bond, asked_epoch in rows)
    return [one for one in found if person.id in one.taking_part]


def _pending(bond: Bond, id: UUID, asked_epoch: int, given: dict[UUID, int]) -> Pending:
    newest = newest_epoch(bond)
    answered = frozenset(person for person, epoch in given.items() if epoch >= newest)
    return Pending(id, bond, taking_part(bond, asked_epoch), answered, frozenset(given) - answered)


def _given(exchange_ids: list[UUID], bonds: Iterable[Bond]) -> dict[tuple[UUID, UUID], dict[UUID, int]]:
    """Return, by bond and exchange, who has answered and in which epoch: a newcomer since was not thought of.

    Both ids count: a member who picks the id of one bond's question for another bond learns nothing by it.
    """
    given: dict[tuple[UUID, UUID], dict[UUID, int]] = defaultdict(dict)
    if exchange_ids:
        members = {person_id for bond in bonds for person_id in bond.member_ids}
        rows = Answer.objects.filter(person_id__in=members, exchange_id__in=exchange_ids)
        told = rows.values_list("bond_id", "exchange_id", "person_id", "bond_epoch")
        for bond_id, exchange_id, person_id, epoch in told:
            given[bond_id, exchange_id][person_id] = epoch
    return given


def release_due(person: Person, bonds: Iterable[Bond], *, on: date | None = None) -> list[Pending]:
    """Give the bonds what this person has answered wherever everybody has; returns what stays unopened."""
    day = on or person.today()
    return [one for one in pending(person, bonds) if not (one.is_due and _opens(person, one, day))]


def _opens(person: Person, one: Pending, day: date) -> bool:
    with suppress(Conflict), by_the_way():  # somebody came or went just now: the next visit looks again
        return _release(person, one, day)
    return False


@transaction.atomic
def _release(person: Person, one: Pending, day: date) -> bool:
    """Give one answer to its bond; True if with it the exchange is open."""
    take_turn(one.bond)
    # Looked up again, now that nobody else writes: somebody may have taken an answer back.
    newest, given = newest_epoch(one.bond), _given([one.id], [one.bond])[one.bond.id, one.id]
    if not is_complete(one.taking_part, {person for person, epoch in given.items() if epoch >= newest}):
        return False
    reveals = Reveal.objects.filter(bond_id=one.bond.id, exchange_id=one.id)
    shown = set(reveals.values_list("author_id", flat=True))
    if person.id not in shown:
        answer: Answer = Answer.objects.of(person).get(bond_id=one.bond.id, exchange_id=one.id)
        if not (opens(answer) and is_for(answer, one.bond)):
            return False
        Reveal.objects.of(person).create(
            bond=one.bond,
            author=person,
            exchange_id=one.id,
            shown=Shown(answer.given.text, answer.given.at),
        )
        one.bond.tell()
    if not one.taking_part <= shown | {person.id}:
        return False
    Exchange.objects.filter(bond_id=one.bond.id, id=one.id).update(revealed_on=day)
    return True


def is_for(answer: Answer, bond: Bond) -> bool:
    """Tell whether an answer was meant for everybody who would now see it; a newcomer was not thought of."""
    audience: frozenset[UUID] = answer.given.audience
    return set(bond.member_ids) <= audience
