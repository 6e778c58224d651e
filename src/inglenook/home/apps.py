"""App configuration."""

from django.apps import AppConfig


class HomeApp(AppConfig):
    """The app."""

    name = "inglenook.home"
    label = "home"
