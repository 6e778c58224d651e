"""What the pages of the sample show of its people."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext

from inglenook.guide.sample import sample_life
from inglenook.sample.anew import passphrases


@dataclass(frozen=True)
class Guest:
    """One of the made-up people, and how to sign in as them."""

    name: str
    about: str
    passphrase: str


def guests() -> list[Guest]:
    """Return whom one can come in as."""
    known = passphrases()
    people = sample_life().people
    return [Guest(one.name, gettext(one.about), known[one.name]) for one in people if one.name in known]


def shown(request: HttpRequest) -> dict[str, Callable[[], list[Guest]]]:
    """Let templates ask who the sample people are; asked only where the page says that they are made up."""
    return {"sample_people": guests}
