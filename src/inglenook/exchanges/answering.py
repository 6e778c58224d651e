"""Answering, setting aside and taking back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from inglenook.bonds.models import Bond
from inglenook.exchanges.models import Answer, Exchange, Given, Reveal, Shelf
from inglenook.exchanges.opening import is_for, taking_part
from inglenook.people.models import Person
from inglenook.vault.records import Conflict, readable
from inglenook.vault.turns import take_bonds_turn
from inglenook.web.live import hub


class TooLate(Exception):
    """The answers are open, or opening: nobody can change theirs after somebody could have read."""


def answer_of(person: Person, exchange: Exchange) -> Answer | None:
    """Return a person's own answer."""
    rows = Answer.objects.of(person).filter(bond_id=exchange.bond_id, exchange_id=exchange.id)
    row: Answer | None = rows.first()
    return row


def reveals_of(person: Person, exchange: Exchange) -> list[Reveal]:
    """Return the opened answers."""
    rows = Reveal.objects.of(person).filter(bond_id=exchange.bond_id, exchange_id=exchange.id)
    return list(readable(rows))


def may_answer(person: Person, bond: Bond, exchange: Exchange) -> bool:
    """Tell whether this person takes part and there is still somebody to open the answers for."""
    return bond.is_open and person.id in taking_part(bond, exchange.asked_epoch)


@transaction.atomic
def give(
    person: Person,
    bond: Bond,
    exchange: Exchange,
    text: str,
    *,
    revision: int = 0,
    when: datetime | None = None,
) -> bool:
    """Keep an answer; False if just this was kept before.

    Raises `TooLate`, or `Conflict` where another version was kept meanwhile.
    """
    take_bonds_turn(bond.id)
    _still_closed(person, exchange)
    row = answer_of(person, exchange)
    said: dict[str, Any] = {
        "given": Given(text, int((when or timezone.now()).timestamp()), frozenset(bond.member_ids)),
        "bond_epoch": len(person.keyring.chain(bond.id)),
    }
    if row is None:
        Answer.objects.of(person).create(person=person, bond_id=bond.id, exchange_id=exchange.id, **said)
    elif row.given.text == text and is_for(row, bond):
        return False
    elif row.revision != revision:
        raise Conflict
    else:
        row.given, row.bond_epoch = said["given"], said["bond_epoch"]
        row.save()
        Reveal.objects.filter(bond_id=bond.id, exchange_id=exchange.id, author_id=person.id).delete()
    Shelf.handle(person, exchange.id, done=True)
    hub.changed([person.id])
    return True


def _still_closed(person: Person, exchange: Exchange) -> None:
    opened = Exchange.objects.filter(bond_id=exchange.bond_id, id=exchange.id).exclude(revealed_on=None)
    others = Reveal.objects.filter(bond_id=exchange.bond_id, exchange_id=exchange.id)
    if opened.exists() or others.exclude(author_id=person.id).exists():
        raise TooLate


@transaction.atomic
def set_aside(person: Person, exchange: Exchange) -> None:
    """Leave a question unanswered. To everybody else it looks as if nothing had happened."""
    take_bonds_turn(exchange.bond_id)
    if answer_of(person, exchange) is None:
        Shelf.handle(person, exchange.id, done=True)
        hub.changed([person.id])


@transaction.atomic
def take_back(person: Person, bond: Bond, exchange: Exchange) -> None:
    """Take back one's answer, opened or not, or the decision to set a question aside. May raise `TooLate`."""
    take_bonds_turn(bond.id)
    if exchange.revealed_on is None:
        _still_closed(person, exchange)
    Answer.objects.filter(person_id=person.id, bond_id=bond.id, exchange_id=exchange.id).delete()
    Reveal.objects.filter(bond_id=bond.id, exchange_id=exchange.id, author_id=person.id).delete()
    Shelf.handle(person, exchange.id, done=exchange.revealed_on is not None)
    if exchange.revealed_on is None:
        hub.changed([person.id])
    else:
        bond.tell()
