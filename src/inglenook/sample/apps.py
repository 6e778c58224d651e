"""App configuration."""

from django.apps import AppConfig


class SampleApp(AppConfig):
    """The app."""

    name = "inglenook.sample"
    label = "sample"
