"""The form by which one looks for something to do together."""

from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from inglenook.guide.content import library, offered
from inglenook.guide.doing import Idea

ANY = ("", _("No matter"))


class IdeasForm(forms.Form):
    """What an idea should be like; nothing chosen means that it does not matter."""

    minutes = forms.ChoiceField(
        label=_("How much time is there?"),
        required=False,
        choices=[ANY, ("20", _("20 minutes")), ("60", _("an hour")), ("180", _("an afternoon"))],
    )
    energy = forms.ChoiceField(
        label=_("How awake are you?"),
        required=False,
        choices=[ANY, ("1", _("tired")), ("2", _("so-so")), ("3", _("wide awake"))],
    )
    place = forms.ChoiceField(
        label=_("Where?"), required=False, choices=[ANY, ("home", _("at home")), ("out", _("out"))]
    )
    cost = forms.ChoiceField(
        label=_("What may it cost?"),
        required=False,
        choices=[ANY, ("0", _("nothing")), ("1", _("small change"))],
    )
    season = forms.ChoiceField(
        label=_("When in the year?"),
        required=False,
        choices=[
            ANY,
            ("spring", _("spring")),
            ("summer", _("summer")),
            ("autumn", _("autumn")),
            ("winter", _("winter")),
        ],
    )
    flavour = forms.ChoiceField(
        label=_("What kind of thing?"),
        required=False,
        choices=[ANY, ("new", _("something new")), ("cosy", _("something cosy"))],
    )
    kind = forms.ChoiceField(
        label=_("With whom?"),
        required=False,
        choices=[
            ANY,
            ("partners", _("a partner")),
            ("friends", _("a friend")),
            ("family", _("family")),
            ("colleagues", _("people from work")),
        ],
    )

    def found(self) -> list[Idea]:
        """Return the ideas that fit; a choice that there is not counts as none."""
        self.is_valid()
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        return [one for one in offered(library().ideas.values()) if _fits(one, wanted)]

    @property
    def query(self) -> str:
        """What is chosen, as part of an address."""
        return urlencode({name: value for name, value in self.cleaned_data.items() if value})


def _fits(idea: Idea, wanted: dict[str, str]) -> bool:
    return (
        idea.minutes <= int(wanted.get("minutes", idea.minutes))
        and idea.energy <= int(wanted.get("energy", idea.energy))
        and idea.cost <= int(wanted.get("cost", idea.cost))
        and idea.place in ("either", wanted.get("place", idea.place))
        and idea.flavour == wanted.get("flavour", idea.flavour)
        and wanted.get("season", idea.seasons[0]) in idea.seasons
        and wanted.get("kind", idea.kinds[0]) in idea.kinds
    )
