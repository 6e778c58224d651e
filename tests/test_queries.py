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
    "bonds:index": 12,
    "bonds:invitation": 12,
    "bonds:invite": 12,
    "bonds:join": 11,
    "bonds:leave": 12,
    "bonds:new": 12,
    "bonds:show": 13,
    "bonds:withdraw": 11,
    "coaching:about": 11,
    "conversations:begin": 12,
    "conversations:index": 18,
    "conversations:picture": 14,
    "conversations:propose": 13,
    "conversations:table": 12,
    "conversations:talk": 16,
    "entries:appreciation": 12,
    "entries:check-in": 12,
    "entries:delete": 13,
    "entries:edit": 14,
    "entries:entry": 13,
    "entries:index": 14,
    "entries:journal": 12,
    "entries:reading": 12,
    "entries:search": 11,
    "entries:share": 13,
    "entries:weeks": 12,
    "exchanges:ask": 12,
    "exchanges:exchange": 17,
    "exchanges:take-back": 16,
    "exchanges:talk": 17,
    "guide:chapter": 11,
    "guide:evidence": 11,
    "guide:files": 11,
    "guide:ideas": 11,
    "guide:index": 11,
    "guide:offline": 11,
    "guide:practice": 11,
    "guide:practices": 11,
    "guide:step": 11,
    "guide:whole": 11,
    "home:export": 11,
    "home:today": 20,
    "home:together": 16,
    "people:devices": 12,
    "people:erase": 11,
    "people:passphrase": 11,
    "people:recover": 11,
    "people:recovery-code": 12,
    "people:settings": 13,
    "people:sign-in": 11,
    "people:start": 11,
    "people:unlock": 11,
    "safety:answered": 11,
    "safety:before": 11,
    "safety:help": 11,
    "safety:trust": 11,
    "web:live": 11,
    "web:manifest": 11,
    "web:ready": 12,
    "web:worker": 11,
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
