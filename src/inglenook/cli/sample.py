"""The command `inglenook sample`: the made-up people, and how to look around as them."""

import click
from rich.console import Console

from inglenook.cli.lock import Running, held
from inglenook.cli.place import begin, prepared
from inglenook.cli.saying import Problem, Voice, speaking
from inglenook.config.paths import data_directory

LOOK_AROUND = "inglenook serve --sample"


@click.command()
@click.option("--reset", is_flag=True, help="Bring everything back to the first day; what was written goes.")
@speaking
def sample(voice: Voice, reset: bool) -> None:
    """Make the sample life if it is not there yet, and print how to look around in it.

    It has a data directory of its own; yours is not touched.
    """
    from inglenook.cli import serving
    from inglenook.guide.errors import ContentError

    serving.set_environment("localhost", serving.PORT, sample=True)
    try:
        _get_ready(voice.console)
        made = make(voice.console, reset=reset)
    except ContentError as error:
        raise Problem(str(error)) from None
    show(voice.screen, about=True)
    voice.result(_told(made), f"Look around: [bold]{LOOK_AROUND}[/]")


def _get_ready(said: Console) -> None:
    """Get the sample ready to be served, unless it is served just now and so is ready."""
    from inglenook.cli.serving import get_ready

    try:
        with held(prepared()):
            get_ready(said)
    except Running:
        begin()


def make(said: Console, *, reset: bool = False) -> bool:
    """Make the sample life if it is not there yet, or anew; True if it was made just now.

    Raises `Problem` where real people live in the database.
    """
    from inglenook.sample import anew

    if anew.is_there() and not reset:
        return False
    try:
        with said.status("Writing twelve weeks of made-up people's lives"):
            return anew.begin_anew()
    except anew.NotTheSample:
        raise Problem(
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
