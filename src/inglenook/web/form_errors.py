"""What a form says when something does not fit and the field itself has nothing better to say."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

TOO_LONG = _("This is too long: there is room for %(limit_value)d characters. Shorten it a little.")
NOT_OFFERED = _("This cannot be chosen here, or no longer. Please choose again.")
UNREADABLE = _("We could not read this. Please type it again.")

SENTENCES: dict[type[forms.Field], dict[str, Any]] = {
    forms.Field: {"required": _("Please fill this in.")},
    forms.CharField: {"max_length": TOO_LONG, "null_characters_not_allowed": UNREADABLE},
    forms.IntegerField: {"invalid": UNREADABLE},
    forms.BooleanField: {"required": _("Please tick this to go on.")},
    forms.ChoiceField: {"required": _("Please choose one."), "invalid_choice": NOT_OFFERED},
    forms.MultipleChoiceField: {
        "required": _("Please choose at least one."),
        "invalid_choice": NOT_OFFERED,
        "invalid_list": NOT_OFFERED,
    },
}


def use_our_own() -> None:
    """Put our sentences in the place of Django's, for all fields made from now on."""
    for kind, sentences in SENTENCES.items():
        kind.default_error_messages = {**kind.default_error_messages, **sentences}
