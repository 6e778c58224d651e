"""Encryption to a key that lies elsewhere, by age: without its identity file nobody opens the backup."""

import errno
import os
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from inglenook.cli.backups.archive import DAMAGED
from inglenook.cli.backups.folders import new_file
from inglenook.cli.saying import Problem

ENDING = ".age"
FIRST_LINE = b"age-encryption.org/v1\n"


def _age() -> ModuleType:
    try:
        import pyrage
    except ImportError:
        raise Problem(
            "Encrypting needs the package pyrage, which there is not for this machine."
            " Make a plain backup, and encrypt it with the program age."
        ) from None
    module: ModuleType = pyrage
    return module


def recipients(texts: Iterable[str]) -> list[Any]:
    """Read public keys, `age1...`."""
    age, found = _age(), []
    for text in texts:
        try:
            found.append(age.x25519.Recipient.from_str(text.strip()))
        except age.RecipientError:
            raise Problem(f"“{text}” is no public key of age. It begins with age1.") from None
    return found


def chosen(keys: Iterable[str] = ()) -> list[Any] | None:
    """Return whom a backup is encrypted to: the keys that were named, else the settings', else nobody."""
    texts = list(keys) or os.environ.get("INGLENOOK_BACKUP_RECIPIENT", "").split()
    return recipients(texts) if texts else None


def identities(path: Path) -> list[Any]:
    """Read the private keys in an identity file, as `age-keygen` writes it."""
    age = _age()
    lines = [line.strip() for line in path.read_text(errors="replace").splitlines()]
    try:
        found = [age.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except age.IdentityError:
        found = []
    if not found:
        raise Problem(f"{path} holds no identity of age. It is the file that age-keygen has made.")
    return found


def encrypt(plain: Path, path: Path, to: list[Any]) -> None:
    """Encrypt a file to public keys; it is never whole in memory."""
    age = _age()
    with plain.open("rb") as reader, new_file(path) as out:
        try:
            age.encrypt_io(reader, out, to)
        except (age.EncryptError, OSError) as error:
            full = "Errno 28" in str(error)
            raise OSError(errno.ENOSPC if full else errno.EIO, "could not be written", str(path)) from None


def decrypt(path: Path, plain: Path, by: list[Any]) -> None:
    """Decrypt a file; raises `Problem` where the key is another or a bit is not as it was."""
    age = _age()
    with path.open("rb") as reader, new_file(plain) as out:
        try:
            age.decrypt_io(reader, out, by)
        except age.DecryptError as error:
            raise Problem(_refused(path, str(error))) from None
        except OSError as error:
            if error.errno:
                raise
            raise Problem(_refused(path, "")) from None


def _refused(path: Path, message: str) -> str:
    if "No matching keys" in message:
        return f"{path.name} is encrypted to another key than the one in this identity file."
    return DAMAGED.format(name=path.name)


def is_encrypted(path: Path) -> bool:
    """Tell whether a file is one of age."""
    with path.open("rb") as file:
        return file.read(len(FIRST_LINE)) == FIRST_LINE
