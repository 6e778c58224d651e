"""The template environment: Jinja2 with Django's translations, and what every page may use."""

from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.jinja2 import Jinja2
from django.template.backends.utils import csrf_input
from django.templatetags.static import static
from django.urls import reverse
from django.utils import formats, translation
from django.utils.text import get_text_list
from django.utils.translation import pgettext
from jinja2 import Environment, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from inglenook.coach.trying import fill
from inglenook.web.said import sentence


class Templates(Jinja2):
    """Looks for templates in each app's `templates` folder."""

    app_dirname = "templates"


def environment(**options: Any) -> Environment:
    """Make the environment."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    options["extensions"] = ["jinja2.ext.i18n", "jinja2.ext.do"]
    env = Environment(**options)  # noqa: S701  (Django's backend turns autoescape on through the options)
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext, ngettext=translation.ngettext, newstyle=True
    )
    env.globals.update(static=static, url=url, exit_url=settings.EXIT_URL, languages=settings.LANGUAGES)
    env.filters.update(day=day, clock=clock, names=names, paragraphs=paragraphs, filled=fill)
    return env


def shell(request: HttpRequest) -> dict[str, object]:
    """Give every page what its frame shows: whose it is, which bond, how it looks."""
    person = getattr(request, "person", None)
    return {
        "person": person,
        "bonds": getattr(request, "bonds", []),
        "bond": getattr(request, "bond", None),
        "page_look": person.preferences.look if person else request.COOKIES.get(settings.LOOK_COOKIE, "auto"),
        "lock_after": person.preferences.lock_after if person else None,
        # One masked token for all forms of a page: each mask is random, and weighs what it weighs.
        "csrf_input": csrf_input(request),
        "sample_mode": settings.SAMPLE_MODE,
        "said": sentence(request.GET.get("said", "")),
        "sprite": static("icons/sprite.svg"),
        "LANGUAGE_CODE": translation.get_language() or "en",
        "LANGUAGE_BIDI": translation.get_language_bidi(),
    }


def url(name: str, *args: object, **kwargs: object) -> str:
    """Return the address of a named page."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def _zone(context: Context) -> tzinfo:
    person = context.get("person")
    return person.zone if person else ZoneInfo("UTC")


@pass_context
def day(context: Context, moment: date | datetime) -> str:
    """Say a day in words, where the reader lives."""
    if isinstance(moment, datetime):
        moment = moment.astimezone(_zone(context)).date()
    # translators: how dates are written, in the letters of Django's date filter; in German "l, j. F"
    this_year, other_year = pgettext("date format", "l j F"), pgettext("date format", "j F Y")
    return formats.date_format(moment, this_year if moment.year == date.today().year else other_year)  # noqa: DTZ011


@pass_context
def clock(context: Context, moment: datetime) -> str:
    """Say a time of day, where the reader lives."""
    return formats.date_format(moment.astimezone(_zone(context)), pgettext("date format", "H:i"))


def names(several: Iterable[str]) -> str:
    """Say several names as one says them: Ada, Bo and Dana."""
    return get_text_list(list(several), pgettext("between the last two of several names", "and"))


def paragraphs(text: str) -> Markup:
    """Show a person's own text with its paragraphs and line breaks, and nothing else of it as markup."""
    blocks = [b for b in text.replace("\r\n", "\n").split("\n\n") if b.strip()]
    lines = [Markup("<br>").join(escape(line) for line in b.strip().split("\n")) for b in blocks]
    return Markup("").join(Markup("<p>{}</p>").format(line) for line in lines)
