"""App configuration."""

from importlib import import_module

from django.apps import AppConfig


class PeopleApp(AppConfig):
    """The app."""

    name = "inglenook.people"
    label = "people"

    def ready(self) -> None:
        """Register the model that has a module of its own."""
        import_module("inglenook.people.drafts")
