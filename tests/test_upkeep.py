"""Upkeep goes on after a failure: it is what locks the sessions that lie idle."""

import logging

import pytest
from django.db import OperationalError

from inglenook.cli.serving import attempt
from inglenook.config.logs import PlaceOnly


def test_a_sweep_that_fails_is_noted_by_its_place_and_ends_nothing(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caplog.handler, "formatter", PlaceOnly())
    monkeypatch.setattr(logging.getLogger("inglenook"), "propagate", True)
    done: list[str] = []

    def fails() -> None:
        raise OperationalError("canary-ember-120")

    attempt(fails)
    attempt(lambda: done.append("swept"))
    assert done == ["swept"]
    assert "OperationalError" in caplog.text
    assert "canary" not in caplog.text
