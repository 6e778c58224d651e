"""The talks of the sample people, held through the same code as anybody's."""

from datetime import datetime, timedelta
from uuid import UUID

from inglenook.bonds.models import Bond
from inglenook.conversations import after
from inglenook.conversations.clock import minute
from inglenook.conversations.doing import turn_event
from inglenook.conversations.models import After, Plan
from inglenook.conversations.planning import Happening, NotNow, Ready
from inglenook.conversations.sitting import Sitting, sitting_of
from inglenook.conversations.talking import happen, propose
from inglenook.guide.content import library
from inglenook.guide.sample import SampleDone, SampleTalk
from inglenook.people.models import Person
from inglenook.vault.records import new_id

Seen = dict[str, tuple[Person, Bond]]


def hold(one: SampleTalk, here: Seen, when: datetime) -> None:
    """Let a talk happen, as each of its members sees their bond."""
    person, bond = here[one.by]
    plan = Plan(
        protocol=one.talk,
        shape=library().protocols[one.talk].shape,
        circle=(person.id, *(member.person_id for member in bond.others)),
        kind=bond.kind,
        manner="live",
        aloud=one.aloud,
        heaviness=one.heaviness,
        times=(),
    )
    row = propose(person, bond, plan, one.topic, id=new_id(when.date()), when=when)
    for number, done in enumerate(one.happened, 1):
        who, theirs = here[done.who]
        sitting = sitting_of(who, [theirs], row.id)
        later = when + timedelta(minutes=number)
        happen(sitting, _event(sitting, done, later), done.text or "", when=later)
    for name, told in one.after.items():
        after.tell(here[name][0], After(row.id, bond.id, when.date(), *told))


def agree_to_show(here: Seen, bond_id: UUID) -> None:
    """Let everybody agree to show each other how talks were."""
    there = [(person, bond) for person, bond in here.values() if bond.id == bond_id]
    for person, bond in there:
        after.agree(person, bond)
    for person, bond in there:
        after.lines_in(person, bond)


def _event(sitting: Sitting, done: SampleDone, when: datetime) -> Happening:
    (do, _colon, which), me = done.do.partition(":"), sitting.me
    if do == "ready":
        return Ready(me, minute(when))
    if do == "not-now":
        return NotNow(me, (when + timedelta(days=int(which))).toordinal())
    turn = sitting.state.turn if sitting.is_running else 0
    event = turn_event(do, which, who=me, turn=turn, now=minute(when))
    if event is None:
        raise ValueError(done.do)
    return event
