"""The suggestions that go with a practice, in groups: sentences to say, limits, rules, small kind acts."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.utils.translation import gettext as _
from msgspec import Struct

from inglenook.guide.content import Kind, Library, library, offered
from inglenook.guide.doing import (
    ApologyPart,
    Boundary,
    GroundRule,
    KindAct,
    ListeningHint,
    Phrase,
    Reply,
)

Said = KindAct | ListeningHint | Phrase | Reply
Fitting = TypeVar("Fitting", KindAct, GroundRule, Boundary)


class Group(Struct, frozen=True):
    """Some suggestions under a heading: each with a second line, which may be empty. All is translated."""

    title: str
    lines: list[tuple[str, str]]
    about: str = ""


def suggestions_for(practice_id: str, kind: Kind | None = None) -> list[Group]:
    """Return the suggestions that go with a practice, those for a kind of bond where there is one."""
    makers = SHEETS.get(practice_id, ())
    return [group for make in makers for group in make(library(), kind) if group.lines]


def _fit(items: Iterable[Fitting], kind: Kind | None) -> list[Fitting]:
    return [one for one in offered(items) if kind is None or kind in one.kinds]


def _grouped(items: Iterable[Said], by: str, titles: dict[str, str]) -> list[Group]:
    """Group sentences by one of their fields, under a heading for each of its values."""
    found = list(items)
    return [
        Group(title, [(_(one.text), "") for one in found if getattr(one, by) == value])
        for value, title in titles.items()
    ]


def _ways(known: Library, kind: Kind | None) -> list[Group]:
    titles = {
        "words": _("In words"),
        "help": _("By lending a hand"),
        "time": _("With time"),
        "touch": _("With touch, where it is welcome"),
        "things": _("With a small thing"),
    }
    return _grouped(_fit(known.acts.values(), kind), "way", titles)


def _pausing(known: Library, kind: Kind | None) -> list[Group]:
    return _grouped(offered(known.phrases.values()), "moment", {"pause": _("To stop kindly")})


def _coming_back(known: Library, kind: Kind | None) -> list[Group]:
    return _grouped(offered(known.phrases.values()), "moment", {"repair": _("To come back")})


def _rules(known: Library, kind: Kind | None) -> list[Group]:
    rules = _fit(known.rules.values(), kind)
    return [Group(_("Rules to begin from"), [(_(one.text), _(one.why)) for one in rules])]


def _limits(known: Library, kind: Kind | None) -> list[Group]:
    limits = _fit(known.boundaries.values(), kind)
    return [
        Group(_(field.title), [(_(one.text), _(one.instead)) for one in limits if one.field == field.id])
        for field in offered(known.fields.values())
    ]


def _hints(known: Library, kind: Kind | None) -> list[Group]:
    titles = {
        "words": _("With words"),
        "face": _("With your face"),
        "posture": _("With how you sit or stand"),
        "room": _("With the room"),
    }
    return _grouped(offered(known.hints.values()), "channel", titles)


def _replies(known: Library, kind: Kind | None) -> list[Group]:
    titles = {
        "thank": _("To thank them for it"),
        "stay": _("To stay with them"),
        "understand": _("To show that it has reached you"),
        "ask": _("To ask more"),
        "time": _("To ask for time"),
    }
    return _grouped(offered(known.replies.values()), "aim", titles)


def _apology(known: Library, kind: Kind | None) -> list[Group]:
    return [_part(one) for one in offered(known.apology.values())]


def _part(part: ApologyPart) -> Group:
    good = [(_(text), "") for text in part.good]
    poor = [(_("Rather not: %(text)s") % {"text": _(one.text)}, _(one.because)) for one in part.poor]
    return Group(_(part.title), [*good, *poor], _(part.about))


SHEETS: dict[str, tuple[Callable[[Library, Kind | None], list[Group]], ...]] = {
    "boundaries": (_limits,),
    "conflict-path": (_pausing, _coming_back),
    "deposits": (_ways,),
    "empathy-round": (_replies,),
    "ground-rules": (_rules,),
    "listening": (_hints,),
    "opening-up": (_replies,),
    "pause": (_pausing,),
    "repair": (_apology, _coming_back),
    "what-i-carry": (_replies,),
}
