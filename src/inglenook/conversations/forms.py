"""The form with which a talk begins: who is here."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from inglenook.guide.protocols import Protocol

LONGEST_NAME = 40


class BeginForm(forms.Form):
    """The names of those who are here, with commas between them; the first begins."""

    names = forms.CharField(
        label=gettext_lazy("Who is here?"),
        help_text=gettext_lazy("With commas between the names. Whoever stands first begins."),
        max_length=300,
        error_messages={"required": gettext_lazy("Write down who is here. A letter each is enough.")},
    )

    def __init__(self, *args: Any, protocol: Protocol, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fewest, self.most = protocol.people
        if self.most == 1:
            del self.fields["names"]

    def clean_names(self) -> tuple[str, ...]:
        typed = (" ".join(one.split()) for one in self.cleaned_data["names"].split(","))
        names = tuple(dict.fromkeys(one[:LONGEST_NAME] for one in typed if one))
        if len(names) < self.fewest:
            raise forms.ValidationError(
                ngettext(
                    "This talk wants at least %(num)s person. Give each a name of their own.",
                    "This talk wants at least %(num)s people. Give each a name of their own.",
                    self.fewest,
                )
                % {"num": self.fewest}
            )
        if len(names) > self.most:
            raise forms.ValidationError(_("This talk is for at most %(num)s people.") % {"num": self.most})
        return names
