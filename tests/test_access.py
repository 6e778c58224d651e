"""The access matrix: every address, every method, every role. An address that is not listed fails.

There is no administrator's view to test: whoever runs the server is, to the pages, a stranger or a member.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from inglenook.vault.models import Session
from inglenook.vault.sessions import begin, lock
from tests.figures import figure
from tests.house import House, addresses

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
    "people:language": public(reads=False, writes=True),
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
    "safety:before": page(MEMBERS, MEMBERS),
    "safety:answered": page(MEMBERS),
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
    "entries:reading": page(THOSE_IN, THOSE_IN),
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
    "conversations:index": page(THOSE_IN),
    "conversations:begin": page(THOSE_IN, THOSE_IN),
    "conversations:table": page(OWNER, OWNER),
    "conversations:propose": page(MEMBERS, MEMBERS),
    "conversations:talk": page(MEMBERS, MEMBERS),
    "conversations:take-back": Rule(None, MEMBERS),
    "conversations:after": Rule(None, MEMBERS),
    "conversations:aside": Rule(None, MEMBERS),
    "conversations:picture": page(THOSE_IN, THOSE_IN),
    "coaching:about": page(THOSE_IN, THOSE_IN),
    "coaching:beside": Rule(None, THOSE_IN),
    "coaching:look": Rule(None, THOSE_IN),
    # There is such a thing only where a model is named: inglenook/coaching/tests/test_model.py.
    "coaching:model": Rule(None, NOBODY),
    "coaching:kind": Rule(None, THOSE_IN),
    "guide:index": public(),
    "guide:chapter": public(),
    "guide:whole": public(),
    "guide:step": public(),
    "guide:place": Rule(None, THOSE_IN),
    "guide:evidence": public(),
    "guide:practices": public(),
    "guide:practice": public(),
    "guide:ideas": public(),
    "guide:files": public(),
    "guide:offline": public(),
    # There is such a thing in the sample alone: inglenook/sample/tests.
    "sample:come-in": Rule(None, NOBODY, public=True),
    "sample:anew": Rule(None, NOBODY, public=True),
    "web:manifest": public(),
    "web:worker": public(),
    "web:live": public(),
    "web:ready": public(),
}
# Pages that a person who has nothing to do there is led away from, rather than refused.
LED_AWAY = {"people:unlock", "people:lock", "home:today"}


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
