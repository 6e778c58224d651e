"""`inglenook doctor`: look whether all is well; changes nothing."""

import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click
from rich.table import Table

from inglenook.cli.backups.folders import backup_folder
from inglenook.cli.checks import files, keeping, surroundings
from inglenook.cli.checks.finding import Finding
from inglenook.cli.place import begin
from inglenook.cli.saying import Voice, speaking
from inglenook.config.paths import data_directory

STATES = ("ok", "look", "wrong")
COLOURS = {"ok": "green", "look": "yellow", "wrong": "bold red"}


@click.command()
@speaking
def doctor(voice: Voice) -> None:
    """Look whether all is well. Exit code 0: yes; 1: something to look at; 2: something is wrong."""
    findings = list(_all(data_directory()))
    worst = max(STATES.index(one.state) for one in findings)
    if voice.as_json:
        said = {"ok": worst == 0, "findings": [asdict(one) for one in findings]}
        voice.result(said)
    else:
        voice.screen.print(_table(findings))
    raise click.exceptions.Exit(worst)


def _all(data: Path) -> Iterator[Finding]:
    yield from files.look_at(data)
    if not data.is_dir():
        return
    begin()
    from inglenook.cli.checks import database

    database.read_only()
    yield from database.look_at(data)
    yield from keeping.look_at(backup_folder(), data)
    yield from surroundings.clock(database.newest())
    yield from surroundings.settings_of(dict(os.environ), data)
    yield from surroundings.versions()


def _table(findings: list[Finding]) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for one in findings:
        state = f"[{COLOURS[one.state]}]{one.state}[/]"
        table.add_row(state, one.about, one.seen + (f"\n→ {one.do}" if one.do else ""))
    return table
