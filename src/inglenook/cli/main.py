"""The command `inglenook`."""

import os
import resource
from pathlib import Path

import click
from rich.console import Console

from inglenook.cli.sample import make as make_sample
from inglenook.cli.sample import sample as sample_command
from inglenook.cli.sample import show as show_sample
from inglenook.config.paths import TooOpen, data_directory, prepare

FILES = 16_384

console = Console(stderr=True, highlight=False)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="inglenook", prog_name="inglenook")
def main() -> None:
    """Inglenook: a private place where people who matter to each other practise closeness."""
    os.umask(0o077)
    # A crash must not write memory, and with it somebody's words, into a file.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Many systems begin with 1,024 open files, which a flood of slow connections would use up.
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES if most < 0 else min(most, FILES), most))


@main.command()
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
    from inglenook.cli import serving

    try:
        chosen = serving.choose_port(host, port)
        address = serving.set_environment(host, chosen, sample=sample)
        _prepare()
        serving.get_ready(console)
        serving.check_processes(processes)
        if sample:
            make_sample(console)
            show_sample(console)
        console.print(f"Inglenook is at [bold]{address}[/]   (Ctrl+C stops it)")
        serving.run(host, chosen, processes)
    except serving.CannotServe as error:
        raise click.ClickException(str(error)) from None


def _prepare() -> Path:
    directory = data_directory()
    try:
        prepare(directory)
    except (TooOpen, OSError) as error:
        raise click.ClickException(str(error)) from None
    return directory


@main.group()
def content() -> None:
    """Look after the content: questions, feelings, prompts."""


@content.command("check")
def content_check() -> None:
    """Check every content file; names the file and the place of the first mistake."""
    from inglenook.guide.content import ContentError, library
    from inglenook.guide.sample import sample_life

    try:
        known, life = library(), sample_life()
    except ContentError as error:
        raise click.ClickException(str(error)) from None
    counts = f"{len(known.questions)} questions, {len(known.feelings)} feelings, {len(known.needs)} needs"
    click.echo(f"The content is sound: {counts}, {len(life.check_ins)} sample check-ins.")


main.add_command(sample_command)
