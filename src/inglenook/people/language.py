"""Which language somebody reads: their own choice, else this browser's, else what the browser asks for."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from inglenook.people.models import Person
from inglenook.vault.sessions import set_cookie

REMEMBERED_FOR = timedelta(days=365)


def is_known(language: str) -> bool:
    """Tell whether there is such a language here."""
    return language in dict(settings.LANGUAGES)


def speak(person: Person | None) -> None:
    """Use a person's own language for the rest of the request; Django has already chosen the browser's."""
    if person and is_known(person.preferences.language):
        translation.activate(person.preferences.language)


def of_browser(request: HttpRequest) -> str:
    """Return the language that was chosen on this browser, or nothing where it goes by its own settings."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if is_known(chosen) else ""


def remember(response: HttpResponse, language: str) -> None:
    """Let this browser show a language before anybody is signed in."""
    if is_known(language):
        set_cookie(response, settings.LANGUAGE_COOKIE_NAME, language, REMEMBERED_FOR)


def forget(response: HttpResponse) -> None:
    """Let this browser go by its own settings again."""
    response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, path="/", samesite="Strict")
