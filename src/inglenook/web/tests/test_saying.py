"""Dates, times, numbers and rows of names, as each language says them."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.http import HttpRequest
from django.template import engines
from django.utils import translation

from inglenook.entries.forms import JournalForm

MOMENT = datetime(2026, 11, 24, 17, 5, tzinfo=UTC)


def said(template: str, language: str, **values: object) -> str:
    """Return what a template says in a language."""
    with translation.override(language):
        page = engines.all()[0].from_string(template)
        return str(page.render({"person": None, **values}, HttpRequest())).strip()


@pytest.mark.parametrize(
    ("language", "this_year", "long_ago"),
    [("en", "Tuesday 24 November", "1 March 1999"), ("de", "Dienstag, 24. November", "1. März 1999")],
)
@time_machine.travel(MOMENT)
def test_a_day_and_a_time(language: str, this_year: str, long_ago: str) -> None:
    assert said("{{ at|day }}", language, at=MOMENT) == this_year
    assert said("{{ at|day }}", language, at=date(1999, 3, 1)) == long_ago
    assert said("{{ at|clock }}", language, at=MOMENT) == "17:05"


@pytest.mark.parametrize(("language", "three"), [("en", "Ada, Bo and Dana"), ("de", "Ada, Bo und Dana")])
def test_a_row_of_names(language: str, three: str) -> None:
    assert said("{{ all|names }}", language, all=["Ada", "Bo", "Dana"]) == three
    assert said("{{ all|names }}", language, all=["Bo"]) == "Bo"
    assert said("{{ all|names }}", language, all=[]) == ""
    assert said("{{ all|names }}", language, all=["<b>"]) == "&lt;b&gt;"


@pytest.mark.parametrize(
    ("language", "numbers"), [("en", ("20,001", "20,000")), ("de", ("20.001", "20.000"))]
)
def test_a_large_number(language: str, numbers: tuple[str, str]) -> None:
    with translation.override(language):
        wrong = str(JournalForm({"text": "a" * 20_001}).errors["text"])
    assert all(number in wrong for number in numbers)
