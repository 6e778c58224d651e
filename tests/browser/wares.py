"""What the specimens on the page of components are made with: forms, bonds, words for feelings."""

from types import SimpleNamespace

from django import forms

from inglenook.guide.content import library


class Sample(forms.Form):
    """A form with a field of every kind that our pages use."""

    name = forms.CharField(
        label="What shall we call you?", help_text="The people in your bonds see this name."
    )
    text = forms.CharField(label="Your page", widget=forms.Textarea)
    day = forms.DateField(label="Until when?", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    zone = forms.ChoiceField(label="Where you live", choices=[("", "Choose one"), ("b", "Berlin")])
    look = forms.ChoiceField(
        label="How it looks", choices=[("paper", "Paper"), ("fire", "By the fire")], widget=forms.RadioSelect
    )
    days = forms.MultipleChoiceField(
        label="When?",
        choices=[("1", "In the week"), ("2", "At the weekend")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    quiet = forms.BooleanField(label="I have written it down")


class Mood(forms.Form):
    """What a check-in asks for."""

    mood = forms.CharField(initial="-1,2")
    words = forms.CharField()
    own_word = forms.CharField()
    strength = forms.CharField()


def wares() -> dict[str, object]:
    """What the specimens are made with."""
    known = library()
    bonds = [
        SimpleNamespace(id=number, name=name, address="#Bars") for number, name in enumerate(["Bo", "Dana"])
    ]
    return {
        "bonds": bonds,
        "bond": bonds[0],
        "long_bond": SimpleNamespace(id=9, name="Zusammengehörigkeitsgefühlsgemeinschaft", address="#Bars"),
        "form": Sample(prefix="form", initial={"look": "fire", "days": ["1"]}),
        "wrong": Sample({}, prefix="wrong"),
        "written": Sample(prefix="written"),
        "rtl": Sample(prefix="rtl"),
        "mood": Mood(auto_id=False),
        "writing": SimpleNamespace(id="1", path="/me/", keep="/drafts/1/", seen=0, resumed=True, coached=""),
        "regions": [
            SimpleNamespace(
                id=one.id,
                title=one.title,
                about=one.about,
                feelings=[feeling for feeling in known.feelings.values() if feeling.region == one.id][:6],
            )
            for one in known.regions.values()
        ],
    }
