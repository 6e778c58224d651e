"""The schema can be spread over many machines, by bond and by person: every table, and every question asked.

A row lies where its bond or its person does. So its keys hold that id, what it points to lies beside it or
everywhere, and a question names the bonds or people it is about: it is asked only where they are.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from conftest import PASSPHRASE, again
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inglenook.bonds.invitations import invite
from inglenook.bonds.models import Bond, BondRecord
from inglenook.people.drafts import Draft
from inglenook.people.models import Person, PersonRecord
from inglenook.vault.models import Anchor, BondEpoch, Grant, Keybox, PersonEpoch
from inglenook.vault.records import new_id
from tests.figures import figure
from tests.house import House
from tests.test_access import RULES
from tests.tree import ROOT

Browser = Callable[[Person], Client]
Model = type[models.Model]

BY_BOND = {Bond: "id", BondEpoch: "bond_id", Grant: "bond_id"}
BY_PERSON = {Keybox: "id", PersonEpoch: "person_id", Anchor: "person_id", Draft: "person_id"}
# Small, rarely written, and asked for by name: a copy on every machine.
EVERYWHERE: set[Model] = {Person}
# What is asked without naming a bond or a person, and why; each is rare.
CODE = "bonds_invitation.digest"  # whoever hands in an invitation knows its code and not its bond
# Whoever erases their account is looked for in every bond, by whatever else could still name them.
ERASING = {
    "bonds_invitation.",
    "bonds_membership.",
    "entries_sharedentry.",
    "exchanges_reveal.",
}


def spread_of(model: Model) -> str | None:
    """Return the column by which a table is spread; None where a copy lies everywhere."""
    if model in EVERYWHERE:
        return None
    known = BY_BOND.get(model) or BY_PERSON.get(model)
    if known:
        return known
    if issubclass(model, BondRecord):
        return "bond_id"
    if issubclass(model, PersonRecord):
        return "person_id"
    key = model._meta.pk
    assert key is not None
    return str(key.column)  # found by its key alone, like a session by its cookie


def lies_with(model: Model) -> str:
    """Return what a table's rows lie beside: bonds, people, or nothing."""
    if model in BY_BOND or issubclass(model, BondRecord):
        return "bond"
    return "person" if model in BY_PERSON or issubclass(model, PersonRecord) else model.__name__


def unique_sets(model: Model) -> Iterator[set[str]]:
    """Yield the columns of the primary key and of each other unique key."""
    named = {f.name: f.attname for f in model._meta.concrete_fields}
    for fields in _keys(model):
        yield {named[name] for name in fields}


def _keys(model: Model) -> Iterator[list[str]]:
    yield [field.name for field in model._meta.pk_fields]
    for rule in model._meta.constraints:
        if isinstance(rule, models.UniqueConstraint):
            yield list(rule.fields)
    yield from (list(names) for names in model._meta.unique_together)
    yield from ([f.name] for f in model._meta.concrete_fields if f.unique and not f.primary_key)


def tables() -> list[Model]:
    return [model for model in apps.get_models() if not model.__module__.startswith("django.")]


@pytest.mark.parametrize("model", tables(), ids=lambda model: model._meta.db_table)
def test_every_key_of_a_table_holds_the_id_it_is_spread_by(model: Model) -> None:
    column = spread_of(model)
    if column is not None:
        assert [names for names in unique_sets(model) if column not in names] == []


@pytest.mark.parametrize("model", tables(), ids=lambda model: model._meta.db_table)
def test_what_a_row_points_to_lies_beside_it_or_everywhere(model: Model) -> None:
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and getattr(field, "db_constraint", True):
            target: Any = field.related_model
            beside = lies_with(target) == lies_with(model) and field.attname == spread_of(model)
            assert target in EVERYWHERE or beside, f"{field.name} leads to another machine"


def test_no_table_counts_its_rows() -> None:
    """A counter would have to be asked by every machine before each row."""
    counting = [
        field
        for model in tables()
        for field in model._meta.concrete_fields
        if isinstance(field, models.AutoField)
    ]
    assert not counting


def crossing(sql: str) -> list[str]:
    """Return the tables of bonds or people that a statement asks without saying of which."""
    spread = {m._meta.db_table: spread_of(m) for m in tables() if lies_with(m) in ("bond", "person")}
    found = []
    for table, alias in re.findall(r'(?:FROM|JOIN|UPDATE) "(\w+)"(?: ([A-Z]\d+)\b)?', sql):
        column, name = spread.get(table), alias or f'"{table}"'
        named = rf"""{name}\."{column}" (?:=|IN) ?[('\d"%]"""
        # PostgreSQL is asked for a key of several columns as a whole: (bond_id, id) = (..., ...)
        in_key = rf"""\((?:{name}\."\w+", )*{name}\."{column}"(?:, {name}\."\w+")*\) (?:=|IN) ?\("""
        if column and not re.search(f"{named}|{in_key}", sql):
            asked = re.findall(rf'{name}\."(\w+)" =', sql)
            found.append(f"{table}.{'+'.join(sorted(set(asked)))}")
    return found


