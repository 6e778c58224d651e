"""A clock that is wrong by years, that is put forward and back for summer, or that runs backwards."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from conftest import PASSPHRASE, again, join, mine, person_named
from django.test import Client
from django.utils import timezone

from inglenook.bonds.invitations import accept, find, invite
from inglenook.bonds.models import About, Bond
from inglenook.bonds.upkeep import sweep as sweep_bonds
from inglenook.entries.bodies import Appreciation, CheckIn, Journal, Mood
from inglenook.entries.models import Entry, SharedEntry, copy_for, has_checked_in, shared_with
from inglenook.entries.picture import draw_weeks
from inglenook.exchanges.models import Shelf
from inglenook.home.news import MOST_ROWS, news_for, note_look
from inglenook.people import drafts
from inglenook.people.models import Person
from inglenook.people.upkeep import sweep_all
from inglenook.vault import throttle
from inglenook.vault.records import new_id
from tests.figures import figure
from tests.house import House
from tests.test_access import RULES

Browser = Callable[[Person], Client]

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
YEARS = timedelta(days=3653)
CHANGES = [
    ("Europe/Berlin", datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 3, 8, 7, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 11, 1, 6, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 4, 4, 15, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that stands still at noon until it is moved."""
    with time_machine.travel(NOW, tick=False) as moved:
        yield moved


def walk_through(house: House, browser_of: Browser) -> int:
    """Open every page that the owner may read; returns how many there were."""
    client, count = browser_of(again(house.people["owner"])), 0
    for name, rule in RULES.items():
        if rule.reads is None or "owner" not in rule.reads:
            continue
        status = client.get(house.path(name)).status_code
        assert status in (200, 302), (name, status)
        count += 1
    return count


def give(author: Person, bond: Bond, text: str) -> SharedEntry:
    """Write and share a page."""
    entry, _ = Entry.keep(author, new_id(), Journal(at=int(timezone.now().timestamp())), text)
    return SharedEntry.give(author, bond, copy_for(entry, bond, author, entry.body, text))


def test_no_page_fails_whatever_the_clock_says(
    clock: time_machine.Traveller, house: House, browser_of: Browser
) -> None:
    count = 0
    for moment in (
        NOW + YEARS,
        NOW - YEARS,
        datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC),
        datetime(9998, 12, 31, 23, 59, tzinfo=UTC),
        datetime(1970, 3, 1, tzinfo=UTC),
        *(change + timedelta(minutes=minutes) for _, change in CHANGES for minutes in (-1, 0, 30)),
    ):
        clock.move_to(moment)
        count += walk_through(house, browser_of)
    figure("pages opened under a wrong clock", count)


@pytest.mark.parametrize("step", [YEARS, -YEARS, timedelta(days=-1), timedelta(hours=-2)])
def test_a_session_of_another_time_is_never_open(
    clock: time_machine.Traveller, ada: Person, browser_of: Browser, step: timedelta
) -> None:
    client = browser_of(ada)
    assert client.get("/me/").status_code == 200
    clock.move_to(NOW + step)
    for moment in (NOW + step, NOW):
        clock.move_to(moment)
        assert client.get("/me/").status_code == 302
    assert browser_of(again(ada)).get("/me/").status_code == 200


def test_a_clock_that_runs_backwards_from_page_to_page_opens_nothing_that_was_closed(
    clock: time_machine.Traveller, ada: Person, browser_of: Browser
) -> None:
    client, closed = browser_of(ada), False
    for minutes in (0, -1, -2, 3, -3, -20, -40, 0, 10, -60, 5):
        clock.move_to(NOW + timedelta(minutes=minutes))
        sweep_all()
        is_open = client.get("/me/").status_code == 200
        assert not (closed and is_open)
        closed = closed or not is_open
    assert closed


def test_an_invitation_that_ran_out_stays_so_when_the_clock_is_set_back(
    clock: time_machine.Traveller, ada: Person, bo: Person
) -> None:
    bond = Bond.found(ada, About("partners"))
    code = invite(bond, ada, earlier=False, id=new_id()).code
    clock.move_to(NOW + timedelta(hours=73))
    sweep_bonds()
    clock.move_to(NOW)
    assert find(code) is None


def test_an_invitation_made_by_a_clock_years_ahead_does_not_last_for_years(
    clock: time_machine.Traveller, ada: Person, bo: Person
) -> None:
    bond = Bond.found(ada, About("partners"))
    clock.move_to(NOW + YEARS)
    row = invite(bond, ada, earlier=False, id=new_id())
    clock.move_to(NOW)
    assert find(row.code) is None
    assert not accept(row, bo, row.code)
    sweep_bonds()
    clock.move_to(NOW + YEARS)
    assert not accept(row, bo, row.code)


