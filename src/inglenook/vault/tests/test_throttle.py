"""Guessing is slowed down; nobody is locked out by somebody else's guesses."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from inglenook.people.models import Person
from inglenook.vault import throttle
from inglenook.vault.models import Throttle

NOW = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)
NAME = b"a hashed name"


def _fail(which: bytes, times: int) -> int:
    return [throttle.claim(which) for _ in range(times)][-1]


def test_the_first_tries_are_free_and_then_the_wait_doubles(db: None) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        assert _fail(NAME, 5) == 0
        waits = []
        for _ in range(10):
            wait = throttle.claim(NAME)
            waits.append(wait)
            clock.shift(timedelta(seconds=wait))
            assert throttle.claim(NAME) == 0
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 512, 900]


def test_a_try_counts_before_it_is_heard_so_many_at_once_gain_nothing(db: None) -> None:
    with time_machine.travel(NOW, tick=False):
        heard = sum(throttle.claim(NAME) == 0 for _ in range(50))
    assert heard == throttle.FREE_TRIES


def test_waiting_is_not_made_longer_by_trying_too_early(db: None) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        _fail(NAME, 8)
        first = throttle.claim(NAME)
        _fail(NAME, 20)
        assert throttle.claim(NAME) == first
        clock.shift(timedelta(seconds=first))
        assert throttle.claim(NAME) == 0


def test_a_success_forgets_the_failures(db: None) -> None:
    _fail(NAME, 6)
    throttle.passed(NAME)
    assert throttle.claim(NAME) == 0
    assert Throttle.objects.get().failures == 1


@pytest.mark.parametrize("years", [-10, 10])
def test_no_clock_turns_a_wait_into_a_lock_out(db: None, years: int) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        for _ in range(30):
            clock.shift(timedelta(seconds=throttle.claim(NAME)))
        clock.move_to(NOW.replace(year=NOW.year + years))
        if wait := throttle.claim(NAME):
            assert wait <= 900
            clock.shift(timedelta(seconds=wait))
            assert throttle.claim(NAME) == 0


def test_a_known_browser_has_a_bucket_of_its_own(ada: Person, bo: Person) -> None:
    cookie = throttle.device_cookie(ada.keybox)
    own = throttle.bucket("passphrase", NAME, ada.keybox, cookie)
    strange = throttle.bucket("passphrase", NAME, ada.keybox, None)
    assert own != strange
    assert throttle.bucket("passphrase", NAME, ada.keybox, throttle.device_cookie(bo.keybox)) == strange
    assert throttle.bucket("recovery", NAME, ada.keybox, cookie) != own


@pytest.mark.parametrize("forged", ["", ".", "_", "a.b", "0" * 32 + "." + "0" * 64, "ä.ö", "x" * 9000])
def test_a_made_up_device_is_a_stranger(ada: Person, forged: str) -> None:
    strange = throttle.bucket("passphrase", NAME, ada.keybox, None)
    assert throttle.bucket("passphrase", NAME, ada.keybox, forged) == strange


def test_a_browser_that_two_people_share_is_known_to_both(ada: Person, bo: Person) -> None:
    both = throttle.device_cookie(bo.keybox, throttle.device_cookie(ada.keybox))
    for person in (ada, bo):
        known = throttle.bucket("passphrase", NAME, person.keybox, both)
        assert known != throttle.bucket("passphrase", NAME, person.keybox, None)


def test_a_device_cookie_does_not_grow_without_end(ada: Person, bo: Person) -> None:
    cookie = ""
    for _ in range(20):
        cookie = throttle.device_cookie(bo.keybox, throttle.device_cookie(ada.keybox, cookie))
    assert cookie.count("_") == 1


def test_a_device_known_before_all_keys_were_made_anew_is_a_stranger(ada: Person) -> None:
    cookie = throttle.device_cookie(ada.keybox)
    keybox = ada.keybox
    keybox.generation += 1
    strange = throttle.bucket("passphrase", NAME, keybox, None)
    assert throttle.bucket("passphrase", NAME, keybox, cookie) == strange


def test_old_buckets_are_swept_away(db: None) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        _fail(NAME, 6)
        throttle.sweep()
        assert Throttle.objects.count() == 1
        clock.shift(timedelta(days=2))
        throttle.sweep()
        assert Throttle.objects.count() == 0