def asked_by(act: Callable[[], object]) -> list[str]:
    """Do something and return what of it crosses bonds or people."""
    with CaptureQueriesContext(connection) as asked:
        act()
    return [f"{what}: {query['sql'][:300]}" for query in asked for what in crossing(query["sql"])]


def test_a_question_that_names_nobody_is_noticed() -> None:
    assert crossing('SELECT 1 FROM "bonds_membership" WHERE "bonds_membership"."person_id" = 7')
    assert not crossing('SELECT 1 FROM "bonds_membership" U0 WHERE U0."bond_id" IN (7)')
    assert crossing('SELECT 1 FROM "bonds_membership" U0 WHERE U0."person_id" = 7')
    table = '"bonds_membership"'
    key = f'{table}."id") = (7, 8)'
    assert not crossing(f'FROM {table} WHERE ({table}."bond_id", {key}')
    assert crossing(f'FROM {table} WHERE ({table}."person_id", {key}')


def test_no_page_asks_across_bonds(house: House, browser_of: Browser) -> None:
    found, pages = [], 0
    for role in ("owner", "member", "former", "pending"):
        browser = browser_of(again(house.people[role]))
        for name, rule in RULES.items():
            if rule.reads is not None and role in rule.reads:
                found += asked_by(partial(browser.get, house.path(name)))
                pages += 1
    figure("queries that cross bonds or people", f"{len(found)} on {pages} pages")
    assert found == [], "\n".join(found)


def test_nothing_that_is_done_asks_across_bonds(house: House, browser_of: Browser) -> None:
    hers, his = (browser_of(again(house.people[role])) for role in ("owner", "member"))
    id, bond = house.ids["exchange"], house.bond
    entry = f"/me/{house.ids['entry']}"
    share = {"bond": str(bond.id), "text": "canary-ember-180", "step": "share", "revision": "1"}
    done: list[Callable[[], object]] = [
        lambda: hers.post("/me/journal/", {"id": str(new_id()), "text": "canary-ember-181"}),
        lambda: hers.post("/me/check-in/", {"id": str(new_id()), "mood": "unsure"}),
        lambda: hers.post(f"{entry}/share/", share),
        lambda: hers.post(f"{entry}/unshare/", {"bond": str(bond.id)}),
        lambda: hers.post(f"{entry}/delete/"),
        lambda: hers.post(f"/talk/{id}/", {"text": "canary-ember-182", "revision": "0"}),
        lambda: his.post(f"/talk/{id}/", {"text": "canary-ember-183", "revision": "0"}),
        lambda: hers.get(f"/talk/{id}/"),
        lambda: hers.post(f"/talk/{id}/take-back/"),
        lambda: hers.post(f"/bonds/{bond.id}/title/", {"title": "Us", "seen": ""}),
        lambda: hers.post(f"/drafts/{new_id()}/?at=/me/journal/", {"text": "half"}),
        lambda: hers.post("/settings/export/", {"passphrase": PASSPHRASE}),
        lambda: his.post(f"/bonds/{bond.id}/leave/", {"passphrase": PASSPHRASE, "take_back": "on"}),
        lambda: hers.get("/"),
    ]
    assert [what for act in done for what in asked_by(act)] == []


def test_coming_in_asks_across_bonds_only_for_the_code(house: House, browser_of: Browser) -> None:
    ada = again(house.people["owner"])
    code = invite(Bond.objects.of(ada).get(id=house.bond.id), ada, earlier=False, id=new_id()).code
    hers, theirs = browser_of(ada), browser_of(again(house.people["stranger"]))
    done: list[Callable[[], object]] = [
        lambda: theirs.post("/bonds/join/", {"code": code.link}),
        lambda: theirs.get("/bonds/join/"),
        lambda: theirs.post("/bonds/join/confirm/"),
        lambda: hers.get("/"),
        lambda: theirs.get("/"),
    ]
    crossed = {what.partition(":")[0] for act in done for what in asked_by(act)}
    assert crossed == {CODE}
    assert str(house.bond.id) in theirs.get("/bonds/").text


def test_new_keys_ask_across_no_bonds_and_erasing_asks_in_all(house: House, browser_of: Browser) -> None:
    hers, new = browser_of(again(house.people["owner"])), "acrobat basin caramel dinginess grandson plaster"
    keys = {"old-passphrase": PASSPHRASE, "offered": new, "passphrase": new}
    assert asked_by(lambda: hers.post("/settings/passphrase/?known=1", keys)) == []
    his = browser_of(again(house.people["member"]))
    asked = asked_by(lambda: his.post("/settings/erase/", {"passphrase": PASSPHRASE}))
    assert {what.partition(":")[0] for what in asked} == ERASING


def test_the_document_says_where_every_table_lies() -> None:
    told = (ROOT / "docs/scale.md").read_text()
    for model in tables():
        table, column = model._meta.db_table, spread_of(model)
        line = (
            f"create_distributed_table('{table}', '{column}'"
            if column
            else f"create_reference_table('{table}')"
        )
        assert line in told, f"docs/scale.md: {line}"
