"""Proposing a talk, and doing something in it: one after the other, whoever taps first."""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from uuid import UUID

import msgspec
from django.db import transaction
from django.utils import timezone

from inglenook.bonds.models import Bond
from inglenook.bonds.turn import take_turn
from inglenook.conversations.models import Conversation, Happened, Held, Plan, Turn, Words
from inglenook.conversations.planning import Happening
from inglenook.conversations.protocol import Act, Refused, Stop
from inglenook.conversations.sitting import Sitting, turns_in
from inglenook.guide.content import library
from inglenook.guide.protocols import Protocol
from inglenook.people.models import Person
from inglenook.vault.records import Conflict, readable
from inglenook.vault.trouble import by_the_way
from inglenook.vault.turns import take_bonds_turn

MOST_TURNS = 1_000
MOST_OPEN = 20


def talks_for(bond: Bond) -> list[Protocol]:
    """Return the talks that a bond can have on several phones: for its kind, and for just so many."""
    number = len(bond.members)
    return [
        one
        for one in library().live_talks.values()
        if bond.kind in one.kinds and one.people[0] <= number <= one.people[1]
    ]


@transaction.atomic
def propose(
    person: Person, bond: Bond, plan: Plan, *, id: UUID, when: datetime | None = None
) -> Conversation:
    """Propose a talk; under an id that is there already nothing is proposed again."""
    take_turn(bond)
    there: Conversation | None = Conversation.objects.of(person).filter(bond_id=bond.id, id=id).first()
    if there:
        return there
    day = (when or timezone.now()).astimezone(person.zone).date()
    row: Conversation = Conversation.objects.of(person).create(id=id, bond=bond, opened_on=day, plan=plan)
    bond.tell(besides=person)
    return row


@transaction.atomic
def happen(sitting: Sitting, event: Happening, text: str = "", *, when: datetime | None = None) -> Sitting:
    """Let somebody do something in a talk, with what they wrote; return how it is afterwards.

    Raises `Refused`, or `Conflict` where somebody has come into the bond or left it.
    """
    person, bond = sitting.person, sitting.bond
    take_turn(bond)
    # Read only now that nobody else writes.
    now = Sitting(person, bond, Conversation.objects.of(person).get(bond_id=bond.id, id=sitting.id))
    if now.is_over or now.me < 0:
        raise Refused("over")
    if len(now.turns) >= MOST_TURNS and not isinstance(event, Stop):
        raise Refused("long")
    after = now.course.happen(now.where, event)
    if isinstance(event, Act) and now.must_write and not text:
        raise Refused("empty")
    moment = when or timezone.now()
    row: Turn = Turn.objects.of(person).create(
        bond=bond,
        author=person,
        conversation_id=sitting.id,
        number=len(now.turns) + 1,
        happened=Happened(event, int(moment.timestamp())),
    )
    if text and isinstance(event, Act):
        _keep(now, event.turn, text)
    done = Sitting(person, bond, now.row, [*now.turns, row])
    if after.is_over:
        _end(done, moment.astimezone(person.zone))
    bond.tell()
    return done


def _keep(sitting: Sitting, turn: int, text: str) -> None:
    """Keep what somebody wrote: unseen under their own keys, or for everybody in the bond."""
    person, bond = sitting.person, sitting.bond
    if sitting.step.unseen:
        Held.objects.of(person).create(
            person=person, bond_id=bond.id, conversation_id=sitting.id, turn=turn, text=text
        )
    else:
        _say(sitting, turn, text)


def _say(sitting: Sitting, turn: int, text: str) -> None:
    Words.objects.of(sitting.person).create(
        bond=sitting.bond, author=sitting.person, conversation_id=sitting.id, turn=turn, text=text
    )


def _end(sitting: Sitting, when: datetime) -> None:
    """Note that a talk is over, and let go what is not to stay."""
    row, here = sitting.row, {"bond_id": sitting.bond.id, "conversation_id": sitting.id}
    row.ended_on = when.date()
    if sitting.plan.kind == "colleagues":
        row.plan = msgspec.structs.replace(row.plan, topic="")
    row.save()
    passing = [turn for turn in sitting.steps if not sitting.keeps(turn)]
    if passing:
        Words.objects.filter(**here, turn__in=passing).delete()


def release(sitting: Sitting) -> Sitting:
    """Give the bond what the reader wrote unseen, once everybody has written; return how it is then."""
    due = [row for row in sitting.held if sitting.is_whole and is_due(sitting, row)]
    if not due:
        return sitting
    with suppress(Conflict), by_the_way(), transaction.atomic():
        take_turn(sitting.bond)
        for row in due:
            _give(sitting, row)
        sitting.bond.tell(besides=sitting.person)
    return Sitting(sitting.person, sitting.bond, sitting.row, sitting.turns)


def is_due(sitting: Sitting, row: Held) -> bool:
    """Tell whether everybody has written at that turn."""
    where = sitting._replayed[0]
    return where is not None and where.state is not None and row.turn < where.state.turn


def _give(sitting: Sitting, row: Held) -> None:
    here = {"bond_id": sitting.bond.id, "conversation_id": sitting.id, "turn": row.turn}
    is_given = Words.objects.filter(**here, author_id=sitting.person.id).exists()
    is_wanted = sitting.keeps(row.turn) or not sitting.is_over
    if not is_given and is_wanted:
        _say(sitting, row.turn, row.text)
    Held.objects.filter(person_id=sitting.person.id, id=row.id).delete()


@transaction.atomic
def take_back(sitting: Sitting, words_id: UUID) -> None:
    """Take back one's own words of a talk; they go away for everybody."""
    take_bonds_turn(sitting.bond.id)
    mine = Words.objects.filter(bond_id=sitting.bond.id, conversation_id=sitting.id)
    gone, _models = mine.filter(id=words_id, author_id=sitting.person.id).delete()
    if gone:
        sitting.bond.tell()


def open_talks(person: Person, bonds: Iterable[Bond]) -> list[Sitting]:
    """Return the talks that have not ended in some bonds, the newest first; with two questions at most."""
    by_id = {bond.id: bond for bond in bonds if bond.is_open}
    if not by_id:
        return []
    rows = Conversation.objects.of(person).filter(bond_id__in=by_id, ended_on=None)
    known = library().protocols
    found = [row for row in readable(rows.order_by("-id")[:MOST_OPEN]) if row.plan.protocol in known]
    turns = turns_in(person, found) if found else []
    sittings = [
        Sitting(person, by_id[row.bond_id], row, [one for one in turns if one.conversation_id == row.id])
        for row in found
    ]
    return [one for one in sittings if not one.is_over]


def past_talks(person: Person, bond: Bond, most: int) -> list[Sitting]:
    """Return the talks of a bond that have ended, the newest first."""
    rows = Conversation.objects.of(person).filter(bond_id=bond.id).exclude(ended_on=None)
    found = readable(rows.order_by("-ended_on", "-id")[:most])
    return [Sitting(person, bond, row, []) for row in found if row.plan.protocol in library().protocols]


def writing_id(sitting: Sitting) -> UUID:
    """Return the id of what the reader writes at this turn: the same in every tab, another at every turn.

    It begins as the talk's own does and is a version 7 UUID, as all ids of forms are.
    """
    told = f"{sitting.id} {sitting.person.id} {sitting.state.turn}".encode()
    rest = hashlib.blake2b(told, digest_size=10).digest()
    made = bytearray(sitting.id.bytes[:6] + rest)
    made[6], made[8] = 0x70 | made[6] & 0x0F, 0x80 | made[8] & 0x3F
    return UUID(bytes=bytes(made))
