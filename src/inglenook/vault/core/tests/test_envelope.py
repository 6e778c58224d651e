"""An envelope opens with its key, in its place, as it was sealed, and not otherwise."""

from dataclasses import replace
from hashlib import blake2b
from struct import pack
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.secret import Aead

from inglenook.vault.core import envelope as envelopes
from inglenook.vault.core.envelope import (
    Place,
    describe,
    header_ok,
    open_envelope,
    seal,
    unwrap_key,
    wrap_key,
)
from inglenook.vault.core.errors import Tampered
from inglenook.vault.core.keys import AccountKey, BondEpochKey, EntryKey, Key, PersonEpochKey
from inglenook.vault.core.padding import pad
from inglenook.vault.core.tests.places import ADA, BO, PLACE

any_place = st.builds(Place, st.text(), st.uuids(), st.uuids(), st.text(), st.integers(0), st.integers(0))


def _raw(content: bytes | str | int | UUID) -> bytes:
    """Write one part of a frame, independently of the code under test."""
    match content:
        case bytes():
            kind, body = b"b", content
        case str():
            kind, body = b"s", content.encode()
        case int():
            kind, body = b"i", content.to_bytes(1)
        case UUID():
            kind, body = b"u", content.bytes
    return kind + pack(">I", len(body)) + body


def _frame(*parts: bytes | str | int | UUID) -> bytes:
    return pack(">I", len(parts)) + b"".join(map(_raw, parts))


def _by_hand(key: bytes, nonce: bytes, body: bytes, form: int, purpose: str) -> bytes:
    """Build an envelope for PLACE from its description alone."""
    bound = _frame("inglenook.envelope", form, 1, purpose, 2, ADA, "journal", PLACE.row, "text", 3)
    commits, encrypts = (
        blake2b(_frame(use, 1), digest_size=32, key=key, person=b"inglenook-subkey").digest()
        for use in ("commit", "encrypt")
    )
    commitment = blake2b(
        _frame(form, 1, nonce, bound), digest_size=32, key=commits, person=b"inglenook-commit"
    ).digest()
    return bytes([form, 1]) + nonce + commitment + Aead(encrypts).encrypt(body, bound, nonce).ciphertext


@given(st.binary(max_size=5000), any_place)
def test_any_bytes_come_back_from_any_place(plaintext: bytes, place: Place) -> None:
    key = EntryKey.generate()
    assert open_envelope(key, seal(key, plaintext, place), place) == plaintext


@given(st.sampled_from([AccountKey, EntryKey, PersonEpochKey, BondEpochKey]), any_place)
def test_any_key_comes_back_as_its_kind(kind: type[Key], place: Place) -> None:
    under, key = PersonEpochKey.generate(), kind.generate()
    assert unwrap_key(under, wrap_key(under, key, place), place, kind) == key


@given(st.binary(max_size=255))
def test_short_texts_all_take_the_same_room(plaintext: bytes) -> None:
    assert len(seal(EntryKey.generate(), plaintext, PLACE)) == 2 + 24 + 32 + 256 + 16


def test_the_least_size_is_the_callers_choice() -> None:
    assert len(seal(EntryKey.generate(), b"yes", PLACE, least=1024)) == 2 + 24 + 32 + 1024 + 16


def test_the_same_text_never_gives_the_same_envelope() -> None:
    key = EntryKey.generate()
    assert len({seal(key, b"canary-ember-1", PLACE) for _ in range(100)}) == 100


def test_an_envelope_does_not_hold_its_text() -> None:
    assert b"canary-ember-2" not in seal(EntryKey.generate(), b"canary-ember-2", PLACE)


ELSEWHERE = [
    replace(PLACE, table="letters"),
    replace(PLACE, owner=BO),
    replace(PLACE, row=UUID(int=PLACE.row.int ^ 1)),
    replace(PLACE, field="title"),
    replace(PLACE, revision=4),
    replace(PLACE, epoch=1),
    replace(PLACE, table=PLACE.field, field=PLACE.table),
    replace(PLACE, owner=PLACE.row, row=PLACE.owner),
    replace(PLACE, revision=PLACE.epoch, epoch=PLACE.revision),
]


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_an_envelope_moved_elsewhere_is_refused(elsewhere: Place) -> None:
    key, under = EntryKey.generate(), PersonEpochKey.generate()
    with pytest.raises(Tampered):
        open_envelope(key, seal(key, b"canary-ember-3", PLACE), elsewhere)
    with pytest.raises(Tampered):
        unwrap_key(under, wrap_key(under, key, PLACE), elsewhere, EntryKey)


