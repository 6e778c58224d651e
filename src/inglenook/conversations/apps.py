"""App configuration."""

from django.apps import AppConfig


class ConversationsApp(AppConfig):
    """The app."""

    name = "inglenook.conversations"
    label = "conversations"
