"""A session locks, ends and never comes back, whatever the clock does."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from tests.database import files

from inglenook.people.models import Person
from inglenook.people.upkeep import sweep_all
from inglenook.vault import sessions
from inglenook.vault.core.session import SessionToken
from inglenook.vault.models import Session

NOW = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def _signed_in(person: Person, *, idle: int = 3600) -> SessionToken:
    return sessions.begin(person.keyring, label="Test", idle_seconds=idle)


def _keyring_of(token: SessionToken) -> object:
    return sessions.visit(token.cookie).keyring


def test_a_session_carries_the_keys(ada: Person) -> None:
    visit = sessions.visit(_signed_in(ada).cookie)
    assert visit.keyring is not None
    assert visit.keyring.person_id == ada.id
    assert not visit.is_locked


@pytest.mark.parametrize("cookie", [None, "", "x", "A" * 64, "ä" * 64, "A" * 5000])
def test_a_cookie_that_is_none_of_ours_is_nobody(ada: Person, cookie: str | None) -> None:
    assert sessions.visit(cookie).session is None
    assert sessions.whose(cookie) is None


def test_a_right_id_with_a_wrong_secret_opens_nothing(ada: Person) -> None:
    cookie = _signed_in(ada).cookie
    forged = cookie[:30] + ("A" if cookie[30] != "A" else "B") + cookie[31:]
    assert sessions.visit(forged).keyring is None


def test_it_locks_after_lying_idle(ada: Person) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        token = _signed_in(ada)
        clock.shift(HOUR)
        assert _keyring_of(token)
        clock.shift(HOUR + timedelta(seconds=1))
        assert sessions.visit(token.cookie).is_locked
        clock.shift(-2 * HOUR)
        assert sessions.visit(token.cookie).is_locked, "the keys are gone, not only hidden"
    assert Session.objects.get().wrapped is None


def test_use_keeps_it_open_but_what_a_page_fetches_by_itself_does_not(ada: Person) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        token = _signed_in(ada)
        for _ in range(5):
            clock.shift(timedelta(minutes=50))
            assert _keyring_of(token)
        clock.shift(timedelta(minutes=50))
        assert sessions.visit(token.cookie, by_itself=True).keyring
        clock.shift(timedelta(minutes=50))
        assert sessions.visit(token.cookie).is_locked


def test_the_time_of_use_is_only_noted_roughly(ada: Person) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        token = _signed_in(ada)
        clock.shift(timedelta(minutes=17, seconds=42))
        assert _keyring_of(token)
    assert Session.objects.get().last_used == NOW + timedelta(minutes=12)


def test_it_ends_after_thirty_days_for_good(ada: Person) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        token = _signed_in(ada, idle=30 * 86_400)
        for _ in range(29):
            clock.shift(timedelta(days=1))
            assert _keyring_of(token)
        clock.shift(timedelta(days=1, seconds=1))
        assert sessions.visit(token.cookie).session is None
        clock.shift(timedelta(days=-10))
        assert sessions.visit(token.cookie).session is None


@pytest.mark.parametrize("years", [-10, 10])
def test_a_clock_that_jumps_years_never_leaves_it_open(ada: Person, years: int) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        token = _signed_in(ada)
        clock.move_to(NOW.replace(year=NOW.year + years))
        assert _keyring_of(token) is None
        assert sessions.whose(token.cookie) is None
        clock.move_to(NOW)
        assert _keyring_of(token) is None


def test_a_clock_that_slips_a_little_disturbs_nobody(ada: Person) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        token = _signed_in(ada)
        clock.shift(timedelta(minutes=-2))
        assert _keyring_of(token)


def test_an_open_stream_notices_the_end_and_is_no_use(ada: Person) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        token = _signed_in(ada)
        clock.shift(timedelta(minutes=59))
        assert sessions.whose(token.cookie) == ada.id
        clock.shift(timedelta(minutes=2))
        assert sessions.whose(token.cookie) is None
        clock.shift(-HOUR)
        assert _keyring_of(token) is None


def test_quiet_moments_put_the_keys_of_idle_sessions_away(ada: Person, bo: Person) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        short, long = _signed_in(ada, idle=900), _signed_in(bo, idle=7 * 86_400)
        odd = _signed_in(bo, idle=1234)
        clock.shift(HOUR)
        sweep_all()
        clock.shift(-HOUR)
        assert _keyring_of(short) is None
        assert _keyring_of(odd) is None
        assert _keyring_of(long)
        clock.shift(timedelta(days=31))
        sweep_all()
    assert Session.objects.count() == 0


def test_locking_keeps_the_browser_known_without_its_keys(ada: Person) -> None:
    token = _signed_in(ada)
    session = sessions.visit(token.cookie).session
    assert session
    sessions.lock(session)
    visit = sessions.visit(token.cookie)
    assert visit.is_locked
    assert visit.keyring is None


def test_a_session_moved_to_another_person_opens_nothing(ada: Person, charlie: Person) -> None:
    token = _signed_in(charlie)
    Session.objects.update(person_id=ada.id)
    assert _keyring_of(token) is None


@pytest.mark.django_db(transaction=True)
def test_the_servers_secret_and_its_files_alone_open_nothing(
    browser_of: Callable[[Person], Client],
) -> None:
    from conftest import PASSPHRASE

    from inglenook.people.models import Preferences

    ada = Person.sign_up("Ada", PASSPHRASE, Preferences(name="canary-ember-9"))
    client = browser_of(ada)
    cookie = client.cookies[settings.SESSION_COOKIE].value
    held = b"".join(files().values())
    secret = SessionToken.parse(cookie)
    assert secret
    account, epoch = ada.keyring.account.expose(), ada.keyring.own_epochs()[1].expose()
    for private in (b"canary-ember-9", PASSPHRASE.encode(), secret.expose()[16:], account, epoch):
        assert private not in held
        assert private not in settings.SECRET_KEY.encode()
