"""Choosing a passphrase: six generated words typed back, or one's own."""

from dataclasses import dataclass

from django import forms

from inglenook.people.forms import GeneratedPassphraseForm, OwnPassphraseForm
from inglenook.people.requests import OpenRequest
from inglenook.vault.core.words import six_words


@dataclass
class PassphraseStep:
    """The part of a page where a passphrase is chosen; `chosen` is empty until it is."""

    form: forms.Form
    own: bool
    offered: str
    chosen: str = ""

    @property
    def words(self) -> list[str]:
        """The generated words, for showing one by one."""
        return self.offered.split()


def passphrase_step(request: OpenRequest) -> PassphraseStep:
    """Read this step from a request; pressing the other way's button turns to that way."""
    posted = request.POST
    turned = posted.get("turn")
    own = turned == "own" or (not turned and posted.get("way") == "own")
    answered = not turned and "passphrase" in posted
    if own:
        form: forms.Form = OwnPassphraseForm(posted if answered else None)
        offered = ""
    else:
        offered = posted.get("offered") if answered else None
        offered = offered or six_words()
        form = GeneratedPassphraseForm(posted if answered else None, initial={"offered": offered})
    chosen = form.cleaned_data["passphrase"] if answered and form.is_valid() else ""
    return PassphraseStep(form, own, offered, chosen)
