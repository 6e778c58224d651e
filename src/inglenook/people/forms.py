"""Forms about one's own account."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from zxcvbn import zxcvbn

from inglenook.people.models import Person
from inglenook.people.rules import MAX_NAME, MIN_OWN_PASSPHRASE, plain_name
from inglenook.vault.door import BadCode, RecoveryCode, normalise, tidy_words
from inglenook.vault.sessions import IDLE_CHOICES, IDLE_DEFAULT

IDLE_NAMES = dict(
    zip(
        IDLE_CHOICES,
        (_("15 minutes"), _("1 hour"), _("8 hours"), _("1 day"), _("7 days"), _("30 days")),
        strict=True,
    )
)
LOOKS = (("auto", _("As my device says")), ("light", _("Paper")), ("dark", _("By the fire")))
STRONG_ENOUGH = 3
LONGEST_PASSPHRASE = 500
PLAIN_TYPING = {"autocapitalize": "none", "autocorrect": "off", "spellcheck": "false"}
CODE_TYPING = {**PLAIN_TYPING, "autocomplete": "off", "autocapitalize": "characters"}


def _sign_in_name(help_text: Any = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "username", **PLAIN_TYPING})
    return forms.CharField(label=_("Your sign-in name"), max_length=200, help_text=help_text, widget=widget)


def _passphrase(label: Any, autocomplete: str, help_text: Any = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete, **PLAIN_TYPING})
    return forms.CharField(
        label=label, strip=False, max_length=LONGEST_PASSPHRASE, help_text=help_text, widget=widget
    )


class NameForm(forms.Form):
    """First step of sign-up: who you are here."""

    name = forms.CharField(
        label=_("What shall we call you?"),
        max_length=MAX_NAME,
        help_text=_("The people in your bonds see this name. You can change it."),
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    sign_in_name = _sign_in_name(
        _("You type it when you sign in on a new device. Nobody sees it, and it stays as it is.")
    )
    pronouns = forms.CharField(label=_("Your pronouns"), max_length=MAX_NAME, required=False)
    time_zone = forms.CharField(widget=forms.HiddenInput(), required=False)

    def clean_sign_in_name(self) -> str:
        name = plain_name(self.cleaned_data["sign_in_name"])
        if len(name) > MAX_NAME:
            raise forms.ValidationError(_("Please choose a shorter one, of at most 40 characters."))
        return name

    def clean_time_zone(self) -> str:
        zone: str = self.cleaned_data["time_zone"]
        return zone if zone in available_timezones() else "UTC"

    def is_free(self) -> bool:
        """Tell whether nobody signs in under this name yet; says so on the form if somebody does."""
        if Person.named(self.cleaned_data["sign_in_name"]):
            self.say_taken()
            return False
        return True

    def say_taken(self) -> None:
        """Say that the name is somebody's."""
        self.add_error("sign_in_name", _("Somebody here already signs in with this name. Choose another."))


class GeneratedPassphraseForm(forms.Form):
    """Six words were shown; they are typed back, in plain sight since they are there to be read anyway."""

    offered = forms.CharField(widget=forms.HiddenInput())
    passphrase = forms.CharField(
        label=_("Type the six words"),
        strip=False,
        max_length=LONGEST_PASSPHRASE,
        widget=forms.TextInput(attrs={"autocomplete": "off", **PLAIN_TYPING}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        typed, offered = data.get("passphrase"), data.get("offered")
        if typed and offered and tidy_words(typed) != tidy_words(offered):
            self.add_error("passphrase", _("These are not quite the six words above. Look at them again."))
        data["passphrase"] = offered
        return data


class OwnPassphraseForm(forms.Form):
    """A passphrase of one's own, typed twice."""

    passphrase = _passphrase(
        _("Your own passphrase"),
        "new-password",
        _("At least 15 characters. A few words that do not belong together are best."),
    )
    passphrase_again = _passphrase(_("The same again"), "new-password")

    def __init__(self, *args: Any, known: Sequence[str] = (), **kwargs: Any) -> None:
        self.known = known
        super().__init__(*args, **kwargs)

    def clean_passphrase(self) -> str:
        passphrase = normalise(self.cleaned_data["passphrase"])
        if len(passphrase) < MIN_OWN_PASSPHRASE:
            raise forms.ValidationError(
                _("This has %(count)d characters. It needs at least 15, so that nobody can guess it."),
                params={"count": len(passphrase)},
            )
        if zxcvbn(passphrase[:72], user_inputs=list(self.known))["score"] < STRONG_ENOUGH:
            raise forms.ValidationError(
                _("Somebody who knows you could guess this. Add a word or two that nobody would expect.")
            )
        return passphrase

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, again = data.get("passphrase"), data.get("passphrase_again")
        if first and again and first != normalise(again):
            self.add_error("passphrase_again", _("The two are not the same."))
        return data


class CodeField(forms.CharField):
    """A recovery code, forgiving about case and spaces."""

    def clean(self, value: Any) -> RecoveryCode:
        try:
            return RecoveryCode.parse(super().clean(value))
        except BadCode as error:
            raise forms.ValidationError(gettext(error.template) % error.values) from None


class RecoveryForm(forms.Form):
    """A recovery code was shown; it is typed back."""

    offered = CodeField(widget=forms.HiddenInput())
    code = CodeField(
        label=_("Type the recovery code"),
        max_length=200,
        help_text=_("Capital or small letters, with or without the hyphens."),
        widget=forms.TextInput(attrs=CODE_TYPING),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("code") and data.get("offered") and data["code"] != data["offered"]:
            self.add_error("code", _("This is not quite the code above. Look at it again."))
        return data


class PassphraseForm(forms.Form):
    """The passphrase of somebody whose name is known."""

    passphrase = _passphrase(_("Your passphrase"), "current-password")


class SignInForm(forms.Form):
    """Name and passphrase."""

    sign_in_name = _sign_in_name()
    passphrase = _passphrase(_("Your passphrase"), "current-password")


class RecoverForm(forms.Form):
    """Name and recovery code."""

    sign_in_name = _sign_in_name()
    code = CodeField(label=_("Your recovery code"), max_length=200, widget=forms.TextInput(attrs=CODE_TYPING))


class PreferencesForm(forms.Form):
    """What a person chooses for themselves."""

    name = forms.CharField(
        label=_("Your name"), max_length=MAX_NAME, help_text=_("The people in your bonds see this name.")
    )
    pronouns = forms.CharField(label=_("Your pronouns"), max_length=MAX_NAME, required=False)
    time_zone = forms.ChoiceField(
        label=_("Your time zone"),
        choices=lambda: [(z, z.replace("_", " ")) for z in sorted(available_timezones())],
    )
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("As my browser says")), *settings.LANGUAGES]
    )
    look = forms.ChoiceField(label=_("How it looks"), choices=LOOKS, widget=forms.RadioSelect)
    lock_after = forms.TypedChoiceField(
        label=_("Lock by itself after"),
        choices=list(IDLE_NAMES.items()),
        coerce=int,
        initial=IDLE_DEFAULT,
        help_text=_(
            "When nothing was touched for so long, your passphrase is asked again. "
            "A longer time counts from the next time you type it."
        ),
    )
    quiet = forms.BooleanField(
        label=_("Quiet: no suggestions on Today"),
        required=False,
        help_text=_("Nobody else sees this. Stay quiet as long as you like."),
    )
