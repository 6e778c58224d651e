"""App configuration."""

from importlib import import_module

from django.apps import AppConfig


class BondsApp(AppConfig):
    """The app."""

    name = "inglenook.bonds"
    label = "bonds"

    def ready(self) -> None:
        """Register the model that has a module of its own."""
        import_module("inglenook.bonds.invitations")
