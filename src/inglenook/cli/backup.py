"""`inglenook backup`: make a backup while Inglenook runs, and look one through."""

import os
import tempfile
from pathlib import Path

import click

from inglenook.cli.backups import age
from inglenook.cli.backups.folders import backup_folder, backups_in, passing_folder
from inglenook.cli.place import begin, existing
from inglenook.cli.saying import Problem, Voice, speaking
from inglenook.config.paths import data_directory

A_PATH = click.Path(path_type=Path)


@click.group(invoke_without_command=True)
@click.option("--to", "folder", type=A_PATH, help="Folder; INGLENOOK_BACKUPS or the data's own by default.")
@click.option("--recipient", "keys", multiple=True, help="Encrypt to this key of age (age1...); repeatable.")
@click.option("--keep", type=click.IntRange(min=1), help="Keep so many in the folder, and remove older ones.")
@click.pass_context
@speaking
def backup(
    voice: Voice, context: click.Context, folder: Path | None, keys: tuple[str, ...], keep: int | None
) -> None:
    """Make a backup, checked, as one file. Inglenook may run meanwhile."""
    if context.invoked_subcommand is not None:
        return
    existing()
    begin()
    from inglenook.cli.backups.making import make_backup

    folder = folder or backup_folder()
    recipients = age.chosen(keys)
    with voice.console.status("Making a backup and looking it through"):
        made = make_backup(folder, recipients)
    removed = _remove_older(folder, keep, made.path) if keep else 0
    said = {"path": made.path, "rows": sum(made.manifest.rows.values()), "headers": made.inspection.headers}
    voice.result(
        {**said, "encrypted": bool(recipients), "removed": removed},
        f"Made and checked {made.path}",
        f"  {said['rows']} rows, {said['headers']} sealed or signed things"
        + (", encrypted" if recipients else ""),
        "  Keep a copy of it on another machine or disk." + (f" {removed} older removed." if removed else ""),
    )


def _remove_older(folder: Path, keep: int, made: Path) -> int:
    """Remove the oldest by their names; the one just made stays, whatever a clock has called the others."""
    others = [path for path in backups_in(folder) if path != made]
    older = others[: max(0, len(others) + 1 - keep)]
    for path in older:
        path.unlink()
    return len(older)


@backup.command()
@click.argument("file", type=A_PATH)
@click.option("--identity", type=A_PATH, help="The file of age with the key, for an encrypted backup.")
@click.option("--tmp", type=A_PATH, help="Folder to work in; the data directory by default.")
@speaking
def verify(voice: Voice, file: Path, identity: Path | None, tmp: Path | None) -> None:
    """Restore a backup into a passing place and look through everything in it."""
    from inglenook.cli.backups.restoring import plain_copy

    begin()
    from inglenook.cli.backups.making import check

    with passing_folder(tmp or _room()) as passing, voice.console.status("Looking it through"):
        found = check(plain_copy(file, passing, identity), passing / "again")
    rows = sum(found.rows.values())
    voice.result(
        {"rows": rows, "tables": found.rows, "headers": dict(found.looked_at)},
        f"{file.name} is whole: {rows} rows in {len(found.rows)} tables.",
        *(f"  {count:>7}  {shape}" for shape, count in sorted(found.looked_at.items())),
    )


def _room() -> Path:
    """Return a folder to work in: the data directory, else a passing one, on a machine that has none."""
    data = data_directory()
    if data.is_dir():
        return data
    if not os.access(tempfile.gettempdir(), os.W_OK):
        raise Problem("There is no room to work in. Name a folder: --tmp FOLDER")
    return Path(tempfile.gettempdir())
