"""The schema can be spread over many machines, by bond and by person: every table, and every question asked.

A row lies where its bond or its person does. So its keys hold that id, what it points to lies beside it or
everywhere, and a question names the bonds or people it is about: it is asked only where they are.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from conftest import again
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inglenook.bonds.invitations import Invitation
from inglenook.bonds.models import Bond, BondRecord
from inglenook.bonds.upkeep import sweep
from inglenook.people.drafts import Draft
from inglenook.people.models import Person, PersonRecord
from inglenook.people.upkeep import sweep_all
from inglenook.sample.models import MadeUp
from inglenook.vault.models import Anchor, BondEpoch, Grant, Keybox, PersonEpoch
from tests.acts import ACTS, Act, stage
from tests.figures import figure
from tests.house import House
from tests.test_access import RULES
from tests.tree import ROOT

Browser = Callable[[Person], Client]
Model = type[models.Model]

BY_BOND = {Bond: "id", BondEpoch: "bond_id", Grant: "bond_id"}
BY_PERSON = {Keybox: "id", PersonEpoch: "person_id", Anchor: "person_id", Draft: "person_id"}
# Small, rarely written, and asked for by name: a copy on every machine.
EVERYWHERE: set[Model] = {Person, MadeUp}
# What is asked without naming a bond or a person, and why: never anything of a bond.
# Where else somebody is signed in: a session lies by its cookie, and names its person only inside.
SESSIONS = "vault_session.person_id"
ALL_SESSIONS = "vault_session."
CROSSES = {
    "chooses_settings": {SESSIONS},
    "comes_in_by_the_code": {SESSIONS},
    "makes_every_key_anew": {SESSIONS},
    "erases_the_account": {ALL_SESSIONS},
}
PAGES_THAT_CROSS = {"people:devices": {SESSIONS}}
# What the upkeep asks for by the time that has passed.
UPKEEP = {"bonds_signpost.", "people_draft.", ALL_SESSIONS, "vault_throttle."}
# Only the sample has these, and it is one machine's.
UNTRIED = {"sample:come-in", "sample:anew"}


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
    """Return the tables that a statement asks without saying of which bond, person, session or the like."""
    spread = {model._meta.db_table: spread_of(model) for model in tables()}
    found = []
    for table, alias in re.findall(r'(?:FROM|JOIN|UPDATE) "(\w+)"(?: ([A-Z]\d+)\b)?', sql):
        column, name = spread.get(table), alias or f'"{table}"'
        named = rf"""{name}\."{column}" (?:=|IN) ?[(X'\d"%]"""
        # PostgreSQL is asked for a key of several columns as a whole: (bond_id, id) = (..., ...)
        in_key = rf"""\((?:{name}\."\w+", )*{name}\."{column}"(?:, {name}\."\w+")*\) (?:=|IN) ?\("""
        if column and not re.search(f"{named}|{in_key}", sql):
            asked = re.findall(rf'{name}\."(\w+)" =', sql)
            found.append(f"{table}.{'+'.join(sorted(set(asked)))}")
    return found


def asked_by(act: Callable[[], object]) -> dict[str, str]:
    """Do something and return what of it crosses bonds, people or sessions, with the first such question."""
    with CaptureQueriesContext(connection) as asked:
        act()
    found = [(what, query["sql"][:400]) for query in asked for what in crossing(query["sql"])]
    return dict(reversed(found))


def test_a_question_that_names_nobody_is_noticed() -> None:
    assert crossing('SELECT 1 FROM "bonds_membership" WHERE "bonds_membership"."person_id" = 7')
    assert not crossing('SELECT 1 FROM "bonds_membership" U0 WHERE U0."bond_id" IN (7)')
    assert crossing('SELECT 1 FROM "bonds_membership" U0 WHERE U0."person_id" = 7')
    table = '"bonds_membership"'
    key = f'{table}."id") = (7, 8)'
    assert not crossing(f'FROM {table} WHERE ({table}."bond_id", {key}')
    assert crossing(f'FROM {table} WHERE ({table}."person_id", {key}')
    assert crossing('DELETE FROM "vault_session" WHERE "vault_session"."person_id" = 7') == [SESSIONS]


def test_no_page_asks_across_bonds(house: House, browser_of: Browser) -> None:
    found, pages = [], 0
    for role in ("owner", "member", "former", "pending"):
        browser = browser_of(again(house.people[role]))
        for name, rule in RULES.items():
            if rule.reads is not None and role in rule.reads:
                asked = asked_by(partial(_open, browser, house.path(name)))
                found += [f"{name}: {asked}"] if set(asked) != PAGES_THAT_CROSS.get(name, set()) else []
                pages += 1
    figure("queries that cross bonds or people", f"{len(found)} on {pages} pages")
    assert found == [], "\n".join(found)


def _open(browser: Client, path: str) -> None:
    assert browser.get(path).status_code in (200, 302), path


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
def test_nothing_that_is_done_asks_across_bonds_but_what_is_named(
    act: Act, house: House, browser_of: Browser
) -> None:
    asked = asked_by(partial(act.do, stage(house, browser_of)))
    assert set(asked) == CROSSES.get(act.name, set()), asked


def test_the_upkeep_asks_only_the_bonds_in_which_something_has_run_out(house: House) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=100), tick=False):
        bonds = asked_by(sweep)
        others = asked_by(sweep_all)
    assert not Invitation.objects.exists()
    assert {*bonds, *others} == UPKEEP, bonds | others


def test_nothing_of_a_bond_is_asked_for_everywhere() -> None:
    of_bonds = {model._meta.db_table for model in tables() if lies_with(model) == "bond"}
    asked = set().union(*CROSSES.values(), *PAGES_THAT_CROSS.values(), UPKEEP)
    assert not {what for what in asked if what.split(".")[0] in of_bonds}


def test_everything_that_can_be_done_is_tried() -> None:
    can_be_done = {name for name, rule in RULES.items() if rule.writes is not None}
    tried = {address for act in ACTS for address in act.addresses}
    assert tried == can_be_done - UNTRIED
    assert set(CROSSES) <= {act.name for act in ACTS}
    figure("acts that say of which bond or person they ask", f"{len(ACTS) - len(CROSSES)} of {len(ACTS)}")


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
