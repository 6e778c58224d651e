"""What was written unseen, given to the bond by its writer's own next request once everybody has written."""

from collections.abc import Iterable
from contextlib import suppress

from django.db import transaction
from django.http import Http404

from inglenook.bonds.models import Bond
from inglenook.bonds.turn import take_turn
from inglenook.conversations.models import Held, Words
from inglenook.conversations.sitting import Sitting, sitting_of
from inglenook.people.models import Person
from inglenook.vault.records import Conflict
from inglenook.vault.trouble import by_the_way

# Of so many talks at a visit: what stays unseen for good, since a talk was stopped, costs little.
MOST_LOOKED_AT = 5


def release_due(person: Person, bonds: Iterable[Bond]) -> None:
    """Give the bonds what this person wrote unseen wherever everybody has."""
    mine = list(bonds)
    ids = Held.objects.filter(person_id=person.id).values_list("conversation_id", flat=True)
    for id in sorted(set(ids), reverse=True)[:MOST_LOOKED_AT]:
        with suppress(Http404):
            release(sitting_of(person, mine, id))


def release(sitting: Sitting) -> Sitting:
    """Give the bond what the reader wrote unseen, once everybody has written; return how it is then."""
    if not any(_is_due(sitting, row) for row in sitting.held):
        return sitting
    with suppress(Conflict), by_the_way(), transaction.atomic():
        take_turn(sitting.bond)
        # Read only now that nobody else writes: the talk may have ended, and let go what is not to stay.
        now = sitting.anew()
        for held in now.held:
            if _is_due(now, held):
                _give(now, held)
        sitting.bond.tell(besides=sitting.person)
        return Sitting(now.person, now.bond, now.row, now.turns)
    return sitting


def _is_due(sitting: Sitting, row: Held) -> bool:
    """Tell whether everybody has written at that turn, and just those would read it."""
    return sitting.is_whole and sitting.is_past(row.turn)


def _give(sitting: Sitting, row: Held) -> None:
    here = {"bond_id": sitting.bond.id, "conversation_id": sitting.id, "turn": row.turn}
    is_given = Words.objects.filter(**here, author_id=sitting.person.id).exists()
    if not is_given and (sitting.keeps(row.turn) or not sitting.is_over):
        sitting.say(row.turn, row.text)
    Held.objects.filter(person_id=sitting.person.id, id=row.id).delete()
