"""The two forms of an exchange: which question, and one's own answer."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inglenook.guide.content import Question
from inglenook.web.prose import Prose

LONGEST_ANSWER = 4000


class AskForm(forms.Form):
    """One question out of those that may be asked."""

    question = forms.ChoiceField(
        label=_("Choose one"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a question first."),
            "invalid_choice": _("This question was asked meanwhile, or does not fit here. Choose another."),
        },
    )

    def __init__(self, *args: Any, choice: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice = {question.id: question for question in choice}
        self.fields["question"].choices = [(one.id, one.text) for one in choice]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Question:
        """The question of a valid form."""
        return self.choice[self.cleaned_data["question"]]


class AnswerForm(forms.Form):
    """What one answers."""

    text = Prose(
        label=_("Your answer"),
        longest=LONGEST_ANSWER,
        rows=6,
        coach="",
        error_messages={"required": _("Write a few words first, or set the question aside.")},
    )
