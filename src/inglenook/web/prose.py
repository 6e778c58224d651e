"""The box for text of several lines."""

from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _


class Prose(forms.CharField):
    """Text of several lines, counted as the browser counts it.

    `coach` is what the text is for (of `coach.steps`), where the coach may speak beside it, or None.
    `look` is the query by which the coach is asked about the form, at the last of its boxes.
    """

    look = ""

    def __init__(self, *, longest: int, rows: int, coach: str | None = None, **options: Any) -> None:
        self.longest, self.coach = longest, coach
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows, "maxlength": longest}))
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.longest:
            raise forms.ValidationError(
                _(
                    "This has %(count)s characters, and there is room for %(most)s. "
                    "Nothing is lost: shorten it a little."
                ),
                params={
                    "count": number_format(len(value), force_grouping=True),
                    "most": number_format(self.longest, force_grouping=True),
                },
            )
