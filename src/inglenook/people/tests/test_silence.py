"""Nothing private reaches a log, an error report or the database's bytes."""

import io
import logging
import sys

import pytest
from django.test import Client
from tests.database import files

from inglenook.config.logs import PlaceOnly
from inglenook.people.tests.pages import set_recovery, sign_in, sign_up

SECRETS = ("canary-ember", "canary_ember", "violet anvil")


def test_no_name_passphrase_code_or_draft_reaches_a_log(
    db: None, client: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(caplog.handler, "formatter", PlaceOnly())  # the handler outlives this test
    words = sign_up(client, name="canary-ember-40", sign_in_name="canary-ember-41")
    code = set_recovery(client)
    sign_in(Client(), "canary-ember-41", "violet anvil")
    client.post("/drafts/01900000-0000-7000-8000-000000000001/?at=/x/", {"text": "canary-ember-42"})
    client.get("/nowhere/canary-ember-43/")
    client.post("/lock/")
    client.post("/settings/", {"id": "01900000-0000-7000-8000-000000000002", "text": "canary-ember-44"})
    assert not any(secret in caplog.text for secret in (*SECRETS, words, code))


def test_an_error_is_told_by_its_place_alone() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(PlaceOnly())
    try:
        raise ValueError("canary-ember-45")
    except ValueError:
        record = logging.LogRecord("django", 40, "f", 1, "At %s", ("/canary-ember-46/",), sys.exc_info())
    handler.emit(record)
    assert "ValueError" in stream.getvalue()
    assert "canary" not in stream.getvalue()


@pytest.mark.django_db(transaction=True)
def test_no_word_typed_anywhere_here_lies_readable_in_the_database(client: Client) -> None:
    words = sign_up(
        client, name="canary-ember-50", sign_in_name="canary-ember-51", pronouns="canary-ember-52"
    )
    code = set_recovery(client)
    client.post(
        "/drafts/01900000-0000-7000-8000-000000000003/?at=/canary-ember-53/", {"text": "canary-ember-54"}
    )
    client.post("/lock/")
    client.post(
        "/settings/",
        {"id": "01900000-0000-7000-8000-000000000004", "name": "canary-ember-55"},
        headers={"User-Agent": "canary-ember-56 Firefox"},
    )
    held = b"".join(files().values())
    assert len(held) > 50_000
    for secret in ("canary", "ember-5", words, words.split()[2] + " " + words.split()[3], code, "Firefox"):
        assert secret.encode() not in held
