"""The people of the tests: Ada, Bo (her partner), Charlie (a stranger), Dana (a friend of Ada's)."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from inglenook.bonds.admission import admit_waiting
from inglenook.bonds.invitations import accept, find, invite
from inglenook.bonds.middleware import bonds_of
from inglenook.bonds.models import About, Bond
from inglenook.exchanges.asking import decks_for, questions_in
from inglenook.guide.content import Question
from inglenook.people.models import Person, Preferences
from inglenook.vault.keyboxes import open_with_passphrase
from inglenook.vault.keyring import Keyring
from inglenook.vault.models import Keybox
from inglenook.vault.records import new_id
from inglenook.vault.renewal import make_anew, put_in_place
from inglenook.vault.sessions import begin

PASSPHRASE = "six plain words for the tests"


def again(person: Person) -> Person:
    """Return the same person as a fresh request would see them: newly unlocked, nothing cached."""
    keyring = open_with_passphrase(Keybox.objects.get(id=person.id), PASSPHRASE)
    return Person.objects.get(id=person.id).unlock(keyring)


def join(bond: Bond, inviter: Person, joiner: Person, *, earlier: bool = False) -> Bond:
    """Let somebody into a bond by invitation; returns the bond as the joiner sees it."""
    row = invite(bond, inviter, earlier=earlier, id=new_id())
    code = row.code
    found = find(code)
    assert found is not None
    assert accept(found, joiner, code)
    admit_waiting(inviter)
    return next(b for b in bonds_of(joiner) if b.id == bond.id)


def mine(person: Person, bond_id: UUID) -> Bond:
    """Return a bond as one person sees it now."""
    return next(b for b in bonds_of(again(person)) if b.id == bond_id)


def questions_for(bond: Bond) -> list[Question]:
    """Return the questions of all decks of a bond, the deck of its own kind first."""
    return [question for deck in decks_for(bond) for question in questions_in(deck, bond)]


def renew(old: Keyring, passphrase: str) -> Keyring:
    """Make every key anew and put it in place, as somebody does whose passphrase another may know."""
    new = make_anew(old, passphrase)
    put_in_place(old, new)
    return new


def person_named(name: str) -> Person:
    """Sign somebody up."""
    return Person.sign_up(name, PASSPHRASE, Preferences(name=name, time_zone="Europe/Berlin"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let go of the connections that the server's own threads hold, else the database cannot be removed."""
    from django.db import connection

    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )


@pytest.fixture
def ada(db: None) -> Person:
    return person_named("Ada")


@pytest.fixture
def bo(db: None) -> Person:
    return person_named("Bo")


@pytest.fixture
def charlie(db: None) -> Person:
    return person_named("Charlie")


@pytest.fixture
def dana(db: None) -> Person:
    return person_named("Dana")


@pytest.fixture
def bond(ada: Person, bo: Person) -> Bond:
    """Ada and Bo's bond, as Ada sees it."""
    founded = Bond.found(ada, About("partners"))
    join(founded, ada, bo)
    return mine(ada, founded.id)


@pytest.fixture
def browser_of() -> Callable[[Person], Client]:
    """Return a test client that is signed in as somebody."""

    def signed_in(person: Person) -> Client:
        from django.conf import settings

        client = Client()
        token = begin(person.keyring, label="Test", idle_seconds=3600)
        client.cookies[settings.SESSION_COOKIE] = token.cookie
        return client

    return signed_in
