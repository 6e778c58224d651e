"""The rules of exchanges, for all that could happen."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from inglenook.exchanges.rules import askable, is_complete, page_of, participants
from inglenook.guide.content import library

QUESTIONS = tuple(library().questions.values())
people = st.frozensets(st.uuids(), max_size=5)


@given(people, people)
def test_it_opens_only_when_everybody_has_answered(part: frozenset[UUID], answered: frozenset[UUID]) -> None:
    assert is_complete(part, answered) == (len(part) >= 2 and not part - answered)


@given(st.dictionaries(st.uuids(), st.integers(1, 9)), st.integers(1, 9))
def test_only_those_who_were_there_take_part(since: dict[UUID, int], asked: int) -> None:
    assert participants(since.items(), asked) == {one for one, first in since.items() if first <= asked}


@given(st.lists(st.sampled_from(QUESTIONS), unique=True), st.data())
def test_no_question_comes_again_before_all_have_come(offered: list, data: st.DataObject) -> None:  # type: ignore[type-arg]
    rounds = 2 * len(offered)
    asked: list[str] = []
    for _ in range(rounds):
        chosen = data.draw(st.sampled_from(askable(offered, asked)[:3])).id
        if chosen in asked:
            asked.remove(chosen)
        elif len(asked) < len(offered):
            assert chosen not in asked
        asked.append(chosen)
    assert set(asked) == {one.id for one in offered}


def test_in_the_second_round_the_oldest_comes_first() -> None:
    some = QUESTIONS[:4]
    asked = [some[i].id for i in (2, 0, 3, 1)]
    assert [one.id for one in askable(some, asked)] == asked


@given(st.lists(st.integers()), st.integers(0, 50))
def test_pages_go_round(items: list[int], page: int) -> None:
    pages = -(-len(items) // 3) or 1
    assert page_of(items, page) == page_of(items, page + pages)
    assert [one for number in range(pages) for one in page_of(items, number)] == items
