"""App configuration."""

from importlib import import_module

from django.apps import AppConfig


class BondsApp(AppConfig):
    """The app."""

    name = "inglenook.bonds"
    label = "bonds"

    def ready(self) -> None:
        """Register the models that have modules of their own."""
        for module in ("invitations", "memories", "signposts"):
            import_module(f"inglenook.bonds.{module}")
        from inglenook.bonds.leaving import take_out
        from inglenook.people.models import Person, erasing

        def leave_all(person: Person, everywhere: bool, **_: object) -> None:
            take_out(person, everywhere=everywhere)

        erasing.connect(leave_all, sender=Person, weak=False, dispatch_uid="bonds")
