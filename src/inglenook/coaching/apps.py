"""App configuration."""

import logging

from django.apps import AppConfig

log = logging.getLogger("inglenook.coaching")


class CoachingApp(AppConfig):
    """The app."""

    name = "inglenook.coaching"
    label = "coaching"

    def ready(self) -> None:
        """Say once why a model that was named is not asked."""
        from inglenook.coaching.asking import refused

        if reason := refused():
            told = f"INGLENOOK_COACH_MODEL is not used: {reason}"
            log.warning(told)
