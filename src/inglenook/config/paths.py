"""Where a person's Inglenook keeps its files, and with which permissions."""

import os
import secrets
import stat
from pathlib import Path


class TooOpen(Exception):
    """The data directory can be read by other users of the machine."""


def data_directory() -> Path:
    """Return the data directory: `INGLENOOK_DATA`, else the user's data home."""
    chosen = os.environ.get("INGLENOOK_DATA")
    if chosen:
        return Path(chosen).expanduser().resolve()
    home = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(home).expanduser() / "inglenook"


def prepare(directory: Path) -> None:
    """Make the data directory and its secret, or refuse one that others can read (`TooOpen`)."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in (directory, *directory.glob("*")):
        try:
            wide = stat.S_IMODE(path.stat().st_mode) & 0o077
        except FileNotFoundError:  # a backup that is being made has just cleared away behind itself
            continue
        if wide:
            raise TooOpen(f"Other users of this machine may open {path}. Close it: chmod go-rwx '{path}'")
    secret = directory / "secret"
    if not secret.exists():
        handle = os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))


def server_secret(directory: Path) -> str:
    """Return the server's secret; a fresh one that is forgotten where none is kept yet (tests, tools)."""
    secret = directory / "secret"
    return secret.read_text() if secret.exists() else secrets.token_urlsafe(48)
