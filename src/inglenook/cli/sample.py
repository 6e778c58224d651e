"""The command `inglenook sample`: the made-up people, and how to look around as them."""

import json

import click
from rich.console import Console

from inglenook.config.paths import TooOpen, data_directory, prepare

LOOK_AROUND = "inglenook serve --sample"

console = Console(stderr=True, highlight=False)


@click.command()
@click.option("--reset", is_flag=True, help="Bring everything back to the first day; what was written goes.")
@click.option("--json", "as_json", is_flag=True, help="Print for programs.")
def sample(reset: bool, as_json: bool) -> None:
    """Make the sample life if it is not there yet, and print how to look around in it.

    It has a data directory of its own; yours is not touched.
    """
    from inglenook.cli import serving
    from inglenook.guide.files import ContentError

    serving.set_environment("localhost", serving.PORT, sample=True)
    try:
        prepare(data_directory())
        serving.get_ready(console)
        made = make(console, reset=reset)
    except (TooOpen, OSError, ContentError) as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        click.echo(json.dumps(_told(made), indent=2, ensure_ascii=False))
    else:
        out = Console(highlight=False)
        show(out, about=True)
        out.print(f"Look around: [bold]{LOOK_AROUND}[/]")


def make(said: Console, *, reset: bool = False) -> bool:
    """Make the sample life if it is not there yet, or anew; True if it was made just now."""
    from inglenook.sample import anew

    if anew.is_there() and not reset:
        return False
    try:
        with said.status("Writing twelve weeks of made-up people's lives"):
            return anew.begin_anew()
    except anew.NotTheSample:
        raise click.ClickException(
            "Other people than the sample's live in this database. Choose another for the sample."
        ) from None


def show(said: Console, *, about: bool = False) -> None:
    """Say with which names and passphrases to look around, and who these people are."""
    from inglenook.sample.guests import guests

    for one in guests():
        said.print(f"  Sign in as [bold]{one.name}[/]: [bold]{one.passphrase}[/]", soft_wrap=True)
        if about:
            said.print(f"    [dim]{one.about}[/]", soft_wrap=True)


def _told(made: bool) -> dict[str, object]:
    """Return what a program is told."""
    from inglenook.sample.guests import guests

    people = [{"name": one.name, "about": one.about, "passphrase": one.passphrase} for one in guests()]
    return {"made": made, "data": str(data_directory()), "look_around": LOOK_AROUND, "people": people}
