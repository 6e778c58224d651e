"""Which language somebody reads: their own choice, this browser's, or what the browser asks for."""

from collections.abc import Callable

import pytest
from conftest import PASSPHRASE, again
from django.conf import settings
from django.test import Client

from inglenook.people.models import Desk, Person
from inglenook.people.tests.pages import sign_in, sign_up, value

Browser = Callable[[Person], Client]
COOKIE = settings.LANGUAGE_COOKIE_NAME
GERMAN = {"Accept-Language": "de-AT,de;q=0.9"}


def choose(client: Client, language: str) -> None:
    """Choose a language on the settings page."""
    page = client.get("/settings/")
    form = {name: value(page, name) for name in ("id", "revision", "name", "pronouns")}
    form |= {"time_zone": "Europe/Berlin", "look": "auto", "lock_after": "3600", "language": language}
    assert client.post("/settings/", form).status_code == 302


def test_a_visitor_reads_what_their_browser_asks_for(db: None) -> None:
    page = Client().get("/", headers=GERMAN)
    assert '<html lang="de" dir="ltr"' in page.text
    assert "Ein Platz am Feuer" in page.text
    assert page.headers["Content-Language"] == "de"
    assert {"Accept-Language", "Cookie"} <= set(page.headers["Vary"].split(", "))
    assert page.headers["Cache-Control"] == "no-store"
    assert "A seat by the fire" in Client().get("/", headers={"Accept-Language": "fr"}).text


def test_a_visitor_changes_the_language_and_stays_where_they_were(db: None) -> None:
    client = Client()
    here = "/sign-in/?next=/talk/"
    assert f'name="next" value="{here}"' in client.get(here).text
    answer = client.post("/language/", {"language": "de", "next": here})
    assert (answer.status_code, answer.headers["Location"]) == (302, here)
    cookie = client.cookies[COOKIE]
    assert (cookie.value, cookie["httponly"], cookie["samesite"], cookie["path"]) == (
        "de",
        True,
        "Strict",
        "/",
    )
    assert "Dein Anmeldename" in client.get("/sign-in/").text


@pytest.mark.parametrize(
    "where", ["https://elsewhere.example/", "//elsewhere.example", "javascript:1", "/\\e"]
)
def test_the_switch_leads_nowhere_else(db: None, where: str) -> None:
    assert Client().post("/language/", {"language": "de", "next": where}).headers["Location"] == "/"


def test_a_language_we_do_not_speak_changes_nothing(db: None) -> None:
    client = Client()
    client.post("/language/", {"language": "xx"})
    assert COOKIE not in client.cookies
    client.cookies[COOKIE] = "xx"
    assert '<html lang="en"' in client.get("/").text


def test_ones_own_choice_goes_before_the_browsers(ada: Person, browser_of: Browser) -> None:
    client = browser_of(ada)
    choose(client, "de")
    assert again(ada).preferences.language == "de"
    page = client.get("/", headers={"Accept-Language": "en"})
    assert '<html lang="de"' in page.text
    assert "Ada" in page.text
    assert page.headers["Content-Language"] == "de"
    stolen = b"".join(bytes(value) for value in Desk.objects.values_list("preferences", flat=True))
    assert b"language" not in stolen


def test_the_door_keeps_the_language_and_lets_it_go_again(ada: Person, browser_of: Browser) -> None:
    client = browser_of(ada)
    choose(client, "de")
    client.post("/lock/")
    assert "Alles ist gesperrt" in client.get("/unlock/").text
    client.post("/unlock/", {"passphrase": PASSPHRASE})
    choose(client, "")
    assert again(ada).preferences.language == ""
    assert "How you like it" in client.get("/settings/").text
    assert "Wie du es magst" in client.get("/settings/", headers=GERMAN).text


def test_signing_in_elsewhere_brings_the_language_along(ada: Person) -> None:
    ada.desk.choose(language="de")
    client = Client()
    sign_in(client, "Ada", PASSPHRASE)
    assert "Einstellungen" in client.get("/settings/").text
    client.post("/sign-out/")
    assert "Komm herein" in client.get("/sign-in/").text


def test_whoever_begins_in_a_language_keeps_it(db: None) -> None:
    client, elsewhere = Client(), Client()
    client.post("/language/", {"language": "de"})
    passphrase = sign_up(client, sign_in_name="bo")
    sign_in(elsewhere, "bo", passphrase)
    assert '<html lang="de"' in elsewhere.get("/").text


def test_the_switch_on_a_public_page_counts_for_somebody_signed_in_too(
    ada: Person, browser_of: Browser
) -> None:
    client = browser_of(ada)
    choose(client, "en")
    client.post("/language/", {"language": "de", "next": "/trust/"})
    assert '<html lang="de"' in client.get("/trust/").text
    assert again(ada).preferences.language == "de"


def test_a_language_that_is_no_longer_there_gives_way(ada: Person, browser_of: Browser) -> None:
    ada.desk.choose(language="xx")
    assert '<html lang="en"' in browser_of(ada).get("/").text


def test_an_erased_account_leaves_no_language_behind(ada: Person, browser_of: Browser) -> None:
    client = browser_of(ada)
    choose(client, "de")
    client.post("/settings/erase/", {"passphrase": PASSPHRASE})
    assert client.cookies[COOKIE].value == ""
