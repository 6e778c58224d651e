"""The command `inglenook`, given as a person gives it: in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def environment(data: Path, **more: str) -> dict[str, str]:
    """Return the environment for a data directory, on SQLite unless `DATABASE_URL` is given."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("INGLENOOK_", "DJANGO_", "DATABASE_"))}
    return {**kept, "INGLENOOK_DATA": str(data), **more}


def inglenook(data: Path, *arguments: object, **more: str) -> "subprocess.CompletedProcess[str]":
    """Give a command and return what it said."""
    command = [sys.executable, "-m", "inglenook", *map(str, arguments)]
    told = subprocess.run(command, env=environment(data, **more), capture_output=True, text=True, check=False)
    assert "Traceback" not in told.stderr, told.stderr
    return told


def as_json(data: Path, *arguments: object, **more: str) -> dict[str, Any]:
    """Give a command and return what it said as JSON."""
    said: dict[str, Any] = json.loads(inglenook(data, *arguments, "--json", **more).stdout)
    return said


def script(data: Path, code: str, **more: str) -> str:
    """Run a few lines of Python on a data directory's database and return what they print."""
    begun = f"import os\nos.umask(0o077)\nfrom inglenook.cli.place import begin\nbegin()\n{code}"
    told = subprocess.run(
        [sys.executable, "-c", begun],
        env=environment(data, **more),
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    return told.stdout
