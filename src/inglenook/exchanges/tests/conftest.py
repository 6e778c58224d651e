"""A question that Ada has asked, and the pages of it."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from conftest import again, mine, questions_for
from django.test import Client

from inglenook.bonds.models import Bond
from inglenook.exchanges.answering import give
from inglenook.exchanges.asking import ask
from inglenook.exchanges.models import Exchange
from inglenook.people.models import Person
from inglenook.vault.records import new_id

SECRET_OF_A_FORM = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
FRESH_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")


@pytest.fixture
def question(ada: Person, bond: Bond) -> Exchange:
    """A light question, asked by Ada."""
    return asked(ada, bond.id)


def asked(person: Person, bond_id: UUID, number: int = 0) -> Exchange:
    """Let somebody ask one of the questions that fit."""
    bond = mine(person, bond_id)
    return ask(again(person), bond, questions_for(bond)[number], id=new_id())


def answers(person: Person, exchange: Exchange, text: str) -> None:
    """Let somebody answer, and do nothing else."""
    person = again(person)
    bond = mine(person, exchange.bond_id)
    give(person, bond, Exchange.objects.of(person).get(id=exchange.id), text)


def plain(html: bytes) -> str:
    """Return a page without what differs at each showing: form tokens and fresh ids."""
    return FRESH_ID.sub("id", SECRET_OF_A_FORM.sub("token", html.decode()))


def page(browser: Client, exchange: Exchange) -> str:
    """Return the page of an exchange as it differs for people, not for moments."""
    return plain(browser.get(f"/talk/{exchange.id}/").content)


BrowserOf = Callable[[Person], Client]
