"""App configuration."""

from django.apps import AppConfig


class SafetyApp(AppConfig):
    """The app."""

    name = "inglenook.safety"
    label = "safety"
