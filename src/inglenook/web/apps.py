"""App configuration."""

from django.apps import AppConfig


class WebApp(AppConfig):
    """The app."""

    name = "inglenook.web"
    label = "web"

    def ready(self) -> None:
        """Let forms speak as the rest of the pages do."""
        from inglenook.web.form_errors import use_our_own

        use_our_own()
