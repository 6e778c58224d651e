"""From the first page to the recovery code, and in again by each of the ways."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from inglenook.people.models import Person
from inglenook.people.tests.pages import NAMES, WORDS, set_recovery, sign_in, sign_up, text, value
from inglenook.vault.models import Session

pytestmark = pytest.mark.django_db
HONEST = (
    "The stored files are unreadable without your passphrase."
    " Whoever controls the running server could alter it to capture you."
)


@pytest.mark.parametrize("path", ["/", "/start/", "/trust/"])
def test_the_honest_line_stands_before_anything_is_typed(client: Client, path: str) -> None:
    page = client.get(path)
    assert HONEST in text(page)
    assert 'href="/trust/"' in page.content.decode() or path == "/trust/"
    before, _, _ = page.content.decode().partition('<input type="text"')
    assert "unreadable without" in before


def test_signing_up_signing_out_and_in_again(client: Client) -> None:
    words = sign_up(client)
    assert len(words.split()) == 6
    assert client.get("/recovery-code/").status_code == 200
    assert client.post("/sign-out/").headers["Location"] == "/?said=signed-out"
    assert client.get("/settings/").headers["Location"] == "/sign-in/?next=%2Fsettings%2F"
    response = sign_in(client, " ADA ", words.title(), next="/settings/")
    assert response.headers["Location"] == "/settings/"
    assert value(client.get("/settings/"), "name") == "Ada"
    assert Person.objects.get().joined_on == timezone.now().date()


def test_six_words_typed_wrong_are_asked_again_and_kept(client: Client) -> None:
    offered = value(client.post("/start/", NAMES), "offered")
    page = client.post("/start/", {**NAMES, "offered": offered, "passphrase": "not these"})
    assert "not quite the six words" in text(page)
    assert (value(page, "offered"), value(page, "passphrase")) == (offered, "not these")
    assert (value(page, "name"), value(page, "sign_in_name")) == ("Ada", "ada")
    assert Person.objects.count() == 0


def test_other_words_can_be_drawn_but_not_made_up(client: Client) -> None:
    first = value(client.post("/start/", NAMES), "offered")
    second = value(client.post("/start/", {**NAMES, "turn": "words", "offered": first}), "offered")
    assert second != first
    for weak in ("a", "a a a a a a", "acrobat acrobat", ""):
        client.post("/start/", {**NAMES, "offered": weak, "passphrase": weak})
    assert Person.objects.count() == 0


@pytest.mark.parametrize(
    ("passphrase", "again", "says"),
    [
        ("too short", "too short", "needs at least 15"),
        ("aaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaa", "could guess this"),
        ("violet anvil under the tram", "violet anvil under a tram", "not the same"),
    ],
)
def test_a_passphrase_of_ones_own_must_be_hard_to_guess(
    client: Client, passphrase: str, again: str, says: str
) -> None:
    page = client.post("/start/", {**NAMES, "turn": "own"})
    assert value(page, "way") == "own"
    page = client.post(
        "/start/", {**NAMES, "way": "own", "passphrase": passphrase, "passphrase_again": again}
    )
    assert says in text(page)
    assert passphrase not in page.content.decode()
    assert Person.objects.count() == 0


def test_a_passphrase_made_of_ones_own_names_is_easy_to_guess(client: Client) -> None:
    own = "wilhelminaravenscroft"
    form = {"way": "own", "passphrase": own, "passphrase_again": own}
    theirs = {**NAMES, "name": "Wilhelmina", "sign_in_name": "ravenscroft"}
    assert "could guess this" in text(client.post("/start/", {**theirs, **form}))
    assert client.post("/start/", {**NAMES, **form}).status_code == 302


def test_a_good_passphrase_of_ones_own_opens(client: Client) -> None:
    own = "violet anvil under the tram"
    response = client.post(
        "/start/", {**NAMES, "way": "own", "passphrase": own, "passphrase_again": f" {own} "}
    )
    assert response.status_code == 302
    assert sign_in(Client(), "ada", own).status_code == 302


def test_a_name_can_be_corrected_from_the_second_page(client: Client) -> None:
    page = client.post("/start/", {**NAMES, "turn": "name", "offered": WORDS, "passphrase": ""})
    assert value(page, "sign_in_name") == "ada"
    assert "Go on" in text(page)


def test_a_name_that_somebody_has_is_refused_in_any_spelling(client: Client, ada: Person) -> None:
    page = client.post("/start/", {**NAMES, "sign_in_name": "  AdA "})
    assert "already signs in with this name" in text(page)


def test_the_last_form_sent_twice_makes_one_account_and_comes_in_twice() -> None:
    first, second = Client(), Client()
    form = {**NAMES, "offered": WORDS, "passphrase": WORDS}
    assert [browser.post("/start/", form).status_code for browser in (first, second)] == [302, 302]
    assert Person.objects.count() == 1
    assert second.get("/settings/").status_code == 200
    other = "plaster grandson dinginess caramel basin acrobat"
    assert Client().post("/start/", {**NAMES, "offered": other, "passphrase": other}).status_code == 409


def test_a_wrong_passphrase_and_an_unknown_name_are_told_alike(client: Client, ada: Person) -> None:
    wrong, unknown = sign_in(client, "ada", "wrong"), sign_in(client, "nobody", "wrong")
    assert (wrong.status_code, unknown.status_code) == (403, 403)
    assert text(wrong) == text(unknown)
    assert value(wrong, "sign_in_name") == "ada"
    assert value(wrong, "passphrase") == ""


def test_coming_in_takes_a_fresh_session_and_drops_the_one_before(client: Client) -> None:
    words = sign_up(client)
    planted = client.cookies[settings.SESSION_COOKIE].value
    sign_in(client, "ada", words)
    assert client.cookies[settings.SESSION_COOKIE].value != planted
    assert Session.objects.count() == 1


def test_cookies_are_kept_from_scripts_and_other_sites(client: Client) -> None:
    sign_up(client)
    for name in (settings.SESSION_COOKIE, settings.DEVICE_COOKIE):
        morsel = client.cookies[name]
        assert (morsel["httponly"], morsel["samesite"], morsel["path"]) == (True, "Strict", "/")


def test_recovering_takes_a_new_passphrase_and_puts_everybody_else_out(client: Client) -> None:
    words = sign_up(client)
    code = set_recovery(client)
    other, new = Client(), "violet anvil under the tram"
    form = {"sign_in_name": "ada", "code": code.replace("-", " ").lower()}
    page = other.post("/recover/", form)
    assert value(page, "code") == form["code"]
    response = other.post("/recover/", {**form, "way": "own", "passphrase": new, "passphrase_again": new})
    assert response.headers["Location"] == "/recovery-code/?said=recovered"
    assert "Your old recovery code no longer works." in text(other.get(response.headers["Location"]))
    assert client.get("/settings/").status_code == 302
    assert sign_in(Client(), "ada", words).status_code == 403
    assert sign_in(Client(), "ada", new).status_code == 302
    assert Client().post("/recover/", form).status_code == 403


@pytest.mark.parametrize("code", ["", "ABC", "!!!!!", "I" * 30, "ä" * 30])
def test_a_code_that_cannot_be_one_is_said_kindly(client: Client, code: str) -> None:
    page = client.post("/recover/", {"sign_in_name": "ada", "code": code})
    assert page.status_code == 200
    assert "Please look at this again" in text(page)
    assert value(page, "sign_in_name") == "ada"


def test_a_recovery_code_is_typed_back_before_it_counts(client: Client) -> None:
    sign_up(client)
    offered = value(client.get("/recovery-code/"), "offered")
    page = client.post("/recovery-code/", {"offered": offered, "code": "ABCDE"})
    assert (value(page, "offered"), value(page, "code")) == (offered, "ABCDE")
    assert not Person.objects.get().keybox.has_recovery


def test_a_recovery_code_is_not_set_by_somebody_at_an_unlocked_phone(client: Client) -> None:
    words = sign_up(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=20)):
        page = client.get("/recovery-code/")
        offered = value(page, "offered")
        assert "Asked again" in text(page)
        client.post("/recovery-code/", {"offered": offered, "code": offered})
        assert not Person.objects.get().keybox.has_recovery
        page = client.post("/recovery-code/", {"offered": offered, "code": offered, "passphrase": "wrong"})
        assert "That is not your passphrase." in text(page)
        assert value(page, "code") == offered
        set_recovery(client, passphrase=words)
    assert Person.objects.get().keybox.has_recovery


def test_a_code_is_replaced_only_with_the_passphrase(client: Client) -> None:
    words = sign_up(client)
    set_recovery(client)
    page = client.get("/recovery-code/")
    offered = value(page, "offered")
    assert client.post("/recovery-code/", {"offered": offered, "code": offered}).status_code == 200
    assert set_recovery(client, passphrase=words)


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        " //evil.example",
        "evil",
    ],
)
def test_nobody_is_sent_to_another_site(client: Client, wanted: str) -> None:
    words = sign_up(client)
    assert sign_in(client, "ada", words, next=wanted).headers["Location"] == "/"
    assert client.get("/unlock/", {"next": wanted}).headers["Location"] == "/"


def test_an_address_with_a_query_survives_the_way_in(client: Client) -> None:
    words = sign_up(client)
    client.post("/sign-out/")
    way_in = client.get("/settings/passphrase/?known=1&x=a%26b").headers["Location"]
    assert way_in == "/sign-in/?next=%2Fsettings%2Fpassphrase%2F%3Fknown%3D1%26x%3Da%2526b"
    wanted = value(client.get(way_in), "next")
    assert wanted == "/settings/passphrase/?known=1&x=a%26b"
    assert sign_in(client, "ada", words, next=wanted).headers["Location"] == wanted


def test_somebody_who_is_in_is_not_asked_again(client: Client) -> None:
    sign_up(client)
    for path in ("/start/", "/sign-in/", "/unlock/"):
        assert client.get(f"{path}?next=/settings/").headers["Location"] == "/settings/"
