"""The commands in `bin/` skip what is done, and say what to do where something is missing."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.figures import figure
from tests.tree import ROOT

TOOLS = ("sh", "dirname", "cat", "cksum", "grep", "mkdir", "tail", "cut")


def test_a_machine_without_python_is_told_what_to_install(tmp_path: Path) -> None:
    checkout = bare_checkout(tmp_path)
    told = run(checkout / "bin/run", path=tools(tmp_path))
    assert told.returncode == 1
    assert "it needs Python 3.11 or newer" in told.stderr
    assert "apt install python3 python3-venv" in told.stderr


def test_python_without_venv_is_told_what_to_install(tmp_path: Path) -> None:
    checkout, path = bare_checkout(tmp_path), tools(tmp_path)
    python = path / "python3"
    python.write_text('#!/bin/sh\n[ "$1" = -c ]\n')
    python.chmod(0o700)
    told = run(checkout / "bin/run", path=path)
    assert told.returncode == 1
    assert "Setting up Inglenook: 1 of 4" in told.stderr
    assert "apt install python3-venv" in told.stderr


@pytest.mark.serial
def test_a_second_start_finds_everything_done(tmp_path: Path) -> None:
    run(ROOT / "bin/setup", "dev")
    begun = time.perf_counter()
    told = run(ROOT / "bin/setup", "dev", cwd=tmp_path)
    taken = time.perf_counter() - begun
    figure("second start, set-up, ms (at most 200)", round(taken * 1000))
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")
    assert taken < 0.2


def bare_checkout(folder: Path) -> Path:
    """The files that setting up needs, in a place with a space in its name."""
    checkout = folder / "by the fire"
    shutil.copytree(ROOT / "bin", checkout / "bin")
    for name in ("pyproject.toml", "requirements.lock", "requirements-dev.lock", "requirements-uv.lock"):
        shutil.copy(ROOT / name, checkout)
    return checkout


def tools(folder: Path) -> Path:
    """A PATH with nothing but the few tools that every system has."""
    path = folder / "tools"
    path.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        assert found
        (path / name).symlink_to(found)
    return path


def run(
    command: Path, *arguments: str, path: Path | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    environment = os.environ | ({"PATH": str(path)} if path else {})
    return subprocess.run(
        [command, *arguments], env=environment, cwd=cwd, capture_output=True, text=True, check=False
    )
