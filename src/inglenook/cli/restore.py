"""`inglenook restore`: bring a backup back into a place that holds nothing yet."""

from pathlib import Path

import click

from inglenook.cli.backup import A_PATH
from inglenook.cli.backups.restoring import restore as bring_back
from inglenook.cli.saying import Voice, speaking
from inglenook.config.paths import data_directory

ALWAYS = "Everybody signs in anew, and open invitations are over."


@click.command()
@click.argument("file", type=A_PATH)
@click.option("--to", type=A_PATH, help="Data directory to restore into; INGLENOOK_DATA's by default.")
@click.option("--identity", type=A_PATH, help="The file of age with the key, for an encrypted backup.")
@click.option(
    "--tombstones", type=A_PATH, multiple=True, help="A further file `tombstones`, from the lost machine."
)
@speaking
def restore(
    voice: Voice, file: Path, to: Path | None, identity: Path | None, tombstones: tuple[Path, ...]
) -> None:
    """Restore a backup; never over anything. What was deleted since it was made stays deleted."""
    with voice.console.status("Checking and restoring"):
        done = bring_back(
            file.resolve(),
            (to or data_directory()).resolve(),
            identity=identity,
            tombstones=[path.resolve() for path in tombstones],
        )
    counts = done.replayed
    lines = [
        f"Restored into {done.place}, as it was on {done.made_at}: {sum(done.rows.values())} rows.",
        f"  Left out what went since then: {counts['deleted']} deleted, {counts['departed']} who left a bond,"
        f" {counts['recovery_codes']} recovery codes.",
        f"  {ALWAYS}",
    ]
    if counts["older_passphrases"]:
        lines.append(
            f"  [bold]{counts['older_passphrases']} people[/] have changed their passphrase since."
            " The older one opens their account again: tell everybody to change it."
        )
    voice.result({"place": done.place, "made_at": done.made_at, **counts}, *lines)