@pytest.mark.parametrize("step", [YEARS, -YEARS])
def test_nobody_waits_longer_than_a_quarter_of_an_hour(
    clock: time_machine.Traveller, db: None, step: timedelta
) -> None:
    which = throttle.bucket("passphrase", b"name", None, None)
    for there, back in ((NOW, NOW + step), (NOW + step, NOW)):
        clock.move_to(there)
        while not throttle.claim(which):
            pass
        clock.move_to(back)
        assert throttle.claim(which) <= throttle.LONGEST.total_seconds()
        clock.shift(throttle.LONGEST)
        assert throttle.claim(which) == 0


def test_drafts_of_a_clock_that_went_ahead_push_out_nothing(
    clock: time_machine.Traveller, ada: Person
) -> None:
    def keep(text: str) -> None:
        drafts.keep(ada.keyring.keybox, new_id(), drafts.Kept("/me/journal/", f"text={text}"))

    clock.move_to(NOW + YEARS)
    for number in range(drafts.MOST_KEPT):
        keep(f"ahead {number}")
    clock.move_to(NOW)
    sweep_all()
    keep("canary-ember-330")
    keep("canary-ember-331")
    kept = [kept.fields for _, kept in drafts.all_of(ada)]
    assert {"text=canary-ember-330", "text=canary-ember-331"} <= set(kept)
    clock.move_to(NOW + drafts.KEPT_FOR + timedelta(days=2))
    sweep_all()
    assert drafts.all_of(ada) == []


def test_what_a_clock_years_ahead_has_dated_does_not_hide_what_comes_after(
    clock: time_machine.Traveller, ada: Person, bo: Person
) -> None:
    bond = Bond.found(ada, About("friends"))
    join(bond, ada, bo)
    clock.move_to(NOW + YEARS)
    for number in range(21):
        give(again(ada), mine(ada, bond.id), f"of years to come {number}")
    thanks, _ = Entry.keep(ada, new_id(), Appreciation(int(timezone.now().timestamp())), "thanks")
    seen = mine(ada, bond.id)
    SharedEntry.give(again(ada), seen, copy_for(thanks, seen, again(ada), thanks.body, "thanks"))
    reader, theirs = again(bo), mine(bo, bond.id)
    note_look(reader, theirs, shared_with(reader, theirs))
    clock.move_to(NOW)
    reader, theirs = again(bo), mine(bo, bond.id)
    assert news_for(reader, [theirs], Shelf.read(reader)).bond_ids == set()
    assert news_for(again(ada), [mine(ada, bond.id)], Shelf.read(ada)).last_thanks is None
    give(again(ada), mine(ada, bond.id), "canary-ember-332")
    reader, theirs = again(bo), mine(bo, bond.id)
    assert news_for(reader, [theirs], Shelf.read(reader)).bond_ids == {bond.id}
    assert "canary-ember-332" in {row.plain for row in shared_with(reader, theirs)}
    note_look(reader, theirs, shared_with(reader, theirs, limit=MOST_ROWS))
    assert news_for(reader, [theirs], Shelf.read(reader)).bond_ids == set()


@pytest.mark.parametrize(("zone", "change"), CHANGES)
def test_days_are_right_where_clocks_are_changed(
    clock: time_machine.Traveller, ada: Person, zone: str, change: datetime
) -> None:
    ada.desk.choose(time_zone=zone)
    here = ZoneInfo(zone)
    for minutes in range(-36 * 60, 36 * 60, 47):
        clock.move_to(change + timedelta(minutes=minutes))
        moment = timezone.now()
        assert ada.today() == moment.astimezone(here).date()
        days = draw_weeks([], ada.today())
        assert len({day.date for day in days}) == 28
        assert [day.date for day in days if day.is_today] == [ada.today()]


def test_an_hour_that_comes_twice_is_one_day(clock: time_machine.Traveller, ada: Person) -> None:
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    for moment in (first, second):  # 02:30 in Berlin, and 02:30 again
        clock.move_to(moment)
        assert moment.astimezone(ada.zone).strftime("%H:%M") == "02:30"
        Entry.keep(ada, new_id(), CheckIn(at=int(moment.timestamp()), mood=Mood(1, 2)), "")
    assert has_checked_in(ada, first.astimezone(ada.zone).date())
    check_ins = Entry.objects.of(ada).check_ins(first.date())
    assert [row.body.at for row in check_ins] == [int(second.timestamp()), int(first.timestamp())]


def test_somebody_who_comes_in_at_the_wrong_time_comes_in_again_at_the_right_one(
    clock: time_machine.Traveller, db: None
) -> None:
    clock.move_to(NOW + YEARS)
    person_named("Ada")
    for moment in (NOW + YEARS, NOW, NOW - YEARS, NOW):
        clock.move_to(moment)
        client = Client()
        sent = client.post("/sign-in/", {"sign_in_name": "Ada", "passphrase": PASSPHRASE})
        assert sent.status_code == 302
        assert client.get("/").status_code == 200
        assert client.get("/me/").status_code == 200
