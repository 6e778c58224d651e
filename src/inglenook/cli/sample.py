"""The sample couple's life, written through the same code as anybody's."""

import json
import os
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from rich.console import Console

from inglenook.bonds.admission import admit_waiting
from inglenook.bonds.invitations import accept, invite
from inglenook.bonds.middleware import bonds_of
from inglenook.bonds.models import About, Bond, Membership
from inglenook.entries.bodies import Appreciation, Body, CheckIn, Journal, Mood, Praise, Text
from inglenook.entries.models import Entry, SharedEntry, copy_for
from inglenook.exchanges.answering import give
from inglenook.exchanges.asking import ask
from inglenook.exchanges.models import Shelf
from inglenook.exchanges.opening import release_due
from inglenook.guide.content import library
from inglenook.guide.sample import Moment, SampleLife, sample_life
from inglenook.people.models import Person, Preferences
from inglenook.vault import keyboxes
from inglenook.vault.door import RecoveryCode, six_words
from inglenook.vault.records import new_id

ZONE = "Europe/Berlin"
FIRST_DAY = 35
LAST_VISIT = 4


def sign_ins(console: Console) -> Iterator[tuple[str, str]]:
    """Make the sample life if it is not there yet, and yield with which names and passphrases to look around.

    The passphrases lie in the open beside the sample's database: there is nothing to protect.
    """
    kept = Path(settings.DATA) / "sample-sign-in.json"
    if not kept.exists():
        with console.status("Writing five weeks of a made-up couple's life"):
            passphrases = _live(sample_life())
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            json.dump(passphrases, file)
    yield from json.loads(kept.read_text()).items()


@transaction.atomic
def _live(life: SampleLife) -> dict[str, str]:
    """Let everything in the sample happen; returns the people's passphrases by name."""
    passphrases = {one.name: six_words() for one in life.people}
    people = {one.id: _arrive(one.name, passphrases[one.name]) for one in life.people}
    bonds: dict[tuple[str, str], Bond] = {}
    first = timezone.now().date() - timedelta(days=FIRST_DAY)
    for number, one in enumerate(life.bonds):
        founder, *others = (people[i] for i in one.members)
        # Bonds stand in the order of their ids, and those of one day in any order: the couple comes first.
        founded = Bond.found(founder, About(one.kind), id=new_id(first + timedelta(days=number)))
        for other in others:
            join(founded, founder, other)
        for i in one.members:
            bonds[one.id, i] = next(b for b in bonds_of(people[i]) if b.id == founded.id)
    _write_entries(life, people, bonds)
    _talk(life, people, bonds)
    Person.objects.update(joined_on=first)
    Membership.objects.update(joined_on=first)
    return passphrases


def _arrive(name: str, passphrase: str) -> Person:
    person = Person.sign_up(name, passphrase, Preferences(name=name, time_zone=ZONE))
    keyboxes.set_recovery(person.keyring, RecoveryCode.generate())
    return person


def join(bond: Bond, inviter: Person, joiner: Person) -> None:
    """Let somebody into a bond by an invitation."""
    row = invite(bond, inviter, earlier=False, id=new_id())
    accept(row, joiner, row.code)
    admit_waiting(inviter)


def _when(moment: Moment) -> datetime:
    day = timezone.now().astimezone(ZoneInfo(ZONE)).date() - timedelta(days=moment.days_ago)
    then = datetime.combine(day, time.fromisoformat(moment.at), ZoneInfo(ZONE))
    return min(then, timezone.now())


def _write_entries(life: SampleLife, people: dict[str, Person], bonds: dict[tuple[str, str], Bond]) -> None:
    for check in life.check_ins:
        at = int(_when(check).timestamp())
        mood = Mood(check.energy, check.pleasantness)
        body = CheckIn(at=at, mood=mood, words=check.words, strength=check.strength, need=check.need or "")
        note = check.note or ""
        _write(
            people[check.who], check, body, note, bonds[check.bond, check.who], note if check.shared else None
        )
    for page in life.pages:
        journal = Journal(at=int(_when(page).timestamp()), prompt=page.prompt or "")
        _write(people[page.who], page, journal, page.text, bonds[page.bond, page.who], page.passage)
    for thanks in life.appreciations:
        bond = bonds[thanks.bond, thanks.who]
        noticed = Appreciation(at=int(_when(thanks).timestamp()), bond=bond.id)
        praise = Praise(thanks.did, thanks.shows)
        _write(people[thanks.who], thanks, noticed, praise, bond, praise if thanks.shared else None)


def _write(person: Person, moment: Moment, body: Body, text: Text, bond: Bond, shared: Text | None) -> None:
    """Write one entry on its day, and share what was shared of it."""
    day: date = _when(moment).date()
    entry, _ = Entry.keep(person, new_id(day), body, text, on=day)
    if shared is not None:
        copy = copy_for(entry, bond, person, body, shared)
        copy.id = new_id(day)
        copy.body = msgspec.structs.replace(copy.body, at=body.at)
        SharedEntry.give(person, bond, copy)


def _talk(life: SampleLife, people: dict[str, Person], bonds: dict[tuple[str, str], Bond]) -> None:
    for one in sorted(life.exchanges, key=lambda one: -one.days_ago):
        when = _when(one)
        question = library().questions[one.question]
        bond = bonds[one.bond, one.asked_by]
        row = ask(people[one.asked_by], bond, question, id=new_id(when.date()), when=when)
        for hours, (who, text) in enumerate(one.answers.items(), start=1):
            later = min(when + timedelta(hours=hours), timezone.now())
            give(people[who], bonds[one.bond, who], row, text, when=later)
        for who in one.answers:
            release_due(people[who], [bonds[one.bond, who]], on=when.date())
            if one.days_ago > LAST_VISIT:
                Shelf.note_seen(people[who], row.id)
    _look_round(people, bonds)


def _look_round(people: dict[str, Person], bonds: dict[tuple[str, str], Bond]) -> None:
    """Let everybody have seen what was shared up to their last visit."""
    looked = int((timezone.now() - timedelta(days=LAST_VISIT)).timestamp())
    for (_, who), bond in bonds.items():
        Shelf.note_look(people[who], bond.id, looked)
