"""Without any key it can be told whether stored bytes are what they should be."""

from uuid import UUID

import pytest

from inglenook.vault.core.envelope import seal, wrap_key
from inglenook.vault.core.keys import AccountKey, EntryKey
from inglenook.vault.core.roster import Member, Roster
from inglenook.vault.core.sealing import SealingPrivateKey, seal_to
from inglenook.vault.core.shapes import Shape, fits
from inglenook.vault.core.tests.places import PLACE

KEY = AccountKey.generate()
LETTERBOX = SealingPrivateKey.generate().public
ADA = UUID(int=7)
REAL = {
    Shape.TEXT: seal(KEY, b"canary-ember-300" * 900, PLACE),
    Shape.KEY: wrap_key(KEY, EntryKey.generate(), PLACE),
    Shape.SEALED: seal_to(LETTERBOX, b"canary-ember-301", b""),
    Shape.ROSTER: Roster(ADA, 1, (Member(ADA, bytes(32), bytes(32)),)).to_bytes(),
    Shape.SIGNATURE: bytes(64),
    Shape.PUBLIC: bytes(32),
    Shape.DIGEST: bytes(32),
    Shape.VOUCHES: bytes(64),
    Shape.SALT: bytes(16),
    Shape.WIPED_TEXT: seal(KEY, b"canary-ember-302", PLACE),
    Shape.WIPED_SEALED: seal_to(LETTERBOX, b"canary-ember-303", b""),
}


@pytest.mark.parametrize("shape", Shape)
def test_the_real_thing_fits(shape: Shape) -> None:
    assert fits(shape, REAL[shape])


@pytest.mark.parametrize("shape", Shape)
def test_what_was_cut_or_grew_does_not_fit(shape: Shape) -> None:
    assert not fits(shape, REAL[shape][:-1])
    assert not fits(shape, REAL[shape] + b"\0")


@pytest.mark.parametrize("shape", [Shape.TEXT, Shape.KEY, Shape.SEALED, Shape.ROSTER])
def test_another_format_or_suite_does_not_fit(shape: Shape) -> None:
    for at in (0, 1) if shape in (Shape.TEXT, Shape.KEY) else (0,):
        torn = bytearray(REAL[shape])
        torn[at] ^= 0x40
        assert not fits(shape, bytes(torn))


def test_a_text_is_no_key_and_a_key_no_text() -> None:
    assert not fits(Shape.TEXT, REAL[Shape.KEY])
    assert not fits(Shape.KEY, REAL[Shape.TEXT])


@pytest.mark.parametrize("shape", Shape)
def test_only_what_may_be_wiped_may_be_empty(shape: Shape) -> None:
    assert fits(shape, b"") == (shape in (Shape.WIPED_TEXT, Shape.WIPED_SEALED))
