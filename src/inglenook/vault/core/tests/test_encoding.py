"""A frame says one thing only."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inglenook.vault.core.encoding import Part, frame, unframe
from inglenook.vault.core.errors import Tampered

any_part: st.SearchStrategy[Part] = st.one_of(st.binary(), st.text(), st.integers(), st.uuids())
any_parts = st.lists(any_part, max_size=6)


def _typed(parts: list[Part] | tuple[Part, ...]) -> list[tuple[type, Part]]:
    return [(type(part), part) for part in parts]


@given(any_parts)
def test_what_is_framed_comes_back_with_its_types(parts: list[Part]) -> None:
    assert _typed(unframe(frame(*parts))) == _typed(parts)


@given(any_parts, any_parts)
def test_different_parts_give_different_frames(first: list[Part], second: list[Part]) -> None:
    assert (frame(*first) == frame(*second)) == (_typed(first) == _typed(second))


@given(any_parts, any_parts)
def test_no_frame_begins_another(first: list[Part], second: list[Part]) -> None:
    one, other = frame(*first), frame(*second)
    assert one == other or not other.startswith(one)


def test_borders_and_kinds_are_part_of_a_frame() -> None:
    number, owner = 7, UUID(int=7)
    alike: list[tuple[Part, ...]] = [
        ("ab", "c"),
        ("a", "bc"),
        ("abc",),
        (b"abc",),
        ("abc", ""),
        (number,),
        ("7",),
        (owner,),
        (owner.bytes,),
    ]
    assert len({frame(*parts) for parts in alike}) == len(alike)


@given(st.binary(max_size=80))
def test_bytes_that_frame_never_writes_are_refused(data: bytes) -> None:
    try:
        parts = unframe(data)
    except Tampered:
        return
    assert frame(*parts) == data


@given(any_parts, st.data())
def test_a_changed_frame_is_refused_or_means_something_else(parts: list[Part], data: st.DataObject) -> None:
    framed = frame(*parts)
    at = data.draw(st.integers(0, len(framed) - 1))
    changed = framed[:at] + bytes([framed[at] ^ data.draw(st.integers(1, 255))]) + framed[at + 1 :]
    try:
        read = unframe(changed)
    except Tampered:
        return
    assert _typed(read) != _typed(parts)


@pytest.mark.parametrize("made_long", [b"\x00\x07", b"\xff\xff"])
def test_a_number_has_one_form_only(made_long: bytes) -> None:
    with pytest.raises(Tampered):
        unframe(b"\x00\x00\x00\x01i" + len(made_long).to_bytes(4) + made_long)


@pytest.mark.parametrize("wrong", [True, None, 1.5, bytearray(b"a"), ("a",)])
def test_other_kinds_cannot_be_framed(wrong: object) -> None:
    with pytest.raises(TypeError):
        frame(wrong)  # type: ignore[arg-type]
