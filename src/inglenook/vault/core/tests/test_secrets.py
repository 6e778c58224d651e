"""Keys, codes and tokens are never printed, copied or stored by accident."""

import base64
import copy
import json
import logging
import pickle
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass

import pytest

from inglenook.vault.core import keys
from inglenook.vault.core.codes import InviteCode, RecoveryCode
from inglenook.vault.core.keys import AccountKey, EntryKey, Key
from inglenook.vault.core.sealing import SealingPrivateKey
from inglenook.vault.core.secret import Secret
from inglenook.vault.core.session import SessionToken
from inglenook.vault.core.signing import SigningPrivateKey

KEYS = [kind for kind in vars(keys).values() if isinstance(kind, type) and issubclass(kind, Key)]
SECRETS: list[type[Secret]] = [
    *KEYS,
    RecoveryCode,
    InviteCode,
    SessionToken,
    SealingPrivateKey,
    SigningPrivateKey,
]

all_secrets = pytest.mark.parametrize("kind", SECRETS)


@dataclass
class _Holder:
    secret: Secret


def _forms(secret: Secret) -> set[str]:
    """The ways in which the bytes could show in a text."""
    raw = secret.expose()
    shown = {
        raw.hex(),
        raw.hex().upper(),
        base64.b64encode(raw).decode(),
        base64.urlsafe_b64encode(raw).decode(),
    }
    shown |= {repr(raw)[2:-1], str(int.from_bytes(raw)), raw.decode("latin-1"), str(list(raw))}
    if isinstance(secret, RecoveryCode):
        shown.add(secret.shown)
    if isinstance(secret, InviteCode):
        shown |= {secret.link, secret.words}
    return shown


def test_every_kind_of_secret_is_tested() -> None:
    found: set[type[Secret]] = set()
    waiting = [Secret]
    while waiting:
        waiting += (kinds := waiting.pop().__subclasses__())
        found |= set(kinds)
    assert {kind for kind in found if kind.__module__.startswith("inglenook.vault.core")} == set(SECRETS)


@all_secrets
@pytest.mark.parametrize(
    "show",
    [
        repr,
        str,
        format,
        ascii,
        lambda secret: f"{secret} {secret!r} {secret!s}",
        lambda secret: "%s %r" % (secret, secret),  # noqa: UP031
        lambda secret: "{} {!r}".format(secret, secret),  # noqa: UP032
        lambda secret: str([secret, {"key": secret}, (secret,), _Holder(secret)]),
        lambda secret: str(ValueError(secret)),
    ],
)
def test_a_secret_prints_redacted(kind: type[Secret], show: Callable[[Secret], str]) -> None:
    secret = kind.generate()
    shown = show(secret)
    assert f"<{kind.__name__} redacted>" in shown
    assert not any(form in shown for form in _forms(secret))


@all_secrets
def test_a_traceback_with_its_local_variables_shows_no_secret(kind: type[Secret]) -> None:
    secret = kind.generate()
    try:
        _fail_holding(secret)
    except RuntimeError as error:
        shown = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    assert f"held = <{kind.__name__} redacted>" in shown
    assert not any(form in shown for form in _forms(secret))


def _fail_holding(held: Secret) -> None:
    raise RuntimeError(held)


@all_secrets
def test_a_log_line_shows_no_secret(kind: type[Secret], caplog: pytest.LogCaptureFixture) -> None:
    secret = kind.generate()
    logging.getLogger("inglenook.test").warning("kept %s %r", secret, {"key": secret})
    assert f"<{kind.__name__} redacted>" in caplog.text
    assert not any(form in caplog.text for form in _forms(secret))


@all_secrets
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_secret_cannot_be_pickled(kind: type[Secret], protocol: int) -> None:
    with pytest.raises(TypeError, match="cannot be copied or pickled"):
        pickle.dumps(kind.generate(), protocol)
    with pytest.raises(TypeError, match="cannot be copied or pickled"):
        pickle.dumps({"key": [kind.generate()]}, protocol)


@all_secrets
@pytest.mark.parametrize(
    "take",
    [
        copy.copy,
        copy.deepcopy,
        lambda secret: copy.deepcopy([secret]),
        lambda secret: asdict(_Holder(secret)),
        lambda secret: secret.__getstate__(),
        json.dumps,
        vars,
        dict,
        list,
        bytes,
        len,
        hash,
        lambda secret: {secret},
    ],
)
def test_a_secret_cannot_be_copied_taken_apart_or_hashed(
    kind: type[Secret], take: Callable[[Secret], object]
) -> None:
    with pytest.raises(TypeError) as caught:
        take(kind.generate())
    assert "exactly" not in str(caught.value)


@all_secrets
def test_secrets_are_equal_only_to_their_own_kind_and_bytes(kind: type[Secret]) -> None:
    secret = kind.generate()
    assert secret == kind(secret.expose())
    assert secret != kind.generate()
    assert secret != secret.expose()
    for other in SECRETS:
        if other.size == kind.size and other is not kind:
            assert secret != other(secret.expose())


@all_secrets
def test_two_generated_secrets_differ(kind: type[Secret]) -> None:
    assert len({kind.generate().expose() for _ in range(50)}) == 50


@all_secrets
@pytest.mark.parametrize("change", [-1, 1, None])
def test_a_secret_of_another_size_is_refused_without_showing_it(
    kind: type[Secret], change: int | None
) -> None:
    raw = b"" if change is None else b"k" * (kind.size + change)
    with pytest.raises(ValueError, match="needs exactly") as caught:
        kind(raw)
    assert "kkk" not in str(caught.value)


@pytest.mark.parametrize("wrong", ["k" * 32, bytearray(32), None, 32])
def test_a_key_is_made_of_bytes_only(wrong: object) -> None:
    with pytest.raises(ValueError, match="needs exactly"):
        EntryKey(wrong)  # type: ignore[arg-type]


def test_every_key_has_its_own_label() -> None:
    assert len({kind.label for kind in KEYS}) == len(KEYS) == 9


def test_labels_never_change() -> None:
    assert {kind.__name__: kind.label for kind in KEYS} == {
        "Key": "key",
        "AccountKey": "account",
        "PassphraseKey": "passphrase",
        "RecoveryKey": "recovery",
        "SessionKey": "session",
        "PersonEpochKey": "person-epoch",
        "BondEpochKey": "bond-epoch",
        "EntryKey": "entry",
        "InviteKey": "invite",
    }
    assert AccountKey.generate().label == "account"
