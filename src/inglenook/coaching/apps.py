"""App configuration."""

from django.apps import AppConfig


class CoachingApp(AppConfig):
    """The app."""

    name = "inglenook.coaching"
    label = "coaching"
