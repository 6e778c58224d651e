"""How often each page asks the database: pinned, so that a page does not quietly become slow."""

from collections.abc import Callable

from conftest import again
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inglenook.people.models import Person
from tests.figures import figure
from tests.house import House
from tests.test_access import RULES

PINNED: dict[str, int] = {
    "bonds:index": 11,
    "bonds:invitation": 11,
    "bonds:invite": 11,
    "bonds:join": 10,
    "bonds:leave": 11,
    "bonds:new": 11,
    "bonds:show": 12,
    "bonds:withdraw": 10,
    "entries:appreciation": 11,
    "entries:check-in": 11,
    "entries:delete": 12,
    "entries:edit": 13,
    "entries:entry": 12,
    "entries:index": 13,
    "entries:journal": 11,
    "entries:search": 10,
    "entries:share": 12,
    "entries:weeks": 11,
    "exchanges:ask": 11,
    "exchanges:exchange": 16,
    "exchanges:take-back": 15,
    "exchanges:talk": 16,
    "guide:evidence": 10,
    "guide:index": 10,
    "home:export": 10,
    "home:today": 16,
    "home:together": 15,
    "people:devices": 11,
    "people:erase": 10,
    "people:passphrase": 10,
    "people:recover": 10,
    "people:recovery-code": 11,
    "people:settings": 12,
    "people:sign-in": 10,
    "people:start": 10,
    "people:unlock": 10,
    "safety:help": 10,
    "safety:trust": 10,
    "web:live": 10,
    "web:manifest": 10,
    "web:ready": 11,
}


def test_every_page_asks_as_often_as_it_should(house: House, browser_of: Callable[[Person], Client]) -> None:
    browser = browser_of(again(house.people["owner"]))
    counted: dict[str, int] = {}
    for name, rule in RULES.items():
        if rule.reads is None or "owner" not in rule.reads:
            continue
        with CaptureQueriesContext(connection) as asked:
            browser.get(house.path(name))
        counted[name] = len(asked)
    figure("queries of a page, most", max((count, name) for name, count in counted.items()))
    figure("queries of a page, mean", round(sum(counted.values()) / len(counted), 1))
    changed = [f'    "{name}": {count},' for name, count in counted.items() if PINNED.get(name) != count]
    assert not changed, "these ask more or less often than is pinned:\n" + "\n".join(changed)
    assert set(PINNED) == set(counted)
