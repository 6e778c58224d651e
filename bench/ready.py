"""Lets a process of the benchmark speak Inglenook's language in the place that its environment names."""

QUICK_KIB = 64


def get_set() -> None:
    """Make the database and the static files, and let new passphrases be quick to open."""
    from rich.console import Console

    from inglenook.cli.serving import get_ready
    from inglenook.config.paths import data_directory, prepare

    prepare(data_directory())
    get_ready(Console(quiet=True))

    from django.conf import settings

    from inglenook.vault.core.passphrase import Hardness

    settings.PASSPHRASE_HARDNESS = Hardness(memory_kib=QUICK_KIB, passes=1, lanes=1)
