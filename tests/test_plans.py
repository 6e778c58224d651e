"""Each question that a page asks the database finds its rows by an index, however many rows there are."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from conftest import again
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inglenook.people.models import Person
from inglenook.vault.records import new_id
from tests.figures import figure
from tests.house import House

PAGES = (
    "home:today",
    "home:together",
    "entries:index",
    "entries:weeks",
    "exchanges:talk",
    "exchanges:exchange",
)


def scans(sql: str) -> list[str]:
    """Return the tables that a question would read as a whole."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Small tables are read whole whatever there is; so that is made dear, and only done in need.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
            told = cursor.fetchone()[0]
            plan = json.loads(told) if isinstance(told, str) else told
            return [node["Relation Name"] for node in nodes(plan[0]["Plan"]) if is_whole(node)]
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return [detail for *_, detail in cursor.fetchall() if re.match(r"SCAN (?!CONSTANT ROW)", detail)]


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", []):
        yield from nodes(inner)


def is_whole(node: dict[str, Any]) -> bool:
    """Tell whether a step reads a whole table, or a whole index without looking anything up in it."""
    kind = node["Node Type"]
    return kind == "Seq Scan" or (kind in ("Index Scan", "Index Only Scan") and "Index Cond" not in node)


def test_no_page_reads_a_whole_table(house: House, browser_of: Callable[[Person], Client]) -> None:
    browser = browser_of(again(house.people["owner"]))
    asked: set[str] = set()
    for name in PAGES:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(house.path(name)).status_code == 200
        asked |= {one["sql"] for one in captured.captured_queries if one["sql"].startswith("SELECT")}
    whole = {sql: found for sql in sorted(asked) if (found := scans(sql))}
    figure("questions of the main pages that read a whole table", len(whole))
    assert len(asked) > 20
    assert whole == {}


def test_whoever_reads_a_whole_table_is_found_out(house: House) -> None:
    assert scans("SELECT * FROM people_person WHERE joined_on > '2020-01-01'")
    nobody = "X'00'" if connection.vendor == "sqlite" else r"'\x00'"
    assert not scans(f"SELECT * FROM people_person WHERE name_hash = {nobody}")  # noqa: S608


def live_long(house: House, days: int = 1000) -> None:
    """Let the bond have years of questions, all opened: copies of one, since nobody opens them here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM exchanges_exchange")
        names, row = [column[0] for column in cursor.description], cursor.fetchone()
        for day in range(days):
            number = new_id(date(2020, 1, 1))
            one = dict(zip(names, row, strict=True)) | {
                "id": number.hex if connection.vendor == "sqlite" else number,
                "revealed_on": date(2020, 1, 1) + timedelta(days=day),
            }
            places = ", ".join(["%s"] * len(names))
            cursor.execute(f"INSERT INTO exchanges_exchange VALUES ({places})", list(one.values()))  # noqa: S608
        cursor.execute("ANALYZE exchanges_exchange")


def test_what_waits_and_what_has_opened_is_found_without_reading_years_of_questions(house: House) -> None:
    live_long(house)
    bond = house.bond.id.hex if connection.vendor == "sqlite" else str(house.bond.id)
    for condition in ("revealed_on IS NULL", "revealed_on >= '2026-01-01'"):
        sql = f"SELECT id FROM exchanges_exchange WHERE bond_id IN ('{bond}') AND {condition}"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{sql}")
            assert "exchanges_by_opening" in str(cursor.fetchall())
