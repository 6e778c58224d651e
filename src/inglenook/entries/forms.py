"""Forms to write an entry; each knows what body and text it makes."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from inglenook.bonds.models import Bond
from inglenook.entries.bodies import (
    LONGEST_NOTE,
    LONGEST_OWN_WORD,
    LONGEST_PAGE,
    LONGEST_PART,
    MOST_WORDS,
    Appreciation,
    Body,
    CheckIn,
    Journal,
    Mood,
    Praise,
    Reading,
    Text,
)
from inglenook.entries.models import Entry
from inglenook.guide.content import library
from inglenook.web.prose import Prose

MAP = range(-3, 4)
ELSEWHERE = "elsewhere"


class WritingForm(forms.Form):
    """What all forms of entries have in common: the revision that was read, where an entry is edited."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def written(self, at: int) -> tuple[Body, Text]:
        """Return what the form says, as written at a moment (UTC, in seconds)."""
        raise NotImplementedError

    @classmethod
    def values_of(cls, entry: Entry) -> dict[str, Any]:
        """Return the values that an entry has in this form."""
        raise NotImplementedError


def set_choices(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    """Give a field its choices."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


class CheckInForm(WritingForm):
    """How one is just now. `keep` names words and needs chosen before that are no longer offered."""

    mood = forms.CharField(required=False, label=_("Where are you just now?"), max_length=10)
    words = forms.MultipleChoiceField(
        required=False,
        label=_("Which words fit?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("One of these words is not on the list. Please choose again.")},
    )
    own_word = forms.CharField(required=False, label=_("Or a word of your own"))
    strength = forms.TypedChoiceField(
        required=False,
        label=_("How strong is it?"),
        coerce=int,
        empty_value=None,
        choices=[(n, n) for n in range(5)],
        widget=forms.RadioSelect,
    )
    need = forms.ChoiceField(required=False, label=_("What do you need?"))
    note = Prose(required=False, label=_("A line about it"), longest=LONGEST_NOTE, rows=3)

    def __init__(self, *args: Any, keep: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        feelings, needs = library().feelings.values(), library().needs.values()
        set_choices(self, "words", [(f.id, f.word) for f in feelings if not f.retired or f.id in keep])
        offered = [(n.id, _(n.word)) for n in needs if not n.retired or n.id in keep]
        set_choices(self, "need", [("", _("Nothing in particular")), *offered])

    def clean_mood(self) -> Mood | str:
        mood: str = self.cleaned_data["mood"]
        if mood in ("", "unsure", "unsaid"):
            return mood
        try:
            energy, pleasantness = map(int, mood.split(","))
        except ValueError:
            energy = pleasantness = 99
        if energy not in MAP or pleasantness not in MAP:
            raise forms.ValidationError(_("This place is not on the map. Please tap it again."))
        return Mood(energy, pleasantness)

    def clean_own_word(self) -> str:
        word = " ".join(self.cleaned_data["own_word"].split())
        if len(word.encode()) > LONGEST_OWN_WORD:
            raise forms.ValidationError(
                _("This is too long for one word. There is room for more in the line below.")
            )
        return word

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        words, own, mood = data.get("words", []), data.get("own_word", ""), data.get("mood", "")
        if len(words) + bool(own) > MOST_WORDS:
            self.add_error("words", _("Three words are enough. Let one go to choose another."))
        if not (words or own or mood or self.errors):
            self.add_error("mood", _("Tap a place on the map or choose a word. “Not sure” is fine too."))
        return data

    def written(self, at: int) -> tuple[Body, Text]:
        data = self.cleaned_data
        body = CheckIn(
            at, data["mood"], tuple(data["words"]), data["own_word"], data["strength"], data["need"]
        )
        return body, data["note"]

    @classmethod
    def values_of(cls, entry: Entry) -> dict[str, Any]:
        body = entry.body
        if not isinstance(body, CheckIn):
            return {}
        return {
            "mood": ",".join(map(str, body.mood)) if isinstance(body.mood, Mood) else body.mood,
            "words": list(body.words),
            "own_word": body.own_word,
            "strength": body.strength,
            "need": body.need,
            "note": entry.plain,
        }


class JournalForm(WritingForm):
    """A page."""

    prompt = forms.CharField(required=False, widget=forms.HiddenInput())
    text = Prose(
        label=_("Your page"),
        longest=LONGEST_PAGE,
        rows=14,
        coach="",
        error_messages={"required": _("There is nothing on this page yet. One line is enough.")},
    )

    def clean_prompt(self) -> str:
        prompt: str = self.cleaned_data["prompt"]
        return prompt if prompt in library().prompts else ""

    def written(self, at: int) -> tuple[Body, Text]:
        return Journal(at, self.cleaned_data["prompt"]), self.cleaned_data["text"]

    @classmethod
    def values_of(cls, entry: Entry) -> dict[str, Any]:
        return {"text": entry.plain, "prompt": entry.body.prompt if isinstance(entry.body, Journal) else ""}


class AppreciationForm(WritingForm):
    """What somebody did, and what it says about them. `bonds` are those it may be about."""

    about = forms.ChoiceField(
        label=_("Who is it about?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who it is about. It may be somebody who is not here.")},
    )
    did = Prose(
        label=_("What they did"),
        longest=LONGEST_PART,
        rows=3,
        coach="thanks",
        error_messages={"required": _("Say one thing they did. A small one is best.")},
    )
    shows = Prose(required=False, label=_("What it says about them"), longest=LONGEST_PART, rows=3, coach="")

    def __init__(self, *args: Any, bonds: Sequence[Bond] = (), keep: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [choice for bond in bonds if bond.is_open for choice in _people_of(bond)]
        if keep not in {"", ELSEWHERE, *dict(choices)}:
            choices.append((keep, _("As before")))
        set_choices(self, "about", [*choices, (ELSEWHERE, _("Somebody who is not here"))])
        if not choices:
            self.initial.setdefault("about", ELSEWHERE)

    def written(self, at: int) -> tuple[Body, Text]:
        data = self.cleaned_data
        bond, _colon, person = data["about"].replace(ELSEWHERE, "").partition(":")
        body = Appreciation(at, UUID(bond) if bond else None, UUID(person) if person else None)
        return body, Praise(data["did"], data["shows"])

    @classmethod
    def values_of(cls, entry: Entry) -> dict[str, Any]:
        about = about_of(entry.body) if isinstance(entry.body, Appreciation) else ""
        return {"about": about, "did": entry.praise.did, "shows": entry.praise.shows}


class ReadingForm(WritingForm):
    """A chapter to read with somebody, and a line to go with it."""

    chapter = forms.TypedChoiceField(label=_("Which chapter?"), coerce=int)
    note = Prose(required=False, label=_("A line to go with it"), longest=LONGEST_PART, rows=3, coach="")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        titles = [(one.number, f"{one.number}. {_(one.title)}") for one in library().chapters]
        set_choices(self, "chapter", [(str(number), title) for number, title in titles])

    def written(self, at: int) -> tuple[Body, Text]:
        return Reading(at, self.cleaned_data["chapter"]), self.cleaned_data["note"]

    @classmethod
    def values_of(cls, entry: Entry) -> dict[str, Any]:
        body = entry.body
        return {"chapter": body.chapter if isinstance(body, Reading) else 1, "note": entry.plain}


def about_of(body: Appreciation) -> str:
    """Return the form's name for whom an appreciation is about."""
    return ":".join(str(id) for id in (body.bond, body.person) if id) or ELSEWHERE


def _people_of(bond: Bond) -> list[tuple[str, Any]]:
    others = bond.others
    if len(others) == 1:
        return [(str(bond.id), others[0].name)]
    each = [(f"{bond.id}:{member.person_id}", member.name) for member in others]
    return [*each, (str(bond.id), _("All of them: %(names)s") % {"names": bond.name})]


FORMS: dict[str, type[WritingForm]] = {
    "check-in": CheckInForm,
    "journal": JournalForm,
    "appreciation": AppreciationForm,
    "reading": ReadingForm,
}


def options_for(entry: Entry, bonds: Sequence[Bond]) -> dict[str, Any]:
    """Return what the form of an entry needs besides, so that what was chosen before stays possible."""
    if isinstance(entry.body, CheckIn):
        return {"keep": (*entry.body.words, entry.body.need)}
    if isinstance(entry.body, Appreciation):
        return {"bonds": bonds, "keep": about_of(entry.body)}
    return {}


class SearchForm(forms.Form):
    """What to look for in one's own entries."""

    wanted = forms.CharField(
        label=_("Words to look for"),
        max_length=100,
        error_messages={"required": _("Type a word you remember.")},
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
