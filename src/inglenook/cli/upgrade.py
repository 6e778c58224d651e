"""`inglenook upgrade`: bring the database up to what this program needs."""

import click

from inglenook.cli.lock import held
from inglenook.cli.place import begin, existing
from inglenook.cli.saying import Voice, speaking


@click.command()
@speaking
def upgrade(voice: Voice) -> None:
    """Upgrade the database, after a backup and on a copy. `serve` does the same by itself."""
    data = existing()
    with held(data):
        begin()
        from inglenook.cli.upgrading import make_or_upgrade, needs_upgrade

        if not needs_upgrade():
            voice.result({"upgraded": False}, "The database is up to date. There is nothing to do.")
            return
        with voice.console.status("") as status:
            done = make_or_upgrade(lambda said: status.update(said))
    if done is None:
        voice.result({"upgraded": True}, "The database is set up.")
        return
    beside = f" The old one is kept as {done.former}." if done.former else ""
    voice.result(
        {"upgraded": True, "backup": done.backup, "former": done.former, "rows": done.rows},
        f"The database is upgraded: {done.rows} rows.{beside}",
        f"  A backup of before: {done.backup}",
    )
