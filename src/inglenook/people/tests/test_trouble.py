"""Nothing can be written just now: pages are read, what was sent comes back, and no secret with it."""

from collections.abc import Callable, Iterator

import pytest
from django.db import OperationalError, connection
from django.test import Client
from tests.database import is_postgres

from inglenook.people.models import Person
from inglenook.people.tests.pages import text
from inglenook.vault.door import InviteCode, RecoveryCode
from inglenook.vault.records import new_id
from inglenook.vault.trouble import is_full, is_trouble

Browser = Callable[[Person], Client]
pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "canary-ember-390 <script>, and a page of an ordinary length, as people write"


def say(sql: str) -> None:
    """Tell the database something about this connection."""
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def nothing_is_written(db: None) -> Iterator[Callable[[], None]]:
    """Return what turns writing off for the rest of the test."""
    on, off = "PRAGMA query_only = 0", "PRAGMA query_only = 1"
    if is_postgres():
        on, off = (f"SET default_transaction_read_only = {how}" for how in ("off", "on"))
    yield lambda: say(off)
    say(on)


@pytest.fixture
def client_of(browser_of: Browser) -> Callable[[Person], Client]:
    """Return a browser that sees the page of an error rather than the error."""

    def signed_in(person: Person) -> Client:
        client = browser_of(person)
        client.raise_request_exception = False
        return client

    return signed_in


def test_what_was_sent_comes_back_to_be_sent_again(
    ada: Person, client_of: Browser, nothing_is_written: Callable[[], None]
) -> None:
    client, id = client_of(ada), str(new_id())
    nothing_is_written()
    answer = client.post("/me/journal/", {"id": id, "text": PAGE})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert PAGE in text(answer)
    assert f'value="{id}"' in answer.content.decode()
    assert "<script>," not in answer.content.decode()
    assert client.get("/me/journal/").status_code == 200


def test_a_script_gets_no_page(
    ada: Person, client_of: Browser, nothing_is_written: Callable[[], None]
) -> None:
    client = client_of(ada)
    nothing_is_written()
    headers = {"Sec-Fetch-Mode": "cors"}
    answer = client.post(f"/drafts/{new_id()}/?at=/me/journal/", {"text": PAGE}, headers=headers)
    assert (answer.status_code, answer.content) == (503, b"")


def test_no_secret_stands_on_the_page(ada: Person, nothing_is_written: Callable[[], None]) -> None:
    client, code = Client(raise_request_exception=False), RecoveryCode.generate().shown
    passphrase = "canary-ember-391 of six plain words or more"
    nothing_is_written()
    for path, secret in (("/sign-in/", {"passphrase": passphrase}), ("/recover/", {"code": code})):
        answer = client.post(path, {"sign_in_name": "Ada", **secret})
        assert answer.status_code == 503
        assert not any(value in answer.content.decode() for value in secret.values())


def test_the_words_of_an_invitation_do_not_stand_on_the_page(
    ada: Person, client_of: Browser, nothing_is_written: Callable[[], None]
) -> None:
    client, words = client_of(ada), InviteCode.generate().words
    nothing_is_written()
    answer = client.post("/me/journal/", {"id": str(new_id()), "text": PAGE, "code": words})
    assert answer.status_code == 503
    assert PAGE in text(answer)
    assert words not in text(answer)


def test_what_another_site_made_up_is_not_offered_to_be_sent(
    ada: Person, client_of: Browser, nothing_is_written: Callable[[], None]
) -> None:
    client = client_of(ada)
    client.handler.enforce_csrf_checks = True
    nothing_is_written()
    answer = client.post("/me/journal/", {"id": str(new_id()), "text": PAGE})
    assert "Send it again" not in text(answer)


def test_an_error_of_ours_is_still_called_so(ada: Person) -> None:
    assert not is_trouble(ValueError())
    assert not is_trouble(None)
    assert is_trouble(OperationalError())


def test_a_database_without_room_says_so(ada: Person, client_of: Browser) -> None:
    client = client_of(ada)
    assert is_full(_error_without_room(client))
    assert not is_full(OperationalError())


def _error_without_room(client: Client) -> BaseException:
    """Fill the database as far as it goes, see what a page says, and return the error itself."""
    if is_postgres():
        from psycopg.errors import DiskFull

        error = OperationalError()
        error.__cause__ = DiskFull()
        return error
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA freelist_count")
        (free,) = cursor.fetchone()
        cursor.execute("CREATE TABLE filler AS SELECT zeroblob(%s) AS held", [free * 4096])
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
    say(f"PRAGMA max_page_count = {pages}")
    try:
        answer = client.post("/me/journal/", {"id": str(new_id()), "text": "canary-ember-393 " * 1000})
        assert "There is no room just now" in text(answer)
        assert client.get("/me/").status_code == 200
        with pytest.raises(OperationalError) as raised:
            say("CREATE TABLE too_much AS SELECT zeroblob(50000000) AS held")
        return raised.value
    finally:
        say("PRAGMA max_page_count = 1073741823")
