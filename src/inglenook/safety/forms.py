"""The four questions that somebody answers for themselves alone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

YES, NO = "yes", "no"


def _asked(label: Any, meant: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=meant,
        choices=[(YES, _("Yes")), (NO, _("No"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no.")},
    )


class FootingForm(forms.Form):
    """Yes or no, four times; it is no draft, and its answers are put down nowhere."""

    afraid = _asked(
        _("Are you afraid of how they might react?"),
        _(
            "Before a hard talk almost everybody is a little nervous. This means more: that you would rather "
            "say nothing, because of what might happen to you afterwards."
        ),
    )
    hurt = _asked(
        _("Do they hurt or threaten you?"),
        _(
            "Hitting, pushing, holding you, touching you against your will, breaking things. Or saying that "
            "something bad will happen: to you, to somebody you love, or to themselves."
        ),
    )
    controlled = _asked(
        _("Do they control your money, your phone or whom you meet?"),
        _(
            "Taking it away or looking through it. Having to ask first, or to say where you are. Trouble "
            "when you see others."
        ),
    )
    pressed = _asked(
        _("Does somebody press you to use this?"),
        _("If you would rather not, but a no would bring you trouble, choose yes."),
    )

    @property
    def has_yes(self) -> bool:
        """Whether any of the answers is a yes; of an answered form only."""
        return YES in self.cleaned_data.values()
