"""A language model beside the coach, where whoever runs this Inglenook named one; asked at a press alone."""

from dataclasses import dataclass
from threading import BoundedSemaphore
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from inglenook.coach.language import guess
from inglenook.coach.model import MOST_IN, Model, ModelError, is_near
from inglenook.coaching.remarks import in_words
from inglenook.people.models import Person

# Whoever asks keeps a thread waiting that could show pages to others.
AT_ONCE = BoundedSemaphore(2)


@dataclass(frozen=True)
class Offer:
    """Where the model is, so that somebody knows before they press."""

    host: str
    is_near: bool


@dataclass(frozen=True)
class Answer:
    """What the model made of somebody's words, or why there is nothing."""

    text: str = ""
    trouble: str = ""


def refused() -> str:
    """Return why the model that was named may not be asked; empty where it may, or where none was named."""
    try:
        if settings.COACH_MODEL:
            is_near(settings.COACH_MODEL)
    except ModelError as error:
        return str(error)
    return ""


def offer(person: Person) -> Offer | None:
    """Return which model a person may ask; None where there is none, or where the coach is turned off."""
    address = settings.COACH_MODEL
    if not address or not person.preferences.coach or refused():
        return None
    return Offer(urlsplit(address).netloc, is_near(address))


def ask(text: str) -> Answer:
    """Send a text to the model and return its answer; nothing of either is kept."""
    if not AT_ONCE.acquire(blocking=False):
        return Answer(trouble=_("Others are asking it just now. Please try again in a minute."))
    try:
        model = Model(settings.COACH_MODEL, settings.COACH_MODEL_NAME, settings.COACH_MODEL_KEY)
        return Answer(model.rewrite(text, language=guess(text, otherwise=in_words())))
    except ModelError as error:
        return Answer(trouble=_kindly(error.kind))
    finally:
        AT_ONCE.release()


def _kindly(kind: str) -> str:
    known = {
        "empty": _("There is nothing in the box yet."),
        "long": _(
            "This is more than it can be given: there is room for %(most)s characters. Nothing was sent."
        ),
        "slow": _("It gave no answer in half a minute. You can try again, or with fewer words."),
        "huge": _("It answered with more than can be shown here. You can try again, or with fewer words."),
        "odd": _("Its answer could not be read. You can try again, or leave it."),
    }
    otherwise = _("It does not answer just now. Whoever runs this Inglenook can look why.")
    return known.get(kind, otherwise) % {"most": number_format(MOST_IN, force_grouping=True)}
