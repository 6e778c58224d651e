"""One's own settings."""

import re
import threading
from collections.abc import Callable

import pytest
from conftest import PASSPHRASE, again, mine
from django.conf import settings
from django.db import connection
from django.test import Client

from inglenook.bonds.models import Bond
from inglenook.people.drafts import Draft
from inglenook.people.models import Desk, Person
from inglenook.people.tests.pages import WORDS, sign_in, text, value
from inglenook.vault.models import Anchor, Grant, Keybox, PersonEpoch, Session
from inglenook.vault.sessions import begin

Browser = Callable[[Person], Client]
OWN = "violet anvil under the tram"


def _form(client: Client, **changes: str) -> dict[str, str]:
    page = client.get("/settings/")
    shown = {name: value(page, name) for name in ("id", "revision", "name", "pronouns")}
    return {**shown, "time_zone": "Europe/Berlin", "look": "auto", "lock_after": "3600", **changes}


def test_choices_are_kept_and_sealed(ada: Person, browser_of: Browser) -> None:
    client = browser_of(ada)
    response = client.post(
        "/settings/", _form(client, name="Ada L.", look="dark", lock_after="900", quiet="on")
    )
    assert response.headers["Location"] == "/settings/?said=chosen"
    assert response.cookies[settings.LOOK_COOKIE].value == "dark"
    chosen = again(ada).preferences
    assert (chosen.name, chosen.look, chosen.lock_after, chosen.quiet) == ("Ada L.", "dark", 900, True)
    assert Session.objects.get().idle_seconds == 900
    assert Desk.objects.count() == 1


def test_a_wrong_choice_is_said_and_the_rest_stays(ada: Person, browser_of: Browser) -> None:
    client = browser_of(ada)
    page = client.post("/settings/", _form(client, name="", pronouns="she", time_zone="Moon/Base"))
    assert "Please look at this again" in text(page)
    assert value(page, "pronouns") == "she"
    assert again(ada).name == "Ada"


def test_choices_of_two_tabs_do_not_overwrite_each_other(ada: Person, browser_of: Browser) -> None:
    client = browser_of(ada)
    first, second = _form(client, name="First"), _form(client, name="Second")
    client.post("/settings/", first)
    page = client.post("/settings/", second)
    assert page.status_code == 409
    assert value(page, "name") == "Second"
    assert again(ada).name == "First"
    assert client.post("/settings/", {**second, "revision": value(page, "revision")}).status_code == 302
    assert again(ada).name == "Second"


def test_reading_in_another_tab_is_no_change_of_the_settings(ada: Person, browser_of: Browser) -> None:
    browser = browser_of(ada)
    page = browser.get("/settings/")
    shown = {name: value(page, name) for name in ("id", "revision", "name", "pronouns")}
    browser.post("/guide/4/place/", {"anchor": "s4-1"})
    kept = browser.post("/settings/", {**shown, "time_zone": "UTC", "look": "auto", "lock_after": "900"})
    assert kept.status_code == 302
    assert "You stopped here" in browser.get("/guide/").text


@pytest.mark.django_db(transaction=True)
def test_tabs_that_choose_at_once_all_have_their_way(ada: Person) -> None:
    wanted = {
        "name": "Ada Light",
        "language": "de",
        "look": "dark",
        "pronouns": "she",
        "time_zone": "Asia/Tokyo",
    }
    desks = {name: again(ada).desk for name in wanted}

    def choose(name: str) -> None:
        desks[name].choose(**{name: wanted[name]})
        connection.close()

    tabs = [threading.Thread(target=choose, args=(name,)) for name in wanted]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert {name: getattr(again(ada).preferences, name) for name in wanted} == wanted


def test_the_passphrase_is_changed_with_the_old_one(ada: Person, browser_of: Browser) -> None:
    client, other = browser_of(ada), browser_of(ada)
    new = {"way": "own", "passphrase": OWN, "passphrase_again": OWN}
    assert "not your passphrase" in text(
        client.post("/settings/passphrase/", {**new, "old-passphrase": "wrong"})
    )
    assert "Please look at this again" in text(client.post("/settings/passphrase/", new))
    response = client.post("/settings/passphrase/", {**new, "old-passphrase": PASSPHRASE})
    assert response.headers["Location"] == "/settings/?said=passphrase"
    assert other.get("/settings/").status_code == 200
    assert sign_in(Client(), "Ada", PASSPHRASE).status_code == 403
    assert sign_in(Client(), "Ada", OWN).status_code == 302


