"""The talks of bonds in lists: those that go on or wait, and those that were."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from inglenook.bonds.models import Bond
from inglenook.conversations.models import TOPIC, Conversation, Turn, Words
from inglenook.conversations.progress import turns_in
from inglenook.conversations.sitting import Sitting, is_known
from inglenook.conversations.talking import close
from inglenook.people.models import Person
from inglenook.vault.records import readable

MOST_OPEN = 30
PER_PAGE = 12


def open_talks(person: Person, bonds: Iterable[Bond]) -> list[Sitting]:
    """Return the talks that have not ended in some bonds: those that run first, then the newest.

    One that cannot go on is closed by the way, so that it is found among those that were.
    """
    by_id = {bond.id: bond for bond in bonds}
    rows = Conversation.objects.of(person).filter(bond_id__in=by_id, ended_on=None)
    found = list(filter(is_known, rows.order_by("-opened_on", "-id")[:MOST_OPEN])) if by_id else []
    turns: dict[UUID, list[Turn]] = defaultdict(list)
    for one in turns_in(person, found) if found else ():
        turns[one.conversation_id].append(one)
    sittings = [Sitting(person, by_id[row.bond_id], row, turns[row.id]) for row in found]
    for sitting in sittings:
        if sitting.is_over:
            close(sitting)
    return sorted((one for one in sittings if not one.is_over), key=lambda one: not one.is_running)


def past_talks(person: Person, bond: Bond, page: int) -> tuple[list[Sitting], bool]:
    """Return the talks of a bond that have ended, the newest first, and whether there are older ones."""
    rows = Conversation.objects.of(person).filter(bond_id=bond.id).exclude(ended_on=None)
    start = page * PER_PAGE
    found = filter(is_known, rows.order_by("-ended_on", "-id")[start : start + PER_PAGE + 1])
    sittings = [Sitting(person, bond, row, []) for row in found]
    return sittings[:PER_PAGE], len(sittings) > PER_PAGE


def with_topics(person: Person, sittings: list[Sitting]) -> list[Sitting]:
    """Read what these talks are about, with one question for all."""
    here = {one.bond.id for one in sittings}
    rows = Words.objects.of(person).filter(
        bond_id__in=here, conversation_id__in=[one.id for one in sittings], turn=TOPIC
    )
    topics = {(row.bond_id, row.conversation_id): row.text for row in readable(rows)} if sittings else {}
    for one in sittings:
        one.topic = topics.get((one.bond.id, one.id), "")
    return sittings
