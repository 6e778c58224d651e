"""App configuration."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import pre_delete


class BondsApp(AppConfig):
    """The app."""

    name = "inglenook.bonds"
    label = "bonds"

    def ready(self) -> None:
        """Register the models that have modules of their own."""
        for module in ("invitations", "memories"):
            import_module(f"inglenook.bonds.{module}")
        from inglenook.bonds.leaving import tell_of_erasing
        from inglenook.people.models import Person

        def erasing(instance: Person, **_: object) -> None:
            tell_of_erasing(instance)

        pre_delete.connect(erasing, sender=Person, weak=False, dispatch_uid="bonds")
