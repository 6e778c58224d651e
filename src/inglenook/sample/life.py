"""The sample people's life, written through the same code as anybody's."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import msgspec
from django.urls import reverse
from django.utils import timezone

from inglenook.bonds.admission import admit_waiting
from inglenook.bonds.invitations import accept, invite
from inglenook.bonds.leaving import leave
from inglenook.bonds.middleware import bonds_of
from inglenook.bonds.models import About, Bond, Membership
from inglenook.entries.bodies import Appreciation, Body, CheckIn, Journal, Mood, Praise, Text
from inglenook.entries.models import Entry, SharedEntry, copy_for
from inglenook.exchanges.answering import give, set_aside, take_back
from inglenook.exchanges.asking import ask
from inglenook.exchanges.models import Exchange, Shelf
from inglenook.exchanges.opening import release_due
from inglenook.guide.content import library
from inglenook.guide.sample import (
    FIRST_DAY,
    Moment,
    SampleBond,
    SampleCheckIn,
    SampleDevice,
    SampleExchange,
    SampleLife,
    SamplePage,
)
from inglenook.people import drafts
from inglenook.people.models import Person, Preferences
from inglenook.safety.footing import note
from inglenook.sample.talks import agree_to_show, hold
from inglenook.vault import keyboxes, sessions
from inglenook.vault.door import RecoveryCode
from inglenook.vault.models import Session
from inglenook.vault.records import new_id

ZONE = "Europe/Berlin"
LAST_VISIT = 4


@dataclass
class Company:
    """The people by their ids, and each bond as each of its members sees it."""

    people: dict[str, Person] = field(default_factory=dict)
    bonds: dict[tuple[str, str], Bond] = field(default_factory=dict)


def live(life: SampleLife, passphrases: dict[str, str]) -> None:
    """Let everything in the sample happen; the passphrases go by name."""
    here = Company({one.id: _arrive(one.name, passphrases[one.name]) for one in life.people})
    Person.objects.update(joined_on=_day(FIRST_DAY))
    for number, one in enumerate(life.bonds):
        _found(here, one, number)
    _write_entries(life, here)
    for exchange in sorted(life.exchanges, key=lambda one: (-one.days_ago, one.at)):
        _talk(here, exchange)
    _hold_talks(life, here)
    _look_round(here)
    for one in life.bonds:
        _move_on(here, one)
    _leave_open(life, here)


def _day(days_ago: int) -> date:
    return timezone.now().astimezone(ZoneInfo(ZONE)).date() - timedelta(days=days_ago)


def _when(moment: Moment) -> datetime:
    then = datetime.combine(_day(moment.days_ago), time.fromisoformat(moment.at), ZoneInfo(ZONE))
    return min(then, timezone.now())


def _arrive(name: str, passphrase: str) -> Person:
    person = Person.sign_up(name, passphrase, Preferences(name=name, time_zone=ZONE))
    keyboxes.set_recovery(person.keyring, RecoveryCode.generate())
    return person


def join(bond: Bond, inviter: Person, joiner: Person) -> None:
    """Let somebody into a bond by an invitation."""
    row = invite(bond, inviter, earlier=False, id=new_id())
    accept(row, joiner, row.code)
    admit_waiting(inviter)


def _found(here: Company, one: SampleBond, number: int) -> None:
    """Found a bond, and let its members in."""
    founder, *others = (here.people[i] for i in one.members)
    # Bonds stand in the order of their ids, and those of one day in any order: the couple comes first.
    day = _day(one.days_ago)
    bond = Bond.found(founder, About(one.kind, one.title or ""), id=new_id(day + timedelta(days=number)))
    for other in others:
        join(next(b for b in bonds_of(founder) if b.id == bond.id), founder, other)
    for i in one.members:
        here.bonds[one.id, i] = next(b for b in bonds_of(here.people[i]) if b.id == bond.id)
        note(here.people[i], bond.id, is_open=True)
    Bond.objects.filter(id=bond.id).update(made_on=day)
    Membership.objects.filter(bond_id=bond.id).update(joined_on=day)


def _write_entries(life: SampleLife, here: Company) -> None:
    for check in life.check_ins:
        note = check.note or ""
        _write(here, check.who, check, _check_in(check), note, shared=note if check.shared else None)
    for page in life.pages:
        body = Journal(at=int(_when(page).timestamp()), prompt=page.prompt or "")
        _rework(page, _write(here, page.who, page, body, page.first or page.text, shared=page.passage))
    for thanks in life.appreciations:
        bond = here.bonds[thanks.bond, thanks.who]
        about = here.people[thanks.about].id if thanks.about else None
        noticed = Appreciation(at=int(_when(thanks).timestamp()), bond=bond.id, person=about)
        praise = Praise(thanks.did, thanks.shows)
        _write(here, thanks.who, thanks, noticed, praise, shared=praise if thanks.shared else None)


def _check_in(check: SampleCheckIn) -> CheckIn:
    return CheckIn(
        at=int(_when(check).timestamp()),
        mood="unsure" if check.energy is None else Mood(check.energy, check.pleasantness),
        words=check.words,
        own_word=check.own_word or "",
        strength=check.strength,
        need=check.need or "",
    )


def _write(here: Company, who: str, moment: Moment, body: Body, text: Text, *, shared: Text | None) -> Entry:
    """Write one entry on its day, and share what was shared of it."""
    person, bond, day = here.people[who], here.bonds[moment.bond, who], _when(moment).date()
    entry, _ = Entry.keep(person, new_id(day), body, text, on=day)
    if shared is not None:
        copy = copy_for(entry, bond, person, body, shared)
        copy.id = new_id(day)
        copy.body = msgspec.structs.replace(copy.body, at=body.at)
        SharedEntry.give(person, bond, copy)
    return entry


def _rework(page: SamplePage, entry: Entry) -> None:
    """Put a page into other words, and take back what was shared of it, where somebody did."""
    if page.first:
        entry.rewrite(entry.body, page.text)
    if page.taken_back:
        SharedEntry.copies_of(entry).delete()


def _talk(here: Company, one: SampleExchange) -> None:
    """Ask a question, and let those answer, set it aside or take back who did."""
    when = _when(one)
    asker, bond = here.people[one.asked_by], here.bonds[one.bond, one.asked_by]
    row = ask(asker, bond, library().questions[one.question], id=new_id(when.date()), when=when)
    for hours, (who, text) in enumerate(one.answers.items(), start=1):
        later = min(when + timedelta(hours=hours), timezone.now())
        give(here.people[who], here.bonds[one.bond, who], row, text, when=later)
    for who in one.aside:
        set_aside(here.people[who], row)
    for who in one.answers:
        release_due(here.people[who], [here.bonds[one.bond, who]], on=when.date())
        if one.days_ago > LAST_VISIT:
            Shelf.note_seen(here.people[who], row.id)
    for who in one.taken_back:
        now: Exchange = Exchange.objects.of(here.people[who]).get(bond_id=bond.id, id=row.id)
        take_back(here.people[who], here.bonds[one.bond, who], now)


def _hold_talks(life: SampleLife, here: Company) -> None:
    """Hold the talks, and let those who say how it was show each other."""
    for one in sorted(life.talks, key=lambda one: (-one.days_ago, one.at)):
        seen = {who: (here.people[who], bond) for (id, who), bond in here.bonds.items() if id == one.bond}
        hold(one, seen, _when(one))
        if one.after:
            agree_to_show(seen, next(iter(seen.values()))[1].id)


def _look_round(here: Company) -> None:
    """Let everybody have seen what was shared up to their last visit."""
    looked = int((timezone.now() - timedelta(days=LAST_VISIT)).timestamp())
    for (_, who), bond in here.bonds.items():
        Shelf.note_look(here.people[who], bond.id, looked)


def _move_on(here: Company, one: SampleBond) -> None:
    """Let those leave a bond who did, and let somebody invite who does."""
    for gone in one.left:
        bond, person = here.bonds[one.id, gone.who], here.people[gone.who]
        leave(bond, person, take_back=False, on=_day(gone.days_ago))
    if one.invites:
        invite(here.bonds[one.id, one.invites], here.people[one.invites], earlier=False, id=new_id())
    for who in one.members:
        bonds_of(here.people[who])  # after somebody left, the next visit begins a new epoch


def _leave_open(life: SampleLife, here: Company) -> None:
    """Leave half-written pages lying, and browsers signed in that have locked since."""
    for draft in life.drafts:
        fields = urlencode({"prompt": draft.prompt, "text": draft.text})
        kept = drafts.Kept(reverse("entries:journal"), fields)
        drafts.keep(here.people[draft.who].keyring.keybox, new_id(), kept)
    for device in life.devices:
        _sign_in(here.people[device.who], device)


def _sign_in(person: Person, device: SampleDevice) -> None:
    """Sign a browser in some days ago; nobody has its cookie, and it has locked since."""
    token = sessions.begin(person.keyring, label=device.label, idle_seconds=person.preferences.lock_after)
    then = timezone.now() - timedelta(days=device.days_ago)
    rows = Session.objects.filter(id_hash=token.id_hash)
    rows.update(started=then, last_used=then)
    sessions.lock(rows.get())
