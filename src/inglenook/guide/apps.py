"""App configuration."""

from django.apps import AppConfig


class GuideApp(AppConfig):
    """The app."""

    name = "inglenook.guide"
    label = "guide"
