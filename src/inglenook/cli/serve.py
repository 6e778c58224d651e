"""`inglenook serve`: set up what is missing, and serve."""

import os

import click
from rich.console import Console

from inglenook.cli import serving
from inglenook.cli.lock import held
from inglenook.cli.place import prepared
from inglenook.cli.sample import make as make_sample
from inglenook.cli.sample import show as show_sample
from inglenook.cli.saying import kind_sentence

console = Console(stderr=True, highlight=False)


@click.command()
@click.option(
    "--sample", is_flag=True, help="Serve a made-up couple's weeks, in a data directory of their own."
)
@click.option("--port", type=int, help="Port to listen on; by default 8765 or the next free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="More than one: on PostgreSQL.",
)
def serve(sample: bool, port: int | None, host: str, processes: int) -> None:
    """Set up what is missing and serve on this machine."""
    try:
        chosen = serving.choose_port(host, port)
        address = serving.set_environment(host, chosen, sample=sample)
        # Several may serve one PostgreSQL; one file is served by one process.
        with held(prepared(), shared=bool(os.environ.get("DATABASE_URL"))):
            serving.get_ready(console)
            serving.check_processes(processes)
            if sample:
                make_sample(console)
                show_sample(console)
            console.print(f"Inglenook is at [bold]{address}[/]   (Ctrl+C stops it)")
            serving.run(host, chosen, processes)
    except Exception as error:
        sentence = kind_sentence(error)
        if sentence is None:
            raise
        raise click.ClickException(sentence) from None
