"""App configuration."""

from django.apps import AppConfig


class VaultApp(AppConfig):
    """The app."""

    name = "inglenook.vault"
    label = "vault"
