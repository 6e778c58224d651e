"""A passphrase gives the same key however it was typed, and slowly enough."""

import threading

import pytest
from argon2.low_level import Type, hash_secret_raw
from hypothesis import given
from hypothesis import strategies as st

from inglenook.vault.core.errors import VaultError
from inglenook.vault.core.passphrase import STANDARD, Hardness, derive, normalise, slots, tidy_words
from inglenook.vault.core.words import six_words

SALT = bytes(range(16))
LIGHT = Hardness(memory_kib=64, passes=1, lanes=1)


def test_the_standard_is_what_the_trust_model_promises() -> None:
    assert Hardness(memory_kib=65536, passes=3, lanes=4) == STANDARD
    assert STANDARD.encode() == "argon2id:v=19:m=65536,t=3,p=4"


def test_a_key_is_argon2id_of_the_normalised_passphrase() -> None:
    expected = hash_secret_raw("Ada é".encode(), SALT, 3, 65536, 4, 32, Type.ID)
    assert derive("  Ada   e\u0301 ", SALT).expose() == expected


@pytest.mark.parametrize(
    "typed",
    ["two  chairs", " two chairs ", "two\tchairs\n", "\uff54wo chairs", "two\u00a0chairs", "two\u3000chairs"],
)
def test_spaces_and_forms_of_letters_do_not_matter(typed: str) -> None:
    assert normalise(typed) == "two chairs"
    assert derive(typed, SALT, LIGHT) == derive("two chairs", SALT, LIGHT)


def test_case_salt_and_hardness_matter() -> None:
    keys = [
        derive("two chairs", SALT, LIGHT),
        derive("Two chairs", SALT, LIGHT),
        derive("two chairs", SALT[::-1], LIGHT),
        derive("two chairs", SALT, Hardness(64, 2, 1)),
        derive("twochairs", SALT, LIGHT),
    ]
    assert len({key.expose() for key in keys}) == len(keys)


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(st.characters(codec=None), max_size=20))
def test_any_text_can_be_a_passphrase(text: str) -> None:
    assert derive(text, SALT, LIGHT) == derive(text, SALT, LIGHT)


def test_a_half_letter_gives_a_key_and_no_error_that_shows_it() -> None:
    assert derive("\ud800", SALT, LIGHT) == derive("\ud800", SALT, LIGHT)


def test_a_generated_passphrase_may_be_typed_with_capitals_commas_and_hyphens() -> None:
    for _ in range(50):
        words = six_words()
        for typed in (words.title(), words.replace(" ", ", "), words.replace(" ", "-"), f" {words}. "):
            assert tidy_words(typed) == words


@pytest.mark.parametrize(
    "own", ["Two-Chairs, one Lamp", "Abacus-Abdomen", "abacus abdomen able 7", "P@ss, Word"]
)
def test_a_passphrase_of_ones_own_is_left_as_it_is(own: str) -> None:
    assert tidy_words(own) == own


@given(st.text())
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidy_words(tidy_words(text)) == tidy_words(text)


@given(st.integers(1, 64), st.integers(1, 100), st.integers(512, 4 * 1024 * 1024))
def test_hardness_is_read_as_it_was_stored(lanes: int, passes: int, memory: int) -> None:
    hardness = Hardness(memory, passes, lanes)
    assert Hardness.decode(hardness.encode()) == hardness


@pytest.mark.parametrize(
    "stored",
    [
        "",
        "canary-ember-21",
        "argon2id:v=19:m=65536,t=3",
        "argon2i:v=19:m=65536,t=3,p=4",
        "argon2id:v=16:m=65536,t=3,p=4",
        "argon2id:v=19:m=065536,t=3,p=4",
        "argon2id:v=19:m=65536,t=3,p=4\n",
        "argon2id:v=19:m=99999999,t=3,p=4",
        "argon2id:v=19:m=8,t=3,p=4",
        "argon2id:v=19:m=65536,t=0,p=4",
        "argon2id:v=19:m=65536,t=999,p=4",
    ],
)
def test_a_hardness_that_was_altered_is_refused(stored: str) -> None:
    with pytest.raises(VaultError) as caught:
        Hardness.decode(stored)
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize(
    "wrong", [(7, 1, 1), (64, 0, 1), (64, 1, 0), (64, 101, 1), (4 * 1024 * 1024 + 1, 1, 1)]
)
def test_a_hardness_out_of_bounds_cannot_be_made(wrong: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="out of bounds"):
        Hardness(*wrong)


def test_a_short_salt_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        derive("two chairs", bytes(15), LIGHT)


def test_at_most_two_derivations_run_at_once() -> None:
    done = threading.Event()

    def third() -> None:
        derive("two chairs", SALT, LIGHT)
        done.set()

    with slots, slots:
        assert not slots.acquire(blocking=False)
        waiting = threading.Thread(target=third)
        waiting.start()
        assert not done.wait(0.2)
    assert done.wait(10)
    waiting.join()


def test_a_failed_derivation_gives_its_slot_back() -> None:
    for _ in range(4):
        with pytest.raises(TypeError):
            derive("two chairs", "a salt that is text", LIGHT)  # type: ignore[arg-type]
    with slots, slots:
        pass
