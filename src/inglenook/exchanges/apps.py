"""App configuration."""

from django.apps import AppConfig


class ExchangesApp(AppConfig):
    """The app."""

    name = "inglenook.exchanges"
    label = "exchanges"
