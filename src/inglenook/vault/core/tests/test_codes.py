"""Codes survive paper, telephones and hurried typing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inglenook.vault.core.codes import InviteCode, RecoveryCode
from inglenook.vault.core.errors import BadCode, Tampered

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

recovery_codes = st.integers(0, 2**130 - 1).map(lambda number: RecoveryCode(number.to_bytes(17)))
invite_codes = st.binary(min_size=16, max_size=16).map(InviteCode)


@given(recovery_codes)
def test_a_recovery_code_comes_back_from_paper(code: RecoveryCode) -> None:
    groups = code.shown.split("-")
    assert [len(group) for group in groups] == [5] * 6
    assert set("".join(groups)) <= set(ALPHABET)
    assert RecoveryCode.parse(code.shown) == code


@given(recovery_codes, st.data())
def test_a_recovery_code_forgives_case_spaces_and_look_alikes(
    code: RecoveryCode, draw: st.DataObject
) -> None:
    look_alikes = {"0": "0oO", "1": "1iIlL", "-": ["-", " ", "", "  ", "\u2011", "\n", "."]}
    typed = "".join(
        draw.draw(st.sampled_from(look_alikes.get(letter, [letter, letter.lower()]))) for letter in code.shown
    )
    assert RecoveryCode.parse(f" {typed}\n") == code


@given(recovery_codes, st.integers(0, 29), st.sampled_from(ALPHABET))
def test_a_mistyped_letter_is_noticed(code: RecoveryCode, place: int, letter: str) -> None:
    letters = code.shown.replace("-", "")
    if letters[place] == letter:
        return
    with pytest.raises(BadCode, match="one may be mistyped"):
        RecoveryCode.parse(letters[:place] + letter + letters[place + 1 :])


def test_a_short_recovery_code_is_counted() -> None:
    with pytest.raises(BadCode) as caught:
        RecoveryCode.parse(RecoveryCode.generate().shown[:-2])
    assert caught.value.reason == "That is 28 letters and digits; there should be 30."


def test_a_letter_that_is_never_used_is_pointed_out() -> None:
    with pytest.raises(BadCode) as caught:
        RecoveryCode.parse("ABCDu")
    assert caught.value.reason == "“U”, at place 5, is never part of a code."
    assert str(caught.value) == "“…”, at place 5, is never part of a code."


@given(st.text())
def test_any_other_text_is_no_recovery_code_and_refused_kindly(text: str) -> None:
    with pytest.raises(BadCode):
        RecoveryCode.parse(text)


def test_a_recovery_code_has_no_more_than_130_bits() -> None:
    with pytest.raises(ValueError, match="130 bits"):
        RecoveryCode(b"\xff" * 17)
    with pytest.raises(ValueError, match="130 bits"):
        RecoveryCode((2**130).to_bytes(17))


def test_a_recovery_key_depends_on_code_and_salt() -> None:
    code = RecoveryCode.generate()
    assert code.key(bytes(16)) == RecoveryCode.parse(code.shown).key(bytes(16))
    assert code.key(bytes(16)) != code.key(b"\x01" * 16)
    assert code.key(bytes(16)) != RecoveryCode.generate().key(bytes(16))


@given(invite_codes)
def test_an_invitation_comes_back_from_link_or_words(code: InviteCode) -> None:
    whole = f"https://ember.example/join/#{code.link}"
    for form in (
        code.link,
        whole,
        f"  {whole}\n",
        code.words,
        code.words.upper(),
        code.words.replace(" ", ", "),
    ):
        assert InviteCode.parse(form) == code


def test_an_invitation_is_clear_when_read_aloud() -> None:
    for _ in range(200):
        code = InviteCode.generate()
        assert len(code.link) == 22
        assert len(code.words.split(" ")) == 11
        assert not {"yo-yo", "yoyo"} & set(code.words.split(" "))


@pytest.mark.parametrize("cut", ["https://ember.example/join/#", "https://ember.example/join/#abc", "aB3_dE"])
def test_a_cut_link_is_explained(cut: str) -> None:
    with pytest.raises(BadCode, match="This link is not whole"):
        InviteCode.parse(cut)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "That is 0 words"), ("abacus abdomen", "That is 2 words"), ("xyzzq", "is not on the list")],
)
def test_wrong_words_are_explained(typed: str, said: str) -> None:
    with pytest.raises(BadCode, match=said):
        InviteCode.parse(typed)


@given(st.text())
def test_any_other_text_is_no_invitation_and_refused_kindly(text: str) -> None:
    with pytest.raises(BadCode) as caught:
        InviteCode.parse(text)
    assert caught.value.reason.endswith(".")


def test_what_the_server_keeps_is_neither_the_code_nor_its_key() -> None:
    code = InviteCode.generate()
    assert code.digest() == InviteCode.parse(code.words).digest()
    assert code.digest() != InviteCode.generate().digest()
    assert len({code.digest(), code.key().expose(), code.mac(b""), code.mac(code.expose())}) == 4


@given(invite_codes, st.binary(), st.binary())
def test_a_payload_is_vouched_for_by_the_code_alone(code: InviteCode, payload: bytes, other: bytes) -> None:
    mac = code.mac(payload)
    code.check(payload, mac)
    with pytest.raises(Tampered):
        InviteCode.generate().check(payload, mac)
    with pytest.raises(Tampered):
        code.check(payload + b"\x00", mac)
    if other != payload:
        with pytest.raises(Tampered):
            code.check(other, mac)


@pytest.mark.parametrize("mac", [b"", bytes(31), bytes(32), bytes(33)])
def test_a_mac_of_any_shape_is_refused(mac: bytes) -> None:
    with pytest.raises(Tampered):
        InviteCode.generate().check(b"canary-ember-20", mac)
