"""Somebody who can write to the database, or who holds the device, learns nothing by it."""

from collections.abc import Callable

import pytest
from conftest import PASSPHRASE, again, renew
from django.conf import settings
from django.test import Client

from inglenook.people import drafts
from inglenook.people.drafts import Draft
from inglenook.people.models import Desk, Person
from inglenook.people.tests.pages import text
from inglenook.vault.door import VaultError
from inglenook.vault.models import Keybox, PersonEpoch, Session
from inglenook.vault.records import new_id

Browser = Callable[[Person], Client]
TYPED = "canary-ember-60 which I would not want anybody else to read"


def _post_draft(client: Client) -> int:
    return client.post(f"/drafts/{new_id()}/?at=/me/journal/", {"text": TYPED}).status_code


@pytest.mark.parametrize("locked", [False, True])
def test_a_public_key_put_in_by_another_gets_no_draft(
    ada: Person, bo: Person, browser_of: Browser, locked: bool
) -> None:
    client = browser_of(ada)
    if locked:
        client.post("/lock/")
    genuine = ada.keybox.sealing_public
    Keybox.objects.filter(id=ada.id).update(sealing_public=bo.keybox.sealing_public)
    assert _post_draft(client) == 403
    assert not Draft.objects.exists()
    Keybox.objects.filter(id=ada.id).update(sealing_public=genuine)
    assert _post_draft(client) == 200
    ((_, kept),) = drafts.all_of(again(ada))
    assert "canary-ember-60" in kept.fields


def test_what_may_not_be_kept_while_locked_is_handed_back(
    ada: Person, bo: Person, browser_of: Browser
) -> None:
    client = browser_of(ada)
    client.post("/lock/")
    Keybox.objects.filter(id=ada.id).update(sealing_public=bo.keybox.sealing_public)
    page = client.post("/me/journal/", {"id": str(new_id()), "text": TYPED})
    assert page.status_code == 403
    assert TYPED in text(page)
    assert not Draft.objects.exists()


def test_coming_in_does_not_bless_a_public_key_put_in_by_another(
    ada: Person, bo: Person, browser_of: Browser
) -> None:
    client = browser_of(ada)
    client.post("/lock/")
    Keybox.objects.filter(id=ada.id).update(sealing_public=bo.keybox.sealing_public)
    assert client.post("/unlock/", {"passphrase": PASSPHRASE}).status_code == 302
    assert client.get("/settings/devices/").status_code == 200
    client.post("/lock/")
    assert _post_draft(client) == 403


@pytest.mark.parametrize("way", ["/lock/", "/leave-quickly/"])
def test_a_locked_session_is_not_opened_by_its_row_of_before(
    ada: Person, browser_of: Browser, way: str
) -> None:
    client = browser_of(ada)
    row = Session.objects.get()
    client.post(way)
    Session.objects.filter(id_hash=row.id_hash).update(wrapped=row.wrapped)
    assert client.get("/settings/").status_code == 302
    row.save()
    assert client.get("/settings/").status_code == 302


def test_a_draft_under_way_while_one_locks_is_kept(ada: Person, browser_of: Browser) -> None:
    client = browser_of(ada)
    before = client.cookies[settings.SESSION_COOKIE].value
    client.post("/leave-quickly/")
    assert client.cookies[settings.SESSION_COOKIE].value != before
    late = Client()
    late.cookies[settings.SESSION_COOKIE] = before
    assert _post_draft(late) == 200
    assert _post_draft(client) == 200
    assert len(drafts.all_of(again(ada))) == 2


def test_new_writing_cannot_be_sent_back_under_a_key_that_somebody_knew(ada: Person) -> None:
    known = ada.keyring.own_epochs()[1]
    fresh = Person.objects.get(id=ada.id).unlock(renew(ada.keyring, PASSPHRASE))
    assert fresh.keyring.own_epochs()[1] == known
    Keybox.objects.filter(id=ada.id).update(epoch=1)
    with pytest.raises(VaultError):
        again(ada).desk.choose(pronouns="canary-ember-61")
    PersonEpoch.objects.filter(person_id=ada.id, number=2).delete()
    with pytest.raises(VaultError):
        again(ada).desk.choose(pronouns="canary-ember-61")
    assert Desk.objects.get().revision == 1


def test_whoever_holds_an_open_phone_cannot_keep_it_open_for_longer(ada: Person, browser_of: Browser) -> None:
    client = browser_of(ada)
    form = {"name": "Ada", "time_zone": "Europe/Berlin", "look": "auto"}
    client.post("/settings/", {**form, "lock_after": "2592000"})
    assert again(ada).preferences.lock_after == 2592000
    assert Session.objects.get().idle_seconds == 3600
    client.post("/settings/", {**form, "lock_after": "900"})
    assert Session.objects.get().idle_seconds == 900


def test_whoever_holds_a_locked_browser_cannot_push_out_what_was_written(
    ada: Person, browser_of: Browser
) -> None:
    client = browser_of(ada)
    assert _post_draft(client) == 200
    client.post("/lock/")
    answers = [_post_draft(client) for _ in range(drafts.MOST_KEPT)]
    assert answers[-1] == 403
    assert len(drafts.all_of(again(ada))) == drafts.MOST_KEPT
    page = client.post("/me/journal/", {"id": str(new_id()), "text": TYPED})
    assert page.status_code == 403
    assert TYPED in text(page)
