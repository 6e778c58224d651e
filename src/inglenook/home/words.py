"""Today's facts put into words."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inglenook.home.rules import PartOfDay, Suggestion


class Invitation(NamedTuple):
    """A suggestion as the page shows it."""

    title: str
    reason: str
    button: str
    href: str


def greeting(part: PartOfDay, name: str) -> str:
    """Greet somebody by the time of day where they are."""
    return {
        "night": _("Still up, %(name)s?"),
        "morning": _("Good morning, %(name)s"),
        "day": _("Hello, %(name)s"),
        "evening": _("Good evening, %(name)s"),
    }[part] % {"name": name}


def title_and_button(what: str) -> tuple[str, str]:
    """Return what is suggested, and what its button says."""
    return {
        "recovery-code": (_("Make your recovery code"), _("Make the code")),
        "read-answers": (_("Read what you all answered"), _("Read them")),
        "answer": (_("Answer a question"), _("See the question")),
        "invite": (_("Send your invitation"), _("Open the invitation")),
        "bond": (_("Invite somebody"), _("Choose whom")),
        "appreciation": (_("Say thank you for one thing"), _("Write it")),
        "ask": (_("Ask a question"), _("Choose one")),
        "journal": (_("Write a few lines"), _("Open the journal")),
    }[what]


def reason(one: Suggestion) -> str:
    """Say why this is suggested."""
    if one.reason == "thanks-a-while-ago":
        return ngettext(
            "Because your last appreciation was %(days)s day ago. Once a week is plenty.",
            "Because your last appreciation was %(days)s days ago. Once a week is plenty.",
            one.days,
        ) % {"days": one.days}
    return {
        "no-code": _("Because without it a forgotten passphrase closes all you write, for good."),
        "everyone-answered": _("Because everyone has answered and the answers have turned over."),
        "question-waits": _("Because a question waits for you. It opens when everyone has answered."),
        "nobody-yet": _("Because your bond is ready and nobody else has come yet."),
        "on-your-own": _("Because much of this is for two or more. Staying on your own is fine too."),
        "no-thanks-yet": _("Because one kind sentence a week can do two people good."),
        "nothing-asked": _("Because no question lies on the table just now."),
        "a-page-of-your-own": _("Because writing sorts a day. Nobody sees it but you."),
    }[one.reason]


def waiting(kind: str, count: int) -> tuple[str, str]:
    """Return the icon and the line for things of one kind that wait in one bond."""
    icon, text = {
        "answers": (
            "eye",
            ngettext("Answers have turned over", "Answers to %(num)s questions have turned over", count),
        ),
        "questions": (
            "message-circle",
            ngettext("A question is waiting", "%(num)s questions are waiting", count),
        ),
        "talks": (
            "calendar-clock",
            ngettext("A talk is waiting", "%(num)s talks are waiting", count),
        ),
        "shared": ("gift", _("Something was shared with you")),
    }[kind]
    return icon, text % {"num": count}


def address(what: str, links: dict[str, str]) -> str:
    """Return where a suggestion leads; `links` holds those that lead to one thing."""
    names = {
        "recovery-code": "people:recovery-code",
        "appreciation": "entries:appreciation",
        "journal": "entries:journal",
        "ask": "exchanges:ask",
    }
    return links.get(what) or reverse(names.get(what, "exchanges:talk"))


def in_words(one: Suggestion, links: dict[str, str]) -> Invitation:
    """Put a suggestion into words."""
    title, button = title_and_button(one.what)
    return Invitation(title, reason(one), button, address(one.what, links))