def test_another_key_opens_nothing() -> None:
    key, other = EntryKey.generate(), EntryKey.generate()
    with pytest.raises(Tampered):
        open_envelope(other, seal(key, b"canary-ember-4", PLACE), PLACE)
    with pytest.raises(Tampered):
        unwrap_key(other, wrap_key(key, other, PLACE), PLACE, EntryKey)


def test_a_wrapped_key_comes_back_as_no_other_kind() -> None:
    under = AccountKey.generate()
    wrapped = wrap_key(under, BondEpochKey.generate(), PLACE)
    with pytest.raises(Tampered):
        unwrap_key(under, wrapped, PLACE, PersonEpochKey)


def test_a_text_is_no_key_and_a_key_is_no_text() -> None:
    key = EntryKey.generate()
    text, wrapped = seal(key, b"\x07" * 32, PLACE, least=32), wrap_key(key, EntryKey.generate(), PLACE)
    for relabelled in (wrapped, b"\x01" + wrapped[1:]):
        with pytest.raises(Tampered):
            open_envelope(key, relabelled, PLACE)
    for relabelled in (text, b"\x02" + text[1:]):
        with pytest.raises(Tampered):
            unwrap_key(key, relabelled, PLACE, EntryKey)


def test_the_commitment_is_checked_even_where_the_ciphertext_is_sound() -> None:
    key = EntryKey.generate()
    one, other = seal(key, b"canary-ember-5", PLACE), seal(key, b"canary-ember-6", PLACE)
    swapped = one[:26] + other[26:58] + one[58:]
    with pytest.raises(Tampered):
        open_envelope(key, swapped, PLACE)


def test_the_ciphertext_is_checked_even_where_the_commitment_is_sound() -> None:
    key = EntryKey.generate()
    one, other = seal(key, b"canary-ember-7", PLACE), seal(key, b"canary-ember-8", PLACE)
    with pytest.raises(Tampered):
        open_envelope(key, one[:58] + other[58:], PLACE)


@pytest.mark.parametrize("body", [b"\x00" * 256, b"a" * 256, b"a" * 255 + b"\x01", b""])
def test_malformed_padding_under_the_right_key_is_refused(body: bytes) -> None:
    key = EntryKey.generate()
    with pytest.raises(Tampered):
        open_envelope(key, _by_hand(key.expose(), bytes(24), body, 1, "text"), PLACE)


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_a_wrapped_key_of_another_size_is_refused(size: int) -> None:
    under = AccountKey.generate()
    with pytest.raises(Tampered):
        unwrap_key(under, _by_hand(under.expose(), bytes(24), bytes(size), 2, "entry"), PLACE, EntryKey)


@pytest.mark.parametrize("first_bytes", [(0, 1), (1, 0), (1, 2), (2, 1), (3, 1), (255, 255)])
def test_another_format_or_suite_is_refused(first_bytes: tuple[int, int]) -> None:
    key = EntryKey.generate()
    with pytest.raises(Tampered):
        open_envelope(key, bytes(first_bytes) + seal(key, b"canary-ember-9", PLACE)[2:], PLACE)


@pytest.mark.parametrize("empty", [b"", b"\x01", b"\x01\x01", b"\x01\x01" + bytes(72)])
def test_what_is_too_short_is_refused(empty: bytes) -> None:
    assert not header_ok(empty)
    with pytest.raises(Tampered):
        open_envelope(EntryKey.generate(), empty, PLACE)


def test_a_header_is_described_without_a_key() -> None:
    key = EntryKey.generate()
    text, wrapped = seal(key, b"canary-ember-10", PLACE), wrap_key(key, key, PLACE)
    assert describe(text) == (envelopes.TEXT_FORMAT, envelopes.SUITE)
    assert describe(wrapped) == (envelopes.KEY_FORMAT, envelopes.SUITE)
    assert header_ok(text)
    assert header_ok(wrapped)


def test_a_damaged_header_or_length_is_noticed_without_a_key() -> None:
    key = EntryKey.generate()
    for sound in (seal(key, b"canary-ember-11", PLACE), wrap_key(key, key, PLACE)):
        damaged = [
            sound[:-1],
            sound + b"\x00",
            b"\x00" + sound[1:],
            sound[:1] + b"\x00" + sound[2:],
            sound[:58],
        ]
        assert not any(map(header_ok, damaged))


def test_the_layout_is_the_one_described() -> None:
    key, other = EntryKey(bytes(range(32))), EntryKey(bytes(range(32, 64)))
    by_hand = _by_hand(key.expose(), bytes(range(24)), pad(b"canary-ember-12"), 1, "text")
    assert open_envelope(key, by_hand, PLACE) == b"canary-ember-12"
    by_hand = _by_hand(key.expose(), bytes(range(24)), other.expose(), 2, "entry")
    assert unwrap_key(key, by_hand, PLACE, EntryKey) == other
