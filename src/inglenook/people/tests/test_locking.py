"""What was typed survives a lock, a second tab and a lost session, and comes back only to its writer."""

from collections.abc import Callable
from uuid import UUID

import pytest
from conftest import PASSPHRASE, again
from django.conf import settings
from django.test import Client

from inglenook.people import drafts
from inglenook.people.drafts import Draft
from inglenook.people.models import Person
from inglenook.people.tests.pages import text, value
from inglenook.vault.models import Session
from inglenook.vault.records import new_id

Browser = Callable[[Person], Client]
CANARY = "canary-ember-20 and then I said something that took long to say"


def _choices(client: Client, **changes: str) -> dict[str, str]:
    page = client.get("/settings/")
    kept = {name: value(page, name) for name in ("id", "revision", "name", "pronouns")}
    return {**kept, "time_zone": "Europe/Berlin", "look": "dark", "lock_after": "3600", **changes}


def _unlock(client: Client, where: str) -> str:
    response = client.post("/unlock/", {"passphrase": PASSPHRASE, "next": where})
    assert response.status_code == 302
    return str(response.headers["Location"])


def test_a_form_sent_while_locked_is_kept_and_offered_again(ada: Person, browser_of: Browser) -> None:
    client = browser_of(ada)
    form = _choices(client, pronouns="canary-ember-21")
    client.post("/lock/")
    response = client.post("/settings/", form)
    assert response.headers["Location"] == "/unlock/?next=%2Fsettings%2F"
    assert "What you typed is kept" in text(client.get(response.headers["Location"]))
    page = client.get(_unlock(client, "/settings/"))
    assert value(page, "pronouns") == "canary-ember-21"
    assert "We kept what you were changing" in text(page)
    assert again(ada).preferences.pronouns == ""
    client.post("/settings/", _choices(client))
    assert again(ada).preferences.pronouns == "canary-ember-21"
    assert not Draft.objects.exists()


def test_a_locked_browser_reads_nothing_and_says_no_name(ada: Person, browser_of: Browser) -> None:
    client = browser_of(ada)
    client.post("/lock/")
    assert client.get("/settings/").headers["Location"] == "/unlock/?next=%2Fsettings%2F"
    assert client.get("/", headers={"X-Fragment": "1"}).status_code == 401
    assert "Ada" not in text(client.get("/unlock/"))


def test_a_wrong_passphrase_leaves_it_locked(ada: Person, browser_of: Browser) -> None:
    client = browser_of(ada)
    client.post("/lock/")
    page = client.post("/unlock/", {"passphrase": "wrong", "next": "/settings/"})
    assert page.status_code == 403
    assert value(page, "next") == "/settings/"
    assert client.get("/settings/").status_code == 302


def test_locking_twice_and_locking_nobody_is_fine(client: Client, ada: Person, browser_of: Browser) -> None:
    known = browser_of(ada)
    for _ in range(2):
        assert known.post("/lock/").headers["Location"] == "/unlock/?next=%2F"
    assert client.post("/lock/").status_code == 302


def test_coming_back_to_an_address_that_only_takes_forms_leads_to_the_start(
    ada: Person, browser_of: Browser
) -> None:
    client = browser_of(ada)
    page = client.get("/lock/", headers={"Sec-Fetch-Mode": "navigate"})
    assert page.headers["Location"] == "/"
    assert client.get("/lock/").status_code == 405


def test_what_was_written_when_the_session_was_gone_is_handed_back(client: Client, ada: Person) -> None:
    page = client.post("/settings/", {"name": CANARY, "passphrase": "p" * 60})
    assert page.status_code == 403
    assert CANARY in text(page)
    assert "pppp" not in page.content.decode()
    assert client.post("/settings/", {"name": "Ada"}).headers["Location"].startswith("/sign-in/")


def test_what_is_too_long_to_keep_is_handed_back(ada: Person, browser_of: Browser) -> None:
    client = browser_of(ada)
    client.post("/lock/")
    long = "canary-ember-22 " + "ж" * 150_000
    page = client.post("/settings/", {"id": str(new_id()), "name": long})
    assert page.status_code == 403
    assert long in text(page)
    assert not Draft.objects.exists()


def _draft(client: Client, id: UUID, typed: str, seen: int | str = 0) -> tuple[int, dict[str, object]]:
    response = client.post(f"/drafts/{id}/?at=/settings/", {"name": typed}, headers={"X-Revision": str(seen)})
    return response.status_code, response.json() if response.status_code < 404 else {}


