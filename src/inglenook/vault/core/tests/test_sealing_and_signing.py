"""Sealing to a person and signing in their name."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from inglenook.vault.core.encoding import frame
from inglenook.vault.core.errors import Tampered
from inglenook.vault.core.sealing import SealingPrivateKey, SealingPublicKey, open_sealed, seal_to
from inglenook.vault.core.signing import SigningPrivateKey, VerifyingKey


@given(st.binary(max_size=3000), st.binary())
def test_what_is_sealed_to_ada_ada_can_open(plaintext: bytes, info: bytes) -> None:
    ada = SealingPrivateKey.generate()
    assert open_sealed(ada, seal_to(ada.public, plaintext, info), info) == plaintext


def test_a_stored_private_key_opens_what_was_sealed_before() -> None:
    ada = SealingPrivateKey.generate()
    sealed = seal_to(SealingPublicKey(ada.public.raw), b"canary-ember-30", b"")
    assert open_sealed(SealingPrivateKey.from_bytes(ada.expose()), sealed, b"") == b"canary-ember-30"


def test_a_stranger_opens_nothing() -> None:
    ada, charlie = SealingPrivateKey.generate(), SealingPrivateKey.generate()
    with pytest.raises(Tampered):
        open_sealed(charlie, seal_to(ada.public, b"canary-ember-31", b"grant"), b"grant")


@pytest.mark.parametrize("info", [b"", b"grant\x00", b"grant 2", frame("grant")])
def test_another_purpose_opens_nothing(info: bytes) -> None:
    ada = SealingPrivateKey.generate()
    with pytest.raises(Tampered):
        open_sealed(ada, seal_to(ada.public, b"canary-ember-32", b"grant"), info)


@given(st.binary(max_size=400))
def test_what_was_never_sealed_is_refused(noise: bytes) -> None:
    with pytest.raises(Tampered):
        open_sealed(SealingPrivateKey.generate(), noise, b"")


def test_a_truncated_or_extended_message_is_refused() -> None:
    ada = SealingPrivateKey.generate()
    sealed = seal_to(ada.public, b"canary-ember-33", b"")
    for changed in [sealed[:end] for end in range(len(sealed))] + [
        sealed + b"\x00",
        b"\x01" + sealed,
        b"\x02" + sealed[1:],
    ]:
        with pytest.raises(Tampered):
            open_sealed(ada, changed, b"")


def test_sealed_messages_hide_their_length_and_never_repeat() -> None:
    ada = SealingPrivateKey.generate().public
    assert {len(seal_to(ada, b"a" * length, b"")) for length in (0, 1, 100, 255)} == {1 + 32 + 256 + 16}
    assert len(seal_to(ada, bytes(32), b"", least=64)) == 1 + 32 + 64 + 16
    assert len({seal_to(ada, b"same", b"") for _ in range(50)}) == 50


def test_a_public_key_that_would_share_the_secret_with_everybody_is_refused() -> None:
    with pytest.raises(Tampered):
        seal_to(SealingPublicKey(bytes(32)), b"canary-ember-34", b"")


@given(st.binary())
def test_what_ada_signed_is_hers(message: bytes) -> None:
    ada = SigningPrivateKey.generate()
    signature = ada.sign(message)
    assert len(signature) == 64
    VerifyingKey(bytes(ada.public)).verify(message, signature)
    with pytest.raises(Tampered):
        ada.public.verify(message + b"\x00", signature)
    with pytest.raises(Tampered):
        SigningPrivateKey.generate().public.verify(message, signature)


def test_a_stored_signing_key_signs_as_before() -> None:
    ada = SigningPrivateKey.generate()
    assert SigningPrivateKey.from_bytes(ada.expose()).sign(b"roster") == ada.sign(b"roster")


def test_no_bit_of_a_signature_can_be_changed() -> None:
    ada = SigningPrivateKey.generate()
    signature = ada.sign(b"roster")
    for at in range(512):
        flipped = bytearray(signature)
        flipped[at // 8] ^= 1 << at % 8
        with pytest.raises(Tampered):
            ada.public.verify(b"roster", bytes(flipped))


@pytest.mark.parametrize("signature", [b"", bytes(63), bytes(64), bytes(65)])
def test_a_signature_of_any_shape_is_refused(signature: bytes) -> None:
    with pytest.raises(Tampered):
        SigningPrivateKey.generate().public.verify(b"roster", signature)


def test_a_public_key_that_is_no_point_verifies_nothing() -> None:
    with pytest.raises(Tampered):
        VerifyingKey(b"\xff" * 32).verify(b"roster", bytes(64))


def test_a_signature_is_over_the_framed_message_only() -> None:
    ada = SigningPrivateKey.generate()
    framed = frame("inglenook.signature", b"roster")
    Ed25519PublicKey.from_public_bytes(ada.public.raw).verify(ada.sign(b"roster"), framed)
    with pytest.raises(Tampered):
        ada.public.verify(framed, ada.sign(b"roster"))


@pytest.mark.parametrize("kind", [SealingPublicKey, VerifyingKey])
@pytest.mark.parametrize("raw", [b"", bytes(31), bytes(33), "k" * 32])
def test_a_public_key_has_32_bytes(kind: type[SealingPublicKey] | type[VerifyingKey], raw: bytes) -> None:
    with pytest.raises(ValueError, match="exactly 32 bytes"):
        kind(raw)


def test_public_keys_compare_by_their_bytes() -> None:
    private = SealingPrivateKey.generate()
    assert private.public == SealingPublicKey(private.public.raw)
    assert (
        len({private.public, SealingPublicKey(private.public.raw), SealingPrivateKey.generate().public}) == 2
    )
