"""App configuration."""

from django.apps import AppConfig


class WebApp(AppConfig):
    """The app."""

    name = "inglenook.web"
    label = "web"
