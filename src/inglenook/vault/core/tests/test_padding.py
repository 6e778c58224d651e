"""Padding hides how long a text is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inglenook.vault.core.errors import Tampered
from inglenook.vault.core.padding import is_padded_size, pad, padded_size, unpad

leasts = st.integers(1, 5000)


@given(st.binary(max_size=6000), leasts)
def test_any_bytes_come_back(data: bytes, least: int) -> None:
    padded = pad(data, least)
    assert len(padded) == padded_size(len(data), least)
    assert unpad(padded) == data


@given(st.binary(max_size=300), st.integers(0, 300))
def test_text_that_looks_like_padding_comes_back(data: bytes, zeros: int) -> None:
    tricky = data + b"\x80" + b"\x00" * zeros
    assert unpad(pad(tricky)) == tricky


@pytest.mark.parametrize(
    ("length", "size"),
    [
        (0, 256),
        (255, 256),
        (256, 512),
        (511, 512),
        (512, 1024),
        (4095, 4096),
        (4096, 4352),
        (4351, 4352),
        (4352, 4608),
        (9_999, 10_240),
        (99_999, 100_352),
        (1_000_000, 1_015_808),
    ],
)
def test_sizes_are_powers_of_two_and_then_those_of_padme(length: int, size: int) -> None:
    assert padded_size(length) == size


def test_a_yes_and_a_long_evening_check_in_look_the_same() -> None:
    assert len({padded_size(length) for length in range(256)}) == 1


@given(st.integers(0, 10_000_000), leasts)
def test_padding_is_never_too_small_nor_wasteful(length: int, least: int) -> None:
    size = padded_size(length, least)
    assert size > length
    assert size >= least
    assert is_padded_size(size)
    if length >= 4096 and length >= least:
        assert size <= (length + 1) * 1.12


@given(st.integers(0, 100_000), st.integers(0, 1000))
def test_a_longer_text_is_never_smaller(length: int, more: int) -> None:
    assert padded_size(length) <= padded_size(length + more)


@pytest.mark.parametrize(
    "malformed",
    [
        b"",
        b"\x00",
        b"\x00" * 256,
        b"a" * 256,
        b"a\x80" + b"\x00" * 255,
        b"a\x80" + b"\x00" * 253,
        pad(b"a")[:-1] + b"\x01",
    ],
    ids=["empty", "one zero", "no mark", "no end", "one longer", "one shorter", "not ended by zeros"],
)
def test_malformed_padding_is_refused(malformed: bytes) -> None:
    with pytest.raises(Tampered):
        unpad(malformed)


def test_senseless_sizes_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        padded_size(-1)
    with pytest.raises(ValueError, match="least"):
        pad(b"", 0)
    assert not is_padded_size(0)
