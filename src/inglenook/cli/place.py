"""What every command that works on a data directory does first."""

import os
from pathlib import Path

from inglenook.cli.saying import Problem
from inglenook.config.paths import data_directory, prepare


def prepared() -> Path:
    """Make the data directory if there is none, refuse one that others can read, and return it."""
    directory = data_directory()
    prepare(directory)
    return directory


def existing() -> Path:
    """Return the data directory, which must be there already."""
    directory = data_directory()
    if not (directory / "secret").exists():
        raise Problem(f"There is no Inglenook in {directory}. Is INGLENOOK_DATA set as it is for serving?")
    prepare(directory)
    return directory


def begin() -> None:
    """Set Django up with the settings of the environment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inglenook.config.settings")
    import django

    django.setup()
