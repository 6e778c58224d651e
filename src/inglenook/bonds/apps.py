"""App configuration."""

from importlib import import_module

from django.apps import AppConfig


class BondsApp(AppConfig):
    """The app."""

    name = "inglenook.bonds"
    label = "bonds"

    def ready(self) -> None:
        """Register the models that have modules of their own."""
        for module in ("invitations", "memories"):
            import_module(f"inglenook.bonds.{module}")
