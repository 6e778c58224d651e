"""How commands speak: kindly on the screen or as JSON, and with no traceback for what can happen."""

import errno
import json
import sqlite3
from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from rich.console import Console

from inglenook.config.database import BadDatabaseURL
from inglenook.config.paths import TooOpen


class Problem(Exception):
    """Something that can happen; the message says what it is and what to do."""


class Voice:
    """What a command says on its way goes to standard error, what it found to standard output."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self.console = Console(stderr=True, highlight=False, quiet=as_json)
        self.screen = Console(highlight=False, quiet=as_json)

    def result(self, found: dict[str, Any], *lines: str) -> None:
        """Say what came of it: as JSON, or as lines."""
        if self.as_json:
            click.echo(json.dumps({"ok": True, **found}, default=str))
        for line in lines:
            self.screen.print(line, soft_wrap=True)


def speaking(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--json` and a voice, and turn what can go wrong into one kind sentence."""

    @click.option("--json", "as_json", is_flag=True, help="Say what came of it as JSON.")
    @wraps(command)
    def spoken(*args: Any, as_json: bool, **kwargs: Any) -> None:
        try:
            command(Voice(as_json=as_json), *args, **kwargs)
        except (click.exceptions.ClickException, click.exceptions.Exit):
            raise
        except Exception as error:
            sentence = kind_sentence(error)
            if sentence is None:
                raise
            if as_json:
                click.echo(json.dumps({"ok": False, "problem": sentence}))
            else:
                click.echo(sentence, err=True)
            raise click.exceptions.Exit(1) from None

    return spoken


def kind_sentence(error: Exception) -> str | None:
    """Return what to say of an error that can happen; None for one that is our own mistake."""
    if isinstance(error, Problem | TooOpen | BadDatabaseURL):
        return str(error)
    if isinstance(error, OSError):
        return _of_the_system(error)
    cause = error.__cause__ if isinstance(error.__cause__, sqlite3.Error) else error
    if isinstance(cause, sqlite3.Error) or type(error).__module__ == "django.db.utils":
        return _of_the_database(str(cause))
    return None


def _of_the_system(error: OSError) -> str:
    place = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full{place}. Nothing was changed. Make room and try again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"This may not be read or written here{place}. Run it as the user Inglenook runs as."
    if error.errno == errno.ENOENT:
        return f"This is not there{place}. Check the path."
    return f"The system refused{place}: {error.strerror}. Nothing was changed."


def _of_the_database(message: str) -> str:
    if "locked" in message or "busy" in message or "timeout" in message:
        return "The database is busy. Try again in a minute, or stop Inglenook first."
    if "full" in message or "disk I/O" in message:
        return "The disk is full, or cannot be written. Make room and try again."
    if "malformed" in message or "not a database" in message or "corrupt" in message:
        return "The database is damaged. docs/operate.md says how to restore a backup; keep the damaged file."
    return "The database does not answer as it should. `inglenook doctor` looks for the cause."
