"""Regions, prompts, excerpts, search and the picture, for whatever is put in."""

import re
from datetime import date, timedelta
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from inglenook.entries.passages import excerpt, folded, paragraphs, search
from inglenook.entries.picture import CELL, HEIGHT, WIDTH, Moment, draw_weeks, first_day, outline
from inglenook.entries.rules import Region, after, prompts_in_turn, region_of

places = st.integers(-3, 3)
days = st.dates(date(1975, 1, 1), date(2200, 1, 1))
ids = st.lists(st.text("abcdefgh-", min_size=1, max_size=8), unique=True, min_size=1, max_size=12)


@given(places, places)
def test_the_regions_are_the_quarters_and_what_lies_between(energy: int, pleasantness: int) -> None:
    region = region_of(energy, pleasantness)
    assert (region == "between") == (energy == 0 or pleasantness == 0)
    if region != "between":
        assert region_of(-energy, -pleasantness) not in (region, "between")


@given(ids, st.binary(min_size=16, max_size=16), days)
def test_no_prompt_comes_twice_before_all_have_come(names: list[str], seed: bytes, day: date) -> None:
    first = day - timedelta(days=day.toordinal() % len(names))
    seen = [prompts_in_turn(names, seed, first + timedelta(days=n))[0] for n in range(len(names))]
    assert sorted(seen) == sorted(names)


@given(ids, st.binary(min_size=16, max_size=16), days)
def test_a_day_has_one_prompt_and_all_the_others_follow(names: list[str], seed: bytes, day: date) -> None:
    turn = prompts_in_turn(names, seed, day)
    assert turn == prompts_in_turn(names, seed, day)
    walked = [turn[0]]
    for _ in names[1:]:
        walked.append(after(turn, walked[-1]))
    assert walked == turn
    assert after(turn, walked[-1]) == turn[0]


def test_without_prompts_there_is_none() -> None:
    assert prompts_in_turn([], b"x", date(2026, 1, 1)) == []
    assert after([], "any") == ""


@given(st.text(max_size=400), st.integers(10, 120))
def test_an_excerpt_is_one_line_of_the_text_and_never_too_long(text: str, longest: int) -> None:
    short = excerpt(text, longest)
    assert len(short) <= longest
    assert short.splitlines() in ([], [short])
    assert " ".join(text.split()).startswith(short.removesuffix("…").rstrip())


@given(st.text(max_size=200))
def test_paragraphs_leave_nothing_out(text: str) -> None:
    parts = paragraphs(text)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(part.strip() == part and part for part in parts)


@given(st.data(), st.text(min_size=1, max_size=200))
def test_every_part_of_a_text_is_found_whatever_its_case(data: st.DataObject, text: str) -> None:
    line = " ".join(text.split())
    start = data.draw(st.integers(0, len(line)))
    wanted = line[start : data.draw(st.integers(start, len(line)))].strip()
    found = search(text, wanted)
    if folded(wanted):
        assert found
        assert folded(wanted) in folded(found.hit)
        assert found.before.removeprefix("…") + found.hit + found.after.removesuffix("…") in line
    else:
        assert found is None


def test_search_knows_accents_and_sharp_s() -> None:
    for wanted in ("STRASSE", "straße", "cafe", "CAFÉ  zur"):
        assert search("Im Café zur\nStraße", wanted)
    assert not search("nothing of the kind", "something")


moments = st.builds(
    Moment,
    day=st.dates(date(2026, 1, 1), date(2026, 3, 31)),
    at=st.integers(0, 2**31),
    region=st.sampled_from(get_args(Region)),
    energy=places,
    pleasantness=places,
    strength=st.none() | st.integers(0, 4),
)


@given(st.lists(moments, max_size=12), st.dates(date(2026, 1, 1), date(2026, 3, 31)))
def test_every_mark_lies_inside_its_day(some: list[Moment], today: date) -> None:
    drawn = draw_weeks(some, today)
    assert [day.date for day in drawn] == [first_day(today) + timedelta(days=n) for n in range(28)]
    assert sum(day.is_today for day in drawn) == 1
    for day in drawn:
        assert 0 <= day.x <= WIDTH - CELL
        assert 0 <= day.y <= HEIGHT - CELL
        assert len(day.dots) == sum(one.day == day.date for one in some)
        for dot in day.dots:
            assert day.x <= dot.x <= day.x + CELL
            assert day.y <= dot.y <= day.y + CELL


def test_each_region_has_an_outline_of_its_own_but_for_fill() -> None:
    outlines = {region: outline(region) for region in get_args(Region)}
    assert all(re.fullmatch(r"M[-\d. LMahz]+", path) for path in outlines.values())
    assert outlines.pop("unsure") == outlines["calm"]
    assert len(set(outlines.values())) == len(outlines)


@given(days)
def test_the_four_weeks_begin_on_a_monday_and_hold_today(today: date) -> None:
    assert first_day(today).weekday() == 0
    assert 21 <= (today - first_day(today)).days < 28
