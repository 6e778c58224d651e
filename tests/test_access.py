"""The access matrix: every address, every method, every role. An address that is not listed fails.

There is no administrator's view to test: whoever runs the server is, to the pages, a stranger or a member.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from conftest import again, join, mine
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from inglenook.bonds.invitations import accept, invite
from inglenook.bonds.leaving import leave
from inglenook.bonds.middleware import bonds_of
from inglenook.bonds.models import About, Bond
from inglenook.entries.bodies import Journal
from inglenook.entries.models import Entry, SharedEntry, copy_for
from inglenook.exchanges.asking import ask, questions_for
from inglenook.people import drafts
from inglenook.people.models import Person
from inglenook.vault.models import Session
from inglenook.vault.records import new_id
from inglenook.vault.sessions import begin, lock
from tests.figures import figure

UNSEEN = ("anonymous", "locked", "expired")
SEEN = ("owner", "member", "former", "pending", "stranger")
ROLES = (*UNSEEN, *SEEN)
WELCOME = frozenset(ROLES)
THOSE_IN = frozenset(SEEN)
MEMBERS = frozenset({"owner", "member"})
OWNER = frozenset({"owner"})
NOBODY: frozenset[str] = frozenset()
ALL_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
FINE = (200, 302, 409, 422)


@dataclass(frozen=True)
class Rule:
    """Who may read and who may write at an address; None: there is nothing to read or to write."""

    reads: frozenset[str] | None
    writes: frozenset[str] | None = None
    public: bool = False


def page(reads: frozenset[str], writes: frozenset[str] | None = None) -> Rule:
    return Rule(reads, writes)


def public(*, writes: bool = False, reads: bool = True) -> Rule:
    return Rule(WELCOME if reads else None, WELCOME if writes else None, public=True)


RULES = {
    "home:today": public(),
    "home:together": page(THOSE_IN),
    "home:export": page(THOSE_IN, THOSE_IN),
    "people:start": public(writes=True),
    "people:recovery-code": page(THOSE_IN, THOSE_IN),
    "people:sign-in": public(writes=True),
    "people:unlock": public(writes=True),
    "people:lock": public(reads=False, writes=True),
    "people:sign-out": public(reads=False, writes=True),
    "people:recover": public(writes=True),
    "people:settings": page(THOSE_IN, THOSE_IN),
    "people:passphrase": page(THOSE_IN, THOSE_IN),
    "people:devices": page(THOSE_IN),
    "people:device-out": Rule(None, OWNER),
    "people:erase": page(THOSE_IN, THOSE_IN),
    # A draft is kept for whoever the session belongs to, locked or not; nobody reaches another's by its id.
    "people:draft": Rule(None, WELCOME - {"anonymous", "expired"}, public=True),
    "people:draft-drop": Rule(None, THOSE_IN),
    "safety:leave": public(reads=False, writes=True),
    "safety:help": public(),
    "safety:trust": public(),
    "bonds:index": page(THOSE_IN),
    "bonds:new": page(THOSE_IN, THOSE_IN),
    "bonds:join": public(writes=True),
    "bonds:confirm": Rule(None, THOSE_IN),
    "bonds:forget": public(reads=False, writes=True),
    "bonds:asked": page(frozenset({"pending"})),
    "bonds:choose-none": Rule(None, THOSE_IN),
    "bonds:show": page(MEMBERS | {"former"}),
    "bonds:choose": Rule(None, MEMBERS),
    "bonds:title": Rule(None, MEMBERS),
    # Somebody who has left already is shown that they have.
    "bonds:leave": page(MEMBERS | {"former"}, MEMBERS | {"former"}),
    "bonds:invite": page(MEMBERS, MEMBERS),
    "bonds:invitation": page(OWNER),
    "bonds:withdraw": page(OWNER, OWNER),
    "entries:index": page(THOSE_IN),
    "entries:check-in": page(THOSE_IN, THOSE_IN),
    "entries:journal": page(THOSE_IN, THOSE_IN),
    "entries:appreciation": page(THOSE_IN, THOSE_IN),
    "entries:search": page(THOSE_IN, THOSE_IN),
    "entries:weeks": page(THOSE_IN),
    "entries:entry": page(OWNER),
    "entries:edit": page(OWNER, OWNER),
    "entries:delete": page(OWNER, OWNER),
    "entries:share": page(OWNER, OWNER),
    "entries:unshare": Rule(None, OWNER),
    "exchanges:talk": page(THOSE_IN),
    "exchanges:ask": page(THOSE_IN, THOSE_IN),
    "exchanges:exchange": page(MEMBERS, MEMBERS),
    "exchanges:skip": Rule(None, MEMBERS),
    "exchanges:take-back": page(MEMBERS, MEMBERS),
    "guide:index": page(THOSE_IN),
    "guide:evidence": page(THOSE_IN),
    "web:manifest": public(),
    "web:live": public(),
    "web:ready": public(),
}
# Pages that a person who has nothing to do there is led away from, rather than refused.
LED_AWAY = {"people:unlock", "people:lock", "home:today"}


def addresses(resolver: URLResolver | None = None, space: str = "") -> dict[str, URLPattern]:
    """Return every named address of the product."""
    found: dict[str, URLPattern] = {}
    for part in (resolver or get_resolver()).url_patterns:
        if isinstance(part, URLResolver):
            inner = f"{space}{part.namespace}:" if part.namespace else space
            found |= addresses(part, inner)
        else:
            found[f"{space}{part.name}"] = part
    return found


@dataclass
class House:
    """A furnished bond, and what its addresses need."""

    people: dict[str, Person]
    bond: Bond
    ids: dict[str, Any]

    def path(self, name: str) -> str:
        """Return a real address: one whose object exists and belongs to Ada or her bond."""
        if name == "people:device-out":
            return reverse(name, args=[self.ids["device"]])
        if name in ("bonds:invitation", "bonds:withdraw"):
            return reverse(name, args=[self.bond.id, self.ids["invitation"]])
        wanted = {
            "bonds": self.bond.id,
            "entries": self.ids["entry"],
            "exchanges": self.ids["exchange"],
            "people": self.ids["draft"],
        }
        if name == "bonds:asked":
            return reverse(name, args=[self.ids["asked"]])
        needs = "id" in addresses()[name].pattern.converters
        return reverse(name, args=[wanted[name.split(":")[0]]]) if needs else reverse(name)


@pytest.fixture
def house(ada: Person, bo: Person, charlie: Person, dana: Person, db: None) -> House:
    from conftest import _person

    bond = Bond.found(ada, About("partners"))
    join(bond, ada, bo)
    join(mine(ada, bond.id), ada, dana)
    theirs = mine(dana, bond.id)
    leave(theirs, again(dana), take_back=False)
    newcomer, keeper = _person("Newcomer"), _person("Keeper")
    # Invited by somebody who is away, so that no role's request lets them in.
    join(mine(ada, bond.id), again(ada), keeper)
    row = invite(mine(keeper, bond.id), again(keeper), earlier=False, id=new_id())
    accept(row, newcomer, row.code)
    still_open = invite(mine(ada, bond.id), again(ada), earlier=False, id=new_id())
    Bond.found(charlie, About("friends"))
    seen = mine(ada, bond.id)
    ada = again(ada)
    entry, _ = Entry.keep(ada, new_id(), Journal(at=1), "a page")
    SharedEntry.give(ada, seen, copy_for(entry, seen, ada, entry.body, "a page"))
    exchange = ask(ada, seen, questions_for(seen)[0], id=new_id())
    draft = new_id()
    drafts.keep(ada.keyring.keybox, draft, drafts.Kept("/me/journal/", "text=half"))
    device = begin(ada.keyring, label="Other", idle_seconds=3600).id_hash.hex()
    ids = {"entry": entry.id, "exchange": exchange.id, "draft": draft, "device": device}
    ids |= {"invitation": still_open.id, "asked": row.id}
    for person in (ada, bo, charlie, dana, newcomer):
        bonds_of(again(person))  # epochs and names are in step before anybody looks
    people = {"owner": ada, "member": bo, "former": dana, "pending": newcomer, "stranger": charlie}
    return House(people, bond, ids)


@pytest.fixture
def client_of(house: House) -> Callable[[str], Client]:
    """Return a new browser of a role."""
    tokens = {
        role: begin(person.keyring, label="", idle_seconds=3600) for role, person in house.people.items()
    }
    for role in ("locked", "expired"):
        tokens[role] = begin(house.people["owner"].keyring, label="", idle_seconds=3600)
    lock(Session.objects.get(id_hash=tokens["locked"].id_hash))
    then = timezone.now() - timedelta(days=31)
    Session.objects.filter(id_hash=tokens["expired"].id_hash).update(started=then)

    def opened(role: str) -> Client:
        client = Client()
        if role in tokens:
            client.cookies[settings.SESSION_COOKIE] = tokens[role].cookie
        return client

    return opened


def state() -> str:
    """Return a digest of everything people have written or agreed; sessions and waits are not among it."""
    told = hashlib.sha256()
    for model in apps.get_models():
        if model.__name__ not in ("Session", "Throttle"):
            told.update(repr(sorted(map(repr, model._default_manager.values_list()))).encode())
    return told.hexdigest()


def verdict(rule: Rule, method: str, role: str) -> str:
    """Return what ought to happen: fine, away (to sign in or unlock), gone (404) or never (405)."""
    if not rule.public and role in UNSEEN:
        return "away"
    who = {"GET": rule.reads, "HEAD": rule.reads, "POST": rule.writes}.get(method)
    if who is None:
        return "never"
    return "fine" if role in who else "gone"


def happened(name: str, status: int, location: str) -> str:
    """Return what did happen, in the same words."""
    if status in (404, 405):
        return {404: "gone", 405: "never"}[status]
    if status == 302 and location.startswith(("/sign-in/", "/unlock/")) and name not in LED_AWAY:
        return "away"
    return "fine" if status in FINE else f"status {status}"


def test_every_address_is_listed() -> None:
    assert set(RULES) == set(addresses())
    told = f"{len(RULES)} addresses x {len(ALL_METHODS)} methods x {len(ROLES)} roles"
    figure("access matrix", f"{told} = {len(RULES) * len(ALL_METHODS) * len(ROLES)} requests")


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(RULES))
def test_who_may_do_what(name: str, house: House, client_of: Callable[[str], Client]) -> None:
    path, rule, wrong = house.path(name), RULES[name], []
    sent = f"bond={house.bond.id}" if name == "entries:unshare" else ""
    before = state()
    for role in ROLES:
        for method in ALL_METHODS:
            with transaction.atomic():
                response = client_of(role).generic(method, path, sent, "application/x-www-form-urlencoded")
                ought = verdict(rule, method, role)
                got = happened(name, response.status_code, response.headers.get("Location", ""))
                if got != ought:
                    wrong.append(f"{role} {method}: {got} (status {response.status_code}), should be {ought}")
                if ought != "fine" and method not in ("GET", "HEAD") and state() != before:
                    wrong.append(f"{role} {method}: was refused, but something changed")
                transaction.set_rollback(True)
    assert not wrong, name + "\n" + "\n".join(wrong)
