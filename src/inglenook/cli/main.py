"""The command `inglenook`: each of its commands is a module of its own."""

import os
import resource

import click

from inglenook.cli.backup import backup
from inglenook.cli.coach import coach
from inglenook.cli.content import content
from inglenook.cli.doctor import doctor
from inglenook.cli.restore import restore
from inglenook.cli.sample import sample
from inglenook.cli.serve import serve
from inglenook.cli.upgrade import upgrade

FILES = 16_384


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


for command in (serve, sample, backup, restore, upgrade, doctor, content, coach):
    main.add_command(command)
