"""App configuration."""

from django.apps import AppConfig


class EntriesApp(AppConfig):
    """The app."""

    name = "inglenook.entries"
    label = "entries"
