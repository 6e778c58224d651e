"""Choosing a passphrase: six generated words typed back, or one's own."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms

from inglenook.people.forms import GeneratedPassphraseForm, OwnPassphraseForm
from inglenook.people.requests import OpenRequest
from inglenook.vault.door import are_six_words, six_words


@dataclass
class PassphraseStep:
    """The part of a page where a passphrase is chosen; `chosen` is empty until it is."""

    form: forms.Form
    own: bool
    offered: str
    answered: bool
    chosen: str = ""

    @property
    def words(self) -> list[str]:
        """The generated words, for showing one by one."""
        return self.offered.split()


def passphrase_step(request: OpenRequest, known: Sequence[str] = ()) -> PassphraseStep:
    """Read this step from a request; pressing the other way's button turns to that way.

    `known` are words that others know of this person: they make a passphrase easy to guess.
    """
    posted = request.POST
    turned = posted.get("turn")
    answered = not turned and "passphrase" in posted
    own = turned == "own" or (not turned and posted.get("way") == "own")
    step = _own(request, answered, known) if own else _generated(request, answered)
    if step.answered and step.form.is_valid():
        step.chosen = step.form.cleaned_data["passphrase"]
    return step


def _own(request: OpenRequest, answered: bool, known: Sequence[str]) -> PassphraseStep:
    form = OwnPassphraseForm(request.POST if answered else None, known=known)
    return PassphraseStep(form, own=True, offered="", answered=answered)


def _generated(request: OpenRequest, answered: bool) -> PassphraseStep:
    offered = request.POST.get("offered", "") if answered else ""
    if not are_six_words(offered):  # nothing but words of ours may pass for six of ours
        offered, answered = six_words(), False
    form = GeneratedPassphraseForm(request.POST if answered else None, initial={"offered": offered})
    return PassphraseStep(form, own=False, offered=offered, answered=answered)
