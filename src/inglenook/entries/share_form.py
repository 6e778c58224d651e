"""The form on which somebody chooses what of an entry goes to whom."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from msgspec.structs import replace

from inglenook.bonds.models import Bond
from inglenook.entries.bodies import LONGEST_PAGE, Appreciation, Body, CheckIn, Journal, Mood, Reading, Text
from inglenook.entries.forms import set_choices
from inglenook.entries.models import Entry
from inglenook.entries.passages import paragraphs
from inglenook.web.prose import Prose


class ShareForm(forms.Form):
    """What goes: nothing is chosen beforehand but, where there is just one, the bond."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput())
    bond = forms.ChoiceField(
        label=_("With whom?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose with whom you would like to share this.")},
    )
    add = forms.MultipleChoiceField(
        label=_("What goes with it?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    paragraphs = forms.MultipleChoiceField(
        label=_("Which part?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one part. The rest of the page stays yours.")},
    )
    passage = Prose(label=_("The words that go"), required=False, longest=LONGEST_PAGE, rows=8, coach="")

    def __init__(self, *args: Any, entry: Entry, bonds: Sequence[Bond], **options: Any) -> None:
        super().__init__(*args, **options)
        self.entry = entry
        self.bonds = {str(bond.id): bond for bond in fitting(entry, bonds)}
        self.parts = paragraphs(entry.plain) if entry.kind == "journal" else []
        set_choices(self, "bond", [(id, bond.name) for id, bond in self.bonds.items()])
        set_choices(self, "add", extras(entry))
        set_choices(self, "paragraphs", [(str(number), part) for number, part in enumerate(self.parts)])
        self.fields["paragraphs"].required = not self.data.get("passage", "").strip()
        if len(self.bonds) == 1:
            self.initial.setdefault("bond", next(iter(self.bonds)))
        for name, wanted in (("add", extras(entry)), ("paragraphs", self.parts), ("passage", self.parts)):
            if not wanted:
                del self.fields[name]

    @property
    def asks_nothing(self) -> bool:
        """Whether there is nothing to choose, so that the preview may come at once."""
        return len(self.bonds) == 1 and not {"add", "paragraphs"} & set(self.fields)

    @property
    def chosen_bond(self) -> Bond:
        """The bond that was chosen."""
        return self.bonds[self.cleaned_data["bond"]]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.parts and not data.get("passage"):
            chosen = data.get("paragraphs", [])
            data["passage"] = "\n\n".join(self.parts[int(number)] for number in chosen)
        return data

    def chosen(self) -> tuple[Body, Text]:
        """Return the body and text of the copy: never more than was chosen."""
        body, text, add = self.entry.body, self.entry.text, self.cleaned_data.get("add", [])
        if isinstance(body, CheckIn):
            given = replace(
                body,
                mood=body.mood if "place" in add or not has_words(body) else "",
                need=body.need if "need" in add else "",
            )
            return given, text if "note" in add else ""
        if isinstance(body, Appreciation):
            return body if body.bond == self.chosen_bond.id else Appreciation(body.at), text
        if isinstance(body, Reading):
            return body, text
        return Journal(body.at), self.cleaned_data["passage"]


def has_words(body: CheckIn) -> bool:
    """Whether a check-in says something without its place on the map."""
    return bool(body.words or body.own_word)


def extras(entry: Entry) -> list[tuple[str, Any]]:
    """Return what of a check-in goes along only if its author ticks it."""
    body, found = entry.body, []
    if not isinstance(body, CheckIn):
        return []
    if has_words(body) and isinstance(body.mood, Mood):
        found.append(("place", _("Where it lies on the map: %(place)s") % {"place": entry.shown.place}))
    if body.need:
        found.append(("need", _("What I need: %(need)s") % {"need": entry.shown.need}))
    if entry.plain:
        found.append(("note", _("My line: “%(note)s”") % {"note": entry.plain}))
    return found


def fitting(entry: Entry, bonds: Sequence[Bond]) -> list[Bond]:
    """Return the bonds an entry may be shared with: those with somebody in them, or the one it is about."""
    there = [bond for bond in bonds if bond.is_open]
    about: UUID | None = entry.body.bond if isinstance(entry.body, Appreciation) else None
    return [bond for bond in there if bond.id == about] or there
