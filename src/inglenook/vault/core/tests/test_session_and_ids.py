"""Session tokens and identifiers tell no more than they must."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inglenook.vault.core.ids import new_id
from inglenook.vault.core.session import SessionToken


@given(st.binary(min_size=48, max_size=48).map(SessionToken))
def test_a_token_comes_back_from_its_cookie(token: SessionToken) -> None:
    assert len(token.cookie) == 64
    again = SessionToken.parse(token.cookie)
    assert again == token
    assert again is not None
    assert again.key() == token.key()
    assert again.id_hash == token.id_hash


@given(st.text(max_size=80))
def test_any_other_cookie_is_no_token(cookie: str) -> None:
    assert SessionToken.parse(cookie) is None


@pytest.mark.parametrize(
    "change",
    [str.strip, lambda cookie: cookie + "A", lambda cookie: cookie + "\n", lambda cookie: cookie[:-1]],
)
def test_a_cookie_has_one_form_only(change: object) -> None:
    cookie = SessionToken.generate().cookie
    assert callable(change)
    changed = change(cookie)
    assert (SessionToken.parse(changed) is None) == (changed != cookie)


@pytest.mark.parametrize("ending", ["====", "+/+/", "é", " ", "\n"])
def test_foreign_letters_make_a_cookie_void(ending: str) -> None:
    assert SessionToken.parse(SessionToken.generate().cookie[: 64 - len(ending)] + ending) is None


def test_the_id_finds_a_session_but_the_secret_alone_opens_it() -> None:
    token = SessionToken.generate()
    same_id = SessionToken(token.expose()[:16] + bytes(32))
    same_secret = SessionToken(bytes(16) + token.expose()[16:])
    assert same_id.id_hash == token.id_hash != same_secret.id_hash
    assert token.key() not in (same_id.key(), same_secret.key())
    assert len(token.id_hash) == 32
    assert token.id_hash not in (token.key().expose(), token.expose()[:16])


@given(st.dates(min_value=date(1970, 1, 1)))
def test_an_id_tells_the_day_and_nothing_finer(day: date) -> None:
    made = new_id(day)
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    told = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=made.int >> 80)
    assert told == datetime(day.year, day.month, day.day, tzinfo=UTC)


def test_an_id_is_of_today_where_no_day_is_given() -> None:
    before = datetime.now(UTC).date()
    made = new_id()
    assert made.int >> 80 in {new_id(day).int >> 80 for day in (before, datetime.now(UTC).date())}


def test_ids_of_one_day_do_not_repeat_and_use_all_their_random_bits() -> None:
    made = [new_id(date(2026, 2, 14)).int for _ in range(5000)]
    assert len(set(made)) == len(made)
    low, high = (1 << 62) - 1, 0xFFF
    ever, always = 0, -1
    for number in made:
        ever, always = ever | number, always & number
    assert (ever & low, ever >> 64 & high) == (low, high)
    assert (always & low, always >> 64 & high) == (0, 0)


def test_ids_sort_by_day() -> None:
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(60)]
    made = [new_id(day) for day in days]
    assert made == sorted(made)


def test_a_day_before_1970_is_refused() -> None:
    with pytest.raises(ValueError, match="1970"):
        new_id(date(1969, 12, 31))
