"""Words to write down and to read aloud."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inglenook.vault.core.errors import BadCode
from inglenook.vault.core.words import (
    fingerprint_words,
    from_words,
    is_clear_aloud,
    on_list,
    six_words,
    spelled,
    to_words,
    word_list,
)

sixteen = st.binary(min_size=16, max_size=16)
borders = st.sampled_from([" ", "  ", ", ", ",", "\n", " - ", "-", ". ", "\t", "\u00a0", "; "])


def test_the_list_is_the_one_we_know() -> None:
    words = word_list()
    assert len(words) == len(set(words)) == 7776
    assert hashlib.sha256("\n".join(words).encode()).hexdigest() == (
        "abae49761b88f3f1ba31ef944bea1f61b795a3cd7e1cfb7d276ed45bf77967ba"
    )


@given(sixteen)
def test_sixteen_bytes_are_eleven_words_and_come_back(data: bytes) -> None:
    words = to_words(data)
    assert len(words) == 11
    assert from_words(" ".join(words)) == data


@given(st.binary(max_size=64))
def test_bytes_of_any_size_come_back(data: bytes) -> None:
    assert from_words(" ".join(to_words(data)), size=len(data)) == data


@given(sixteen, st.data())
def test_case_commas_hyphens_and_spaces_do_not_matter(data: bytes, draw: st.DataObject) -> None:
    typed = ""
    for word in to_words(data):
        shaped = draw.draw(st.sampled_from([word, word.upper(), word.title(), word.replace("-", "\u2011")]))
        typed += shaped + draw.draw(borders)
    assert from_words(draw.draw(borders) + typed) == data


def test_a_numbered_list_can_be_typed_with_its_numbers() -> None:
    data = bytes(range(16))
    typed = "\n".join(f"{number}. {word}" for number, word in enumerate(to_words(data), 1))
    assert from_words(typed) == data


@pytest.mark.parametrize("word", ["drop-down", "felt-tip", "t-shirt", "yo-yo"])
@pytest.mark.parametrize("between", ["-", " ", "\u2010", "\u2011", "\u2013", " - "])
def test_words_with_a_hyphen_are_put_together_again(word: str, between: str) -> None:
    assert word in word_list()
    typed = f"Abacus {word.replace('-', between).upper()} shirt, down"
    assert spelled(typed) == ["abacus", word, "shirt", "down"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("dropdown", "drop-down"), ("TShirt", "t-shirt"), ("felttip", "felt-tip"), ("yoyo", "yoyo")],
)
def test_words_with_a_hyphen_may_be_typed_without(typed: str, meant: str) -> None:
    assert spelled(typed) == [meant]


@given(sixteen, st.integers(0, 10), st.integers(0, 7775))
def test_one_wrong_word_is_always_noticed(data: bytes, place: int, wrong: int) -> None:
    words = to_words(data)
    if words[place] == word_list()[wrong]:
        return
    words[place] = word_list()[wrong]
    with pytest.raises(BadCode, match="do not fit together: one may be misheard"):
        from_words(" ".join(words))


def test_neighbours_changing_places_are_noticed() -> None:
    words = to_words(bytes(range(16)))
    for place in range(10):
        swapped = [*words[:place], words[place + 1], words[place], *words[place + 2 :]]
        with pytest.raises(BadCode, match="misheard"):
            from_words(" ".join(swapped))


def test_a_missing_or_added_word_is_counted() -> None:
    words = to_words(bytes(range(16)))
    for typed, said in [
        (words[:9], "That is 9 words; there should be 11."),
        ([*words, "abacus"], "That is 12 words; there should be 11."),
        (words[:1], "That is one word; there should be 11."),
        ([], "That is 0 words; there should be 11."),
    ]:
        with pytest.raises(BadCode) as caught:
            from_words(" ".join(typed))
        assert caught.value.reason == str(caught.value) == said


def test_a_word_not_on_the_list_is_named_to_the_person_but_not_to_a_log() -> None:
    words = to_words(bytes(range(16)))
    words[3] = "Canaryember"
    with pytest.raises(BadCode) as caught:
        from_words(" ".join(words))
    assert caught.value.reason == "Word 4, “canaryember”, is not on the list."
    assert str(caught.value) == "Word 4, “…”, is not on the list."
    assert "canary" not in repr(caught.value)


@given(st.text())
def test_any_other_text_is_refused_kindly(text: str) -> None:
    with pytest.raises(BadCode) as caught:
        from_words(text)
    assert caught.value.reason.endswith(".")


def test_a_number_too_large_for_its_size_is_refused() -> None:
    for last in word_list():  # one of them is the right check word
        with pytest.raises(BadCode, match="misheard"):
            from_words("zoom " * 10 + last)


def test_a_passphrase_is_six_words_of_the_list() -> None:
    for _ in range(5000):
        words = six_words().split(" ")
        assert len(words) == 6
        assert on_list(words)
        assert is_clear_aloud(words)
    assert len({six_words() for _ in range(200)}) == 200


def test_words_that_sound_alike_are_known() -> None:
    assert not is_clear_aloud(["abacus", "yo-yo"])
    assert not is_clear_aloud(["yoyo"])


def test_a_fingerprint_is_the_same_for_the_same_parts_in_the_same_order() -> None:
    assert fingerprint_words(b"ada", b"bo") == fingerprint_words(b"ada", b"bo")
    assert len(fingerprint_words(b"ada", b"bo")) == 4
    others = [(b"bo", b"ada"), (b"adab", b"o"), (b"adabo",), (b"ada", b"bo", b"")]
    assert fingerprint_words(b"ada", b"bo") not in [fingerprint_words(*other) for other in others]


@pytest.mark.parametrize("count", [1, 6, 16])
def test_a_fingerprint_has_as_many_words_as_asked_for(count: int) -> None:
    words = fingerprint_words(b"ada", count=count)
    assert len(words) == count
    assert on_list(words)


@pytest.mark.parametrize("count", [0, 17])
def test_a_fingerprint_beyond_its_digest_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match="1 to 16"):
        fingerprint_words(b"ada", count=count)