def test_typing_is_kept_as_one_goes(ada: Person, browser_of: Browser) -> None:
    client, id = browser_of(ada), new_id()
    assert _draft(client, id, CANARY) == (200, {"revision": 1, "locked": False})
    assert _draft(client, id, CANARY + ".", 1) == (200, {"revision": 2, "locked": False})
    client.post("/lock/")
    assert _draft(client, id, CANARY + "!", 2) == (200, {"revision": 3, "locked": True})
    ((_, kept),) = drafts.all_of(again(ada))
    assert kept.path == "/settings/"
    assert "canary-ember-20" in kept.fields
    assert b"canary" not in bytes(Draft.objects.get().sealed)


def test_two_tabs_never_write_over_each_other_silently(ada: Person, browser_of: Browser) -> None:
    client, id = browser_of(ada), new_id()
    _draft(client, id, "from the first tab")
    assert _draft(client, id, "from the second tab", 0)[0] == 409
    ((_, kept),) = drafts.all_of(again(ada))
    assert "first" in kept.fields


def test_a_tab_that_sends_twice_at_once_is_not_taken_for_another(ada: Person, browser_of: Browser) -> None:
    """As it goes, a tab sends the newest although an older sending is on its way, or its answer was lost."""
    client, id = browser_of(ada), new_id()
    tab = "0123456789abcdef"
    for number, typed, answer in ((1, "so", 200), (3, "so far so good", 200), (2, "so far", 200)):
        headers = {"X-Revision": "0", "X-Tab": f"{tab}-{number}"}
        reply = client.post(f"/drafts/{id}/?at=/me/", {"text": typed}, headers=headers)
        assert reply.status_code == answer
    ((row, kept),) = drafts.all_of(again(ada))
    assert (row.revision, kept.fields) == (2, "text=so+far+so+good")
    for other in ("fedcba9876543210-4", "", "x-4", "0123456789abcdef-", "-"):
        headers = {"X-Revision": "0", "X-Tab": other}
        assert client.post(f"/drafts/{id}/?at=/me/", {"text": "x"}, headers=headers).status_code == 409


def test_a_page_shown_again_after_an_error_goes_on_keeping(ada: Person, browser_of: Browser) -> None:
    client = browser_of(ada)
    form = _choices(client, name="")
    _draft(client, UUID(form["id"]), "x")
    page = client.post("/settings/", form)
    assert 'data-seen="1"' in page.content.decode()


def test_a_draft_that_is_too_long_says_so(ada: Person, browser_of: Browser) -> None:
    assert _draft(browser_of(ada), new_id(), "x" * 200_001)[0] == 413


def test_a_revision_that_is_no_number_of_ours_counts_as_none(ada: Person, browser_of: Browser) -> None:
    client = browser_of(ada)
    for odd in ("9" * 5000, "\u00b2", "-1", "1e3"):
        page = client.post(f"/drafts/{new_id()}/?at=/me/", {"text": "x"}, headers={"X-Revision": odd})
        assert page.json()["revision"] == 1


def test_nobody_keeps_or_drops_a_draft_of_somebody_else(
    ada: Person, charlie: Person, client: Client, browser_of: Browser
) -> None:
    hers, his, id = browser_of(ada), browser_of(charlie), new_id()
    _draft(hers, id, CANARY)
    assert _draft(his, id, "other")[0] == 200
    his.post(f"/drafts/{id}/drop/")
    ((_, kept),) = drafts.all_of(again(ada))
    assert "canary-ember-20" in kept.fields
    assert _draft(client, id, "nobody")[0] == 404


def test_ids_that_are_none_of_ours_are_refused(ada: Person, browser_of: Browser) -> None:
    assert _draft(browser_of(ada), UUID(int=0), "x")[0] == 404


def test_secrets_are_never_kept(ada: Person, browser_of: Browser) -> None:
    client, id = browser_of(ada), new_id()
    client.post(
        f"/drafts/{id}/", {"old-passphrase": "p1", "passphrase_again": "p2", "offered": "p3", "name": "x"}
    )
    ((_, kept),) = drafts.all_of(again(ada))
    assert kept.fields == "name=x"


def test_the_oldest_drafts_make_room(ada: Person) -> None:
    for _ in range(drafts.MOST_KEPT + 3):
        drafts.keep(ada.keybox, new_id(), drafts.Kept("/x/", "a=b"))
    assert Draft.objects.count() == drafts.MOST_KEPT


def test_unlocking_takes_a_fresh_session(ada: Person, browser_of: Browser) -> None:
    client = browser_of(ada)
    before = client.cookies[settings.SESSION_COOKIE].value
    client.post("/lock/")
    _unlock(client, "/")
    assert client.cookies[settings.SESSION_COOKIE].value != before
    assert Session.objects.count() == 1


@pytest.mark.parametrize("path", ["/settings/", "/settings/devices/", "/settings/erase/", "/recovery-code/"])
def test_pages_of_ones_account_are_for_oneself(client: Client, db: None, path: str) -> None:
    assert client.get(path).headers["Location"].startswith("/sign-in/?next=")
