"""Forms about bonds."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from inglenook.bonds.wording import KIND_NAMES
from inglenook.people.forms import PassphraseForm
from inglenook.vault.door import BadCode, InviteCode

MAX_TITLE = 60


class TitleForm(forms.Form):
    """What a bond is called; `seen` is the title that was there when the form was shown."""

    title = forms.CharField(
        label=_("A name for it"),
        required=False,
        max_length=MAX_TITLE,
        help_text=_("Everyone in it sees this name. Without one, you see each other's names."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput())


class BondForm(forms.Form):
    """A new bond."""

    kind = forms.ChoiceField(
        label=_("What are you to each other?"),
        choices=list(KIND_NAMES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what comes closest.")},
    )
    title = TitleForm.base_fields["title"]


class YesField(forms.ChoiceField):
    """A choice between yes and no; no answer is no."""

    def clean(self, value: Any) -> bool:
        """Say whether it is yes."""
        return bool(super().clean(value or "no") == "yes")


class InviteForm(forms.Form):
    """What the invited person may read."""

    earlier = YesField(
        label=_("May they read what was shared here before they come?"),
        choices=[("no", _("No, we begin afresh")), ("yes", _("Yes, all of it"))],
        initial="no",
        widget=forms.RadioSelect,
    )


class JoinForm(forms.Form):
    """An invitation: its link, or its words."""

    code = forms.CharField(
        label=_("Your invitation"),
        max_length=500,
        help_text=_("Paste the link, or type the eleven words."),
        error_messages={"required": _("Paste the link you were sent, or type the eleven words.")},
        widget=forms.Textarea(
            attrs={"rows": 3, "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> InviteCode:
        """Read the code; what does not fit is said as the code itself says it."""
        try:
            return InviteCode.parse(self.cleaned_data["code"])
        except BadCode as error:
            raise forms.ValidationError(gettext(error.template) % error.values) from None


class LeaveForm(PassphraseForm):
    """Leaving a bond, with the passphrase once more."""

    take_back = forms.BooleanField(
        label=_("Take back what I shared"),
        required=False,
        help_text=_("It is deleted for everyone. Copies somebody made stay with them."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["take_back", "passphrase"])
