"""Proposing a talk, and doing something in it: one after the other, whoever taps first."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from inglenook.bonds.models import Bond
from inglenook.bonds.turn import take_turn
from inglenook.conversations.models import TOPIC, Conversation, Happened, Held, Plan, Turn, Words
from inglenook.conversations.planning import Happening
from inglenook.conversations.protocol import Act, Refused, Stop
from inglenook.conversations.sitting import Sitting
from inglenook.guide.content import library
from inglenook.guide.protocols import Protocol
from inglenook.people.models import Person
from inglenook.vault.records import Conflict, made_id, new_id, readable
from inglenook.vault.trouble import by_the_way
from inglenook.vault.turns import take_bonds_turn

MOST_TURNS = 400
# Of one member, unanswered in one bond: asking again and again is no way to be heard.
MOST_PROPOSED = 3


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
    person: Person, bond: Bond, plan: Plan, topic: str, *, id: UUID, when: datetime | None = None
) -> Conversation:
    """Propose a talk; the same under an id that is there already is no other talk. May raise `Refused`."""
    take_turn(bond)
    for there in readable(Conversation.objects.of(person).filter(bond_id=bond.id, id=id)):
        if there.plan == plan and Sitting(person, bond, there).topic == topic:
            return there
    if Conversation.objects.filter(bond_id__in=person.keyring.bond_ids(), id=id).exists():
        # Other words, or another bond: two talks that one person can see never share an id.
        id = new_id()
    _check_room(person, bond)
    day = (when or timezone.now()).astimezone(person.zone).date()
    row: Conversation = Conversation.objects.of(person).create(id=id, bond=bond, opened_on=day, plan=plan)
    if topic:
        Sitting(person, bond, row, []).say(TOPIC, topic)
    bond.tell(besides=person)
    return row


def _check_room(person: Person, bond: Bond) -> None:
    """Refuse more proposals than somebody can have open."""
    still_open = Conversation.objects.of(person).filter(bond_id=bond.id, ended_on=None)
    mine = {row.id for row in readable(still_open) if row.plan.circle[0] == person.id}
    turns = Turn.objects.filter(bond_id=bond.id, conversation_id__in=mine).exclude(author_id=person.id)
    if len(mine - set(turns.values_list("conversation_id", flat=True))) >= MOST_PROPOSED:
        raise Refused("many")


@transaction.atomic
def happen(sitting: Sitting, event: Happening, text: str = "", *, when: datetime | None = None) -> Sitting:
    """Let somebody do something in a talk, with what they wrote; return how it is afterwards.

    Raises `Refused`, or `Conflict` where somebody has come into the bond or left it.
    """
    person, bond = sitting.person, sitting.bond
    take_turn(bond)
    # Read only now that nobody else writes.
    now = sitting.anew()
    after = now.allow(event)
    if len(now.turns) >= MOST_TURNS and not isinstance(event, Stop):
        raise Refused("long")
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
    if text and isinstance(event, Act) and now.may_write:
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
        sitting.say(turn, text)


def close(sitting: Sitting) -> None:
    """Note that a talk is over which cannot go on: somebody came or left, or its protocol has changed."""
    with suppress(Conflict), by_the_way(), transaction.atomic():
        take_bonds_turn(sitting.bond.id)
        now = sitting.anew()
        if now.row.ended_on is None:
            _end(now, timezone.now().astimezone(now.person.zone))


def _end(sitting: Sitting, when: datetime) -> None:
    """Note that a talk is over, and let go what is not to stay."""
    here = Words.objects.filter(bond_id=sitting.bond.id, conversation_id=sitting.id)
    Conversation.objects.filter(bond_id=sitting.bond.id, id=sitting.id).update(ended_on=when.date())
    sitting.row.ended_on = when.date()
    passing = [turn for turn in here.values_list("turn", flat=True) if not sitting.keeps(turn)]
    if passing:
        here.filter(turn__in=passing).delete()


@transaction.atomic
def take_back(sitting: Sitting, words_id: UUID) -> None:
    """Take back one's own words of a talk: they go away for everybody, and what is unseen is let go."""
    take_bonds_turn(sitting.bond.id)
    mine = Words.objects.filter(bond_id=sitting.bond.id, conversation_id=sitting.id)
    gone, _models = mine.filter(id=words_id, author_id=sitting.person.id).delete()
    unseen = Held.objects.filter(person_id=sitting.person.id, conversation_id=sitting.id, id=words_id)
    if sitting.is_over:  # else the others wait for it
        unseen.delete()
    if gone:
        sitting.bond.tell()


def writing_id(sitting: Sitting) -> UUID:
    """Return the id of what the reader writes at this turn: the same in every tab, another at every turn."""
    told = f"{sitting.bond.id} {sitting.id} {sitting.person.id} {sitting.state.turn}"
    return made_id(sitting.id, told)
