"""Who can read an entry, what its envelope gives away, and what becomes of its copies."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from conftest import again, join, mine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from tests.database import files
from tests.figures import figure

from inglenook.bonds.models import Bond
from inglenook.entries.bodies import (
    LARGEST_BODY,
    LONGEST_OWN_WORD,
    Appreciation,
    Body,
    CheckIn,
    Journal,
    Mood,
    Praise,
    Text,
)
from inglenook.entries.forms import CheckInForm
from inglenook.entries.models import (
    PAGE,
    Entry,
    NobodyThere,
    SharedEntry,
    copy_for,
    has_checked_in,
    shared_with,
)
from inglenook.guide.content import library
from inglenook.people.models import Person
from inglenook.vault.records import Conflict, new_id

NOON = 1_750_000_000
HEADER, TAG = 58, 16
ids_of_words = st.sampled_from(sorted(library().feelings))
check_ins = st.fixed_dictionaries(
    {
        "mood": st.sampled_from(["", "unsure", "unsaid"])
        | st.tuples(st.integers(-3, 3), st.integers(-3, 3)).map(lambda place: f"{place[0]},{place[1]}"),
        "words": st.lists(ids_of_words, unique=True, max_size=3),
        "own_word": st.just("") | st.text(min_size=1, max_size=LONGEST_OWN_WORD),
        "strength": st.sampled_from(["", "0", "1", "2", "3", "4"]),
        "need": st.sampled_from(["", *library().needs]),
        "note": st.text(max_size=140),
    }
)


def kept(person: Person, body: Body, text: Text = "") -> Entry:
    return Entry.keep(person, new_id(), body, text)[0]


def share(entry: Entry, person: Person, bond: Bond, text: Text | None = None) -> SharedEntry:
    chosen = entry.text if text is None else text
    return SharedEntry.give(person, bond, copy_for(entry, bond, person, entry.body, chosen))


def stored(column: str) -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM entries_entry")  # noqa: S608
        return [bytes(row[0]) for row in cursor.fetchall()]


@given(check_ins)
def test_whatever_a_check_in_says_its_body_fits_the_smallest_envelope(values: dict[str, Any]) -> None:
    form = CheckInForm(values)
    if form.is_valid():
        body, _note = form.written(2**33)
        assert len(msgspec.msgpack.encode(body)) <= LARGEST_BODY


def test_the_largest_bodies_fit() -> None:
    forty = "é" * (LONGEST_OWN_WORD // 2)
    largest: list[Body] = [
        CheckIn(2**33, Mood(-3, -3), ("w" * 40, "w" * 40), forty, 4, "n" * 40),
        Journal(2**33, "p" * 40),
        Appreciation(2**33, new_id(), new_id()),
    ]
    sizes = [len(msgspec.msgpack.encode(body)) for body in largest]
    assert max(sizes) <= LARGEST_BODY
    figure("largest body of an entry, bytes", max(sizes))


def test_kinds_and_moods_look_alike_in_the_file(ada: Person) -> None:
    kept(ada, CheckIn(NOON, "unsure"))
    kept(ada, CheckIn(NOON, Mood(3, 3), ("joyful", "amused", "smitten"), "", 4, "food-and-warmth"), "a line")
    kept(ada, Journal(NOON, "today-1"), "a short page")
    kept(ada, Appreciation(NOON, new_id()), Praise("made tea", "you notice"))
    sizes = {len(value) for column in ("body", "text") for value in stored(column)}
    assert sizes == {256 + HEADER + TAG}


@pytest.mark.django_db(transaction=True)
def test_what_was_written_is_not_in_the_file(ada: Person, bond: Bond) -> None:
    entry = kept(ada, CheckIn(NOON, Mood(1, 1), (), "canary-ember-1"), "canary-ember-2")
    share(entry, ada, bond)
    kept(ada, Journal(NOON), "canary-ember-3 " * 400)
    with connection.cursor() as cursor:
        raw = b""
        for table in ("entries_entry", "entries_sharedentry"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
            raw += b"".join(bytes(v) for row in cursor.fetchall() for v in row if isinstance(v, bytes))
    assert b"canary-ember" not in raw + b"".join(files().values())


def test_nobody_else_sees_a_private_entry(ada: Person, bo: Person, bond: Bond) -> None:
    entry = kept(ada, Journal(NOON), "canary-ember-4")
    assert not Entry.objects.of(again(bo)).filter(id=entry.id).exists()
    assert shared_with(again(bo), mine(bo, bond.id)) == []
    assert Entry.objects.of(again(ada)).get(id=entry.id).plain == "canary-ember-4"


def test_a_copy_opens_for_the_bond_and_for_nobody_else(
    ada: Person, bo: Person, charlie: Person, bond: Bond
) -> None:
    entry = kept(ada, Journal(NOON), "one\n\ncanary-ember-5")
    share(entry, ada, bond, "canary-ember-5")
    (seen,) = shared_with(again(bo), mine(bo, bond.id))
    assert (seen.plain, seen.author_id, seen.source) == ("canary-ember-5", ada.id, entry.id)
    assert not SharedEntry.objects.of(again(charlie)).exists()


def test_a_copy_stays_closed_to_somebody_who_joins_later(ada: Person, dana: Person, bond: Bond) -> None:
    entry = kept(ada, Journal(NOON), "canary-ember-6")
    share(entry, ada, bond)
    theirs = join(bond, ada, dana)
    person = again(dana)
    assert SharedEntry.objects.count() == 1
    assert shared_with(person, theirs) == []
    later = kept(ada, Journal(NOON), "for all three")
    share(later, again(ada), mine(ada, bond.id))
    assert [row.plain for row in shared_with(again(dana), mine(dana, bond.id))] == ["for all three"]


def test_sharing_again_replaces_the_copy_and_leaves_no_trace_of_when(
    ada: Person, bo: Person, bond: Bond
) -> None:
    entry = kept(ada, Journal(NOON), "first")
    first = share(entry, ada, bond)
    assert share(entry, ada, bond).revision == 1
    entry.rewrite(Journal(NOON), "second")
    share(entry, ada, bond)
    (seen,) = shared_with(again(bo), mine(bo, bond.id))
    assert (seen.plain, seen.revision, seen.body.at) == ("second", 2, first.body.at)


def test_changing_the_private_entry_does_not_change_the_copy(ada: Person, bo: Person, bond: Bond) -> None:
    entry = kept(ada, Journal(NOON), "as shared")
    share(entry, ada, bond)
    entry.rewrite(Journal(NOON), "canary-ember-7")
    assert [row.plain for row in shared_with(again(bo), mine(bo, bond.id))] == ["as shared"]


def test_nothing_is_shared_into_a_bond_without_others(ada: Person, bo: Person, bond: Bond) -> None:
    entry = kept(ada, Journal(NOON), "too late")
    mine(bo, bond.id).leave(again(bo), take_back=False)
    ended = mine(ada, bond.id)
    with pytest.raises(NobodyThere):
        share(entry, again(ada), ended)
    assert not SharedEntry.objects.exists()


def test_who_left_can_still_take_back(ada: Person, bo: Person, bond: Bond) -> None:
    entry = kept(ada, Journal(NOON), "canary-ember-8")
    share(entry, ada, bond)
    mine(ada, bond.id).leave(again(ada), take_back=False)
    assert SharedEntry.copies_of(entry).count() == 1
    entry.remove()
    assert not SharedEntry.objects.exists()


def test_an_entry_sent_twice_is_written_once(ada: Person) -> None:
    id = new_id()
    first, is_new = Entry.keep(ada, id, Journal(NOON), "page")
    second, is_new_again = Entry.keep(ada, id, Journal(NOON + 60), "page")
    assert (is_new, is_new_again) == (True, False)
    assert first.id == second.id
    assert second.says(Journal(NOON + 60), "page")
    assert not second.says(Journal(NOON + 60), "another page")
    assert Entry.objects.of(ada).count() == 1


def test_two_tabs_do_not_overwrite_each_other(ada: Person) -> None:
    entry = kept(ada, Journal(NOON), "first")
    other = Entry.objects.of(ada).get(id=entry.id)
    other.rewrite(Journal(NOON), "from the other tab")
    with pytest.raises(Conflict):
        entry.rewrite(Journal(NOON), "from this tab")
    assert Entry.objects.of(ada).get(id=entry.id).plain == "from the other tab"


def test_history_comes_in_whole_days_and_by_kind(ada: Person) -> None:
    for n in range(6):
        body: Body = Journal(NOON + n) if n % 2 else CheckIn(NOON + n, "unsure")
        Entry.keep(ada, new_id(), body, str(n), on=date(2026, 5, 1 + n // 2))
    page = Entry.objects.of(ada).history(page=3)
    assert [(day.day, [row.plain for row in rows]) for day, rows in page.days] == [
        (3, ["5", "4"]),
        (2, ["3", "2"]),
    ]
    rest = Entry.objects.of(ada).history(before=page.before, page=3)
    assert [row.plain for _day, rows in rest.days for row in rows] == ["1", "0"]
    assert rest.before is None
    pages = Entry.objects.of(ada).history("journal")
    assert [row.plain for _day, rows in pages.days for row in rows] == ["5", "3", "1"]


def test_search_finds_ones_own_words_only(ada: Person, bo: Person) -> None:
    kept(ada, Journal(NOON), "We ate the Awful soup and asked for seconds")
    kept(ada, CheckIn(NOON, Mood(1, -1), ("worried",), "jittery", None, "company"))
    kept(bo, Journal(NOON), "awful weather")
    found = Entry.objects.of(ada).search("AWFUL")
    assert [(one.match.before, one.match.hit) for one in found] == [("We ate the ", "Awful")]
    assert len(Entry.objects.of(ada).search("jitter")) == 1
    assert len(Entry.objects.of(ada).search("worried")) == 1


def test_whether_somebody_has_checked_in_today(ada: Person) -> None:
    kept(ada, Journal(NOON), "a page")
    assert not has_checked_in(ada, ada.today())
    kept(ada, CheckIn(NOON, "unsaid"))
    assert has_checked_in(ada, ada.today())


def test_a_body_that_would_stand_out_is_refused(ada: Person) -> None:
    with pytest.raises(ValueError, match="too large"):
        kept(ada, CheckIn(NOON, "", ("w" * 200,), "x" * 60))


def test_a_page_of_history_reads_no_more_than_it_may_show(ada: Person) -> None:
    for number in range(2 * PAGE + 5):
        day = date(2026, 5, 1) + timedelta(days=number)
        Entry.keep(ada, new_id(day), Journal(NOON), "canary-ember-30", on=day)
    with CaptureQueriesContext(connection) as asked:
        history = Entry.objects.of(ada).history()
    assert len(history.days) == PAGE
    read = [one["sql"] for one in asked if 'FROM "entries_entry"' in one["sql"]]
    assert len(read) == 1
    assert f"LIMIT {2 * PAGE}" in read[0]
    alone = Entry.objects.of(ada).history("check-in")
    assert (alone.days, alone.before) == ([], None)
    seen: list[date] = []
    before: date | None = None
    while True:
        some = Entry.objects.of(ada).history(before=before)
        seen += [day for day, _ in some.days]
        if (before := some.before) is None:
            break
    assert len(set(seen)) == len(seen) == 2 * PAGE + 5