def test_turning_to_the_other_way_complains_about_nothing(ada: Person, browser_of: Browser) -> None:
    page = browser_of(ada).post("/settings/passphrase/", {"turn": "own", "old-passphrase": ""})
    assert "Please look at this again" not in text(page)


def test_somebody_may_know_it_ends_every_session_but_keeps_what_was_typed(
    ada: Person, browser_of: Browser
) -> None:
    client, other = browser_of(ada), browser_of(ada)
    other.post(f"/drafts/{value(other.get('/settings/'), 'id')}/?at=/settings/", {"name": "canary-ember-30"})
    form = {"old-passphrase": PASSPHRASE, "offered": WORDS, "passphrase": WORDS.upper()}
    response = client.post("/settings/passphrase/?known=1", form)
    assert response.headers["Location"] == "/recovery-code/?next=%2Fsettings%2F&said=passphrase"
    assert client.get("/recovery-code/").status_code == 200
    assert other.get("/settings/").headers["Location"].startswith("/sign-in/")
    assert sign_in(Client(), "ada", PASSPHRASE).status_code == 403
    assert sign_in(Client(), "ada", WORDS).status_code == 302
    assert value(client.get("/settings/"), "name") == "canary-ember-30"
    assert Draft.objects.count() == 1


def test_devices_are_listed_for_their_owner_alone_and_signed_out_one_by_one(
    ada: Person, bo: Person, browser_of: Browser
) -> None:
    client, phone, his = browser_of(ada), browser_of(ada), browser_of(bo)
    begin(ada.keyring, label="Firefox · Mac", idle_seconds=3600)
    page = client.get("/settings/devices/")
    assert text(page).count("Last used on") == 3
    assert "Firefox · Mac" in text(page)
    assert text(page).count("this one") == 1
    for address in re.findall(r"/settings/devices/[0-9a-f]{64}/", page.content.decode()):
        assert his.post(address).status_code == 404
    (hers,) = [s for s in Session.objects.filter(person_id=ada.id) if _is_of(phone, s)]
    response = client.post(f"/settings/devices/{bytes(hers.id_hash).hex()}/")
    assert response.headers["Location"] == "/settings/devices/?said=device-out"
    assert phone.get("/settings/").headers["Location"].startswith("/sign-in/")
    assert client.get("/settings/").status_code == 200
    assert his.get("/settings/").status_code == 200


def _is_of(client: Client, session: Session) -> bool:
    from inglenook.vault.core.session import SessionToken

    token = SessionToken.parse(client.cookies[settings.SESSION_COOKIE].value)
    return token is not None and token.id_hash == bytes(session.id_hash)


def test_erasing_asks_for_the_passphrase_and_leaves_nothing_of_ones_own(
    ada: Person, bo: Person, bond: Bond, browser_of: Browser
) -> None:
    client, elsewhere = browser_of(ada), browser_of(ada)
    assert "not your passphrase" in text(client.post("/settings/erase/", {"passphrase": "no"}))
    response = client.post("/settings/erase/", {"passphrase": PASSPHRASE})
    assert response.headers["Location"] == "/?said=erased"
    assert not response.cookies[settings.SESSION_COOKIE].value
    assert not response.cookies[settings.DEVICE_COOKIE].value
    assert not Person.objects.filter(id=ada.id).exists()
    assert not Keybox.objects.filter(id=ada.id).exists()
    for rows in (Grant, Anchor, PersonEpoch, Session, Draft, Desk):
        assert not rows.objects.filter(person_id=ada.id).exists(), rows
    assert elsewhere.get("/settings/").headers["Location"].startswith("/sign-in/")
    assert sign_in(Client(), "ada", PASSPHRASE).status_code == 403
    assert mine(bo, bond.id).others == []
    assert browser_of(bo).get("/settings/").status_code == 200


def test_the_name_of_somebody_who_erased_themselves_is_free_again(ada: Person, client: Client) -> None:
    ada.erase()
    page = client.post("/start/", {"name": "Ada", "sign_in_name": "ada"})
    assert len(value(page, "offered").split()) == 6
