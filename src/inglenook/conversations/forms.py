"""The forms of talks: who is here, a talk proposed, other times, and what one writes at a turn."""

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from inglenook.conversations.clock import minute
from inglenook.conversations.planning import MOST_TIMES
from inglenook.conversations.table import LONGEST_WORDS
from inglenook.guide.protocols import Protocol
from inglenook.people.models import Person
from inglenook.web.prose import Prose

LONGEST_NAME = 40
LONGEST_TOPIC = 140
LONGEST_PAGE = 20_000
FURTHEST = timedelta(days=60)
HEAVINESS = {
    1: gettext_lazy("Light"),
    2: gettext_lazy("It matters to me"),
    3: gettext_lazy("Heavy"),
}
# For how long somebody would like to talk, in minutes, beside what its protocol says.
LENGTHS = (10, 20, 30, 45, 60, 90)
# How a talk goes: side by side or on a call, each writing, or over some days.
WAYS = {
    "aloud": gettext_lazy("We speak, and our phones keep the turns"),
    "written": gettext_lazy("We write, at the same time"),
    "over-days": gettext_lazy("We write, over some days"),
}


def lengths_of(protocol: Protocol) -> list[tuple[int, str]]:
    """Return for how long a talk may be proposed: as long as it takes by itself, or shorter or longer."""
    lengths = sorted({*LENGTHS, protocol.minutes})
    return [(one, ngettext("%(num)s minute", "%(num)s minutes", one) % {"num": one}) for one in lengths]


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


HOW_MUCH = (
    ("0", gettext_lazy("Not at all")),
    ("1", gettext_lazy("A little")),
    ("2", gettext_lazy("Half and half")),
    ("3", gettext_lazy("Mostly")),
    ("4", gettext_lazy("Very much")),
)


def _scale(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=HOW_MUCH, coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )


class TimesForm(forms.Form):
    """Up to three times that suit somebody, where they live."""

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.zone = person.zone
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        labels = (gettext_lazy("A time that suits you"), gettext_lazy("Another"), gettext_lazy("And another"))
        for number, label in enumerate(labels[:MOST_TIMES]):
            self.fields[f"time_{number}"] = forms.DateTimeField(
                label=label,
                required=False,
                widget=widget,
                error_messages={"invalid": gettext_lazy("Choose a day and a time.")},
            )

    @property
    def time_fields(self) -> list[forms.BoundField]:
        """The fields for times."""
        return [self[f"time_{number}"] for number in range(MOST_TIMES)]

    @property
    def times(self) -> tuple[int, ...]:
        """The times that were chosen, in minutes since 1970, the earliest first."""
        chosen = (self.cleaned_data.get(f"time_{number}") for number in range(MOST_TIMES))
        there = {one.replace(tzinfo=self.zone) for one in chosen if one}
        return tuple(sorted(map(minute, there)))

    def check_times(self) -> None:
        """Refuse times that are over, or far away."""
        now = minute()
        if any(time < now for time in self.times):
            raise forms.ValidationError(_("That time is over. Choose one that is still to come."))
        if any(time > now + FURTHEST // timedelta(minutes=1) for time in self.times):
            raise forms.ValidationError(_("That is far away. Choose a time within the next two months."))


class OfferForm(TimesForm):
    """Other times than those that were offered."""

    def clean(self) -> None:
        if not self.times and not self.errors:
            raise forms.ValidationError(_("Choose at least one time."))
        self.check_times()


class ProposeForm(TimesForm):
    """A talk proposed: what about, how heavy, how, and when."""

    topic = Prose(
        label=gettext_lazy("What about, in a few words?"),
        help_text=gettext_lazy("They read it before they answer. Keep it kind and short, or leave it out."),
        longest=LONGEST_TOPIC,
        rows=2,
        required=False,
        coach="",
    )
    heaviness = forms.TypedChoiceField(
        label=gettext_lazy("How heavy is it for you?"),
        choices=HEAVINESS.items(),
        coerce=int,
        initial=1,
        widget=forms.RadioSelect,
    )
    minutes = forms.TypedChoiceField(
        label=gettext_lazy("For how long?"), choices=(), coerce=int, empty_value=None, required=False
    )
    way = forms.ChoiceField(
        label=gettext_lazy("How do you want to talk?"), choices=(), widget=forms.RadioSelect
    )
    when = forms.ChoiceField(
        label=gettext_lazy("When?"),
        choices=(
            ("ready", gettext_lazy("As soon as everybody is ready")),
            ("times", gettext_lazy("At one of these times")),
        ),
        initial="ready",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, protocol: Protocol, **options: Any) -> None:
        super().__init__(*args, **options)
        ways = [one for one in WAYS if one != "over-days" or one in protocol.manners]
        field = self.fields["way"]
        field.choices, field.initial = [(one, WAYS[one]) for one in ways], ways[0]  # type: ignore[attr-defined]
        field = self.fields["minutes"]
        field.choices, field.initial = lengths_of(protocol), protocol.minutes  # type: ignore[attr-defined]

    def clean_topic(self) -> str:
        return " ".join(self.cleaned_data["topic"].split())

    def clean(self) -> None:
        if self.cleaned_data.get("when") != "times":
            for number in range(MOST_TIMES):
                self.cleaned_data.pop(f"time_{number}", None)
                self.errors.pop(f"time_{number}", None)
            return
        if not self.times and not self.errors:
            raise forms.ValidationError(
                _("Choose at least one time, or begin as soon as everybody is ready.")
            )
        self.check_times()


class WordsForm(forms.Form):
    """What somebody writes at a turn."""

    text = Prose(
        label=gettext_lazy("In your own words"), required=False, longest=LONGEST_WORDS, rows=4, coach=""
    )

    @property
    def box(self) -> Prose:
        """The box itself: whether it must be filled, and what the coach makes of it, depends on the step."""
        return cast(Prose, self.fields["text"])


class KeepsakeForm(forms.Form):
    """What somebody keeps of a talk on one phone, as a page of their own."""

    text = Prose(label=gettext_lazy("What would you like to keep of it?"), longest=LONGEST_PAGE, rows=5)


class AfterForm(forms.Form):
    """How a talk was for somebody; each part is left out where one does not want to say.

    `items` are the names of those that are asked.
    """

    understood = _scale(gettext_lazy("I felt understood"))
    valued = _scale(gettext_lazy("I felt that I count"))
    cared_for = _scale(gettext_lazy("I felt that I matter to them"))
    calm = _scale(gettext_lazy("I am calm now"))

    def __init__(self, *args: Any, items: tuple[str, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {name: field for name, field in self.fields.items() if name in items}
