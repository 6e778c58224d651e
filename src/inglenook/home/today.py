"""Today for one person: the facts of their own day, gathered with few questions to the database."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from inglenook.bonds.invitations import Invitation
from inglenook.bonds.models import Bond
from inglenook.conversations.after import notes_of
from inglenook.conversations.listing import open_talks
from inglenook.conversations.unseen import release_due as release_unseen
from inglenook.entries.models import has_checked_in
from inglenook.exchanges.listing import unanswered, unread
from inglenook.exchanges.models import Shelf
from inglenook.exchanges.opening import release_due
from inglenook.home import words
from inglenook.home.news import News, news_for
from inglenook.home.rules import Facts, part_of_day, suggest
from inglenook.people.models import Person


@dataclass(frozen=True)
class Waiting:
    """One line of what waits; says nothing of what is in it."""

    icon: str
    text: str
    where: str
    href: str


@dataclass
class Today:
    """All that Today shows."""

    greeting: str
    checked_in: bool
    is_joining: bool
    invitation: words.Invitation | None = None
    minutes: int = 0
    waiting: list[Waiting] = field(default_factory=list)


@dataclass
class Gathered:
    """What was found out on the way, so that nothing is asked for twice."""

    person: Person
    bonds: list[Bond]
    opened: list[tuple[UUID, UUID]]
    questions: list[tuple[UUID, UUID]]
    face_down: int
    news: News
    talks: list[tuple[UUID, UUID]]
    is_joining: bool

    def name_of(self, bond_id: UUID) -> str:
        """Return the bond's name, where there is more than one it could be."""
        return next(b.name for b in self.bonds if b.id == bond_id) if len(self.bonds) > 1 else ""


def gather(person: Person, bonds: list[Bond]) -> Gathered:
    """Look up what has to do with others."""
    pending = release_due(person, bonds)
    release_unseen(person, bonds)
    notes = Shelf.read(person)
    open_ids = [bond.id for bond in bonds if not bond.is_ended]
    return Gathered(
        person,
        bonds,
        opened=unread(open_ids, person, notes),
        questions=[(one.bond.id, one.id) for one in unanswered(pending, person, notes)],
        face_down=sum(person.id in one.answered and one.bond.is_open for one in pending),
        news=news_for(person, bonds, notes),
        talks=_talks(person, bonds),
        is_joining=not bonds and _waits_to_join(person),
    )


def _talks(person: Person, bonds: list[Bond]) -> list[tuple[UUID, UUID]]:
    """Return bond and talk of what waits for somebody, but for what they have set aside."""
    there = [one for one in open_talks(person, bonds) if one.waits_for_me]
    aside = notes_of(person).aside if there else frozenset()
    return [(one.bond.id, one.id) for one in there if one.id not in aside or one.is_running]


def _waits_to_join(person: Person) -> bool:
    return bool(Invitation.asked_by(person).waiting().exists())


def today_for(person: Person, bonds: list[Bond]) -> Today:
    """Put together what Today shows."""
    found = gather(person, bonds)
    facts = _facts(found)
    part = part_of_day(timezone.now().astimezone(person.zone).hour)
    today = Today(words.greeting(part, person.name), facts.checked_in, facts.is_joining)
    chosen = suggest(facts)
    if chosen:
        today.invitation = words.in_words(chosen, _links(found))
        today.minutes = chosen.minutes
    suggested = today.invitation.href if today.invitation else ""
    today.waiting = _waiting(found, suggested)
    return today


def _facts(found: Gathered) -> Facts:
    person, bonds = found.person, found.bonds
    last = found.news.last_thanks
    return Facts(
        is_quiet=person.preferences.quiet,
        has_recovery=person.keyring.keybox.has_recovery,
        has_bond=bool(bonds),
        has_company=any(bond.is_open for bond in bonds),
        is_joining=found.is_joining,
        nobody_yet=any(bond.is_waiting for bond in bonds),
        days_here=(person.today() - person.joined_on).days,
        checked_in=has_checked_in(person, person.today()),
        opened=len(found.opened),
        questions=len(found.questions),
        face_down=found.face_down,
        days_since_thanks=(person.today() - last).days if last else None,
    )


def _links(found: Gathered) -> dict[str, str]:
    """Return where suggestions lead that are about one thing."""
    links = {"bond": reverse("bonds:new")}
    for name, ids in (("read-answers", found.opened), ("answer", found.questions)):
        if ids:
            links[name] = reverse("exchanges:exchange", args=[ids[0][1]])
    alone = next((bond for bond in found.bonds if bond.is_waiting), None)
    if alone:
        links["invite"] = reverse("bonds:show", args=[alone.id])
    return links


def _waiting(found: Gathered, suggested: str) -> list[Waiting]:
    """List what waits, one line for each kind and bond with its count, without a word of what is in it."""
    rows = []
    for kind, ids in (("answers", found.opened), ("questions", found.questions)):
        links: dict[UUID, list[str]] = defaultdict(list)
        for bond_id, exchange_id in ids:
            href = reverse("exchanges:exchange", args=[exchange_id])
            if href != suggested:
                links[bond_id].append(href)
        for bond_id, hrefs in links.items():
            icon, text = words.waiting(kind, len(hrefs))
            rows.append(Waiting(icon, text, found.name_of(bond_id), hrefs[0]))
    talks: dict[UUID, list[UUID]] = defaultdict(list)
    for bond_id, talk_id in found.talks:
        talks[bond_id].append(talk_id)
    for bond_id, waiting in talks.items():
        icon, text = words.waiting("talks", len(waiting))
        alone = len(waiting) == 1
        href = reverse("conversations:talk", args=waiting) if alone else reverse("conversations:index")
        rows.append(Waiting(icon, text, found.name_of(bond_id), href))
    for bond_id in sorted(found.news.bond_ids):
        icon, text = words.waiting("shared", 1)
        href = f"{reverse('home:together')}?bond={bond_id}"
        rows.append(Waiting(icon, text, found.name_of(bond_id), href))
    return rows
