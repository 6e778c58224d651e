"""Serving refuses what could not work, and says why."""

from pathlib import Path

from tests.commands import inglenook


def test_several_processes_are_refused_on_one_file(data: Path) -> None:
    told = inglenook(data, "serve", "--processes", "2", "--port", "0")
    assert told.returncode == 1
    assert "Several processes need PostgreSQL" in told.stderr
