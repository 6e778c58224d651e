"""No error tells what it was given."""

import traceback
from collections.abc import Callable
from uuid import UUID

import pytest

from inglenook.vault.core.codes import InviteCode, RecoveryCode
from inglenook.vault.core.encoding import frame, unframe
from inglenook.vault.core.envelope import open_envelope, seal, unwrap_key
from inglenook.vault.core.errors import BadCode, Tampered, VaultError, WrongSecret
from inglenook.vault.core.keys import EntryKey
from inglenook.vault.core.padding import unpad
from inglenook.vault.core.passphrase import Hardness, derive
from inglenook.vault.core.roster import Member, Roster
from inglenook.vault.core.sealing import SealingPrivateKey, open_sealed
from inglenook.vault.core.signing import SigningPrivateKey, VerifyingKey
from inglenook.vault.core.tests.places import PLACE
from inglenook.vault.core.words import from_words

CANARY = "canary-ember-40"
RAW = CANARY.encode()
KEY = EntryKey.generate()

MISTAKES: list[Callable[[], object]] = [
    lambda: open_envelope(EntryKey.generate(), seal(KEY, RAW, PLACE), PLACE),
    lambda: open_envelope(KEY, RAW, PLACE),
    lambda: open_envelope(KEY, b"\x01\x01" + RAW * 10, PLACE),
    lambda: unwrap_key(KEY, RAW, PLACE, EntryKey),
    lambda: EntryKey(RAW),
    lambda: unpad(RAW),
    lambda: unframe(RAW),
    lambda: unframe(b"\x00\x00\x00\x01s" + len(RAW + b"\xff").to_bytes(4) + RAW + b"\xff"),
    lambda: frame([CANARY]),  # type: ignore[arg-type]
    lambda: open_sealed(SealingPrivateKey.generate(), b"\x01" + RAW * 5, RAW),
    lambda: VerifyingKey(RAW),
    lambda: SigningPrivateKey.generate().public.verify(RAW, RAW),
    lambda: SigningPrivateKey.from_bytes(RAW),
    lambda: Hardness.decode(CANARY),
    lambda: derive(CANARY, RAW),
    lambda: from_words(CANARY),
    lambda: RecoveryCode.parse(CANARY),
    lambda: InviteCode.parse(CANARY),
    lambda: InviteCode.parse(f"https://ember.example/#{CANARY}"),
    lambda: InviteCode.generate().check(RAW, RAW),
    lambda: Roster.from_bytes(RAW),
    lambda: Roster.from_bytes(frame("inglenook.roster", 1, UUID(int=1), 1, RAW)),
    lambda: Member(UUID(int=1), RAW, RAW),
]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_an_error_and_all_it_came_from_hold_no_data(mistake: Callable[[], object]) -> None:
    with pytest.raises((VaultError, ValueError, TypeError)) as caught:
        mistake()
    error: BaseException | None = caught.value
    assert "canary" not in "".join(traceback.format_exception_only(caught.value))
    while error is not None:
        assert "canary" not in str(error)
        assert "canary" not in repr(error)
        assert "canary" not in str(error.args)
        error = error.__cause__ or error.__context__


def test_every_error_of_the_vault_can_be_caught_as_one() -> None:
    assert issubclass(Tampered, VaultError)
    assert issubclass(WrongSecret, VaultError)
    assert issubclass(BadCode, VaultError)
    assert issubclass(BadCode, ValueError)
    assert str(Tampered()) == Tampered.default
    assert str(WrongSecret("Try again.")) == "Try again."


def test_a_bad_code_can_be_told_in_another_language() -> None:
    error = BadCode("Word %(place)d, “%(word)s”, is not on the list.", place=4, word=CANARY)
    other_language = "Wort %(place)d, „%(word)s“, fehlt in der Liste."
    assert other_language % error.values == f"Wort 4, „{CANARY}“, fehlt in der Liste."
    assert error.reason == f"Word 4, “{CANARY}”, is not on the list."
    assert CANARY not in str(error)
