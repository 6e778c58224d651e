"""The suggestions that go with a practice, in groups: sentences to say, limits, rules, small kind acts."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.utils.translation import gettext as _
from msgspec import Struct

from inglenook.guide.content import Kind, Library, library, offered
from inglenook.guide.doing import ApologyPart, Boundary, GroundRule, KindAct

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


def _ways(known: Library, kind: Kind | None) -> list[Group]:
    titles = {
        "words": _("In words"),
        "help": _("By lending a hand"),
        "time": _("With time"),
        "touch": _("With touch, where it is welcome"),
        "things": _("With a small thing"),
    }
    acts = _fit(known.acts.values(), kind)
    return [Group(title, _lines(one.text for one in acts if one.way == way)) for way, title in titles.items()]


def _pausing(known: Library, kind: Kind | None) -> list[Group]:
    return [Group(_("To stop kindly"), _phrases(known, "pause"))]


def _coming_back(known: Library, kind: Kind | None) -> list[Group]:
    return [Group(_("To come back"), _phrases(known, "repair"))]


def _phrases(known: Library, moment: str) -> list[tuple[str, str]]:
    return _lines(one.text for one in offered(known.phrases.values()) if one.moment == moment)


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
    hints = offered(known.hints.values())
    return [
        Group(title, _lines(one.text for one in hints if one.channel == channel))
        for channel, title in titles.items()
    ]


def _replies(known: Library, kind: Kind | None) -> list[Group]:
    titles = {
        "thank": _("To thank them for it"),
        "stay": _("To stay with them"),
        "understand": _("To show that it has reached you"),
        "ask": _("To ask more"),
        "time": _("To ask for time"),
    }
    replies = offered(known.replies.values())
    return [
        Group(title, _lines(one.text for one in replies if one.aim == aim)) for aim, title in titles.items()
    ]


def _apology(known: Library, kind: Kind | None) -> list[Group]:
    return [_part(one) for one in offered(known.apology.values())]


def _part(part: ApologyPart) -> Group:
    good = [(_(text), "") for text in part.good]
    poor = [(_("Rather not: %(text)s") % {"text": _(one.text)}, _(one.because)) for one in part.poor]
    return Group(_(part.title), [*good, *poor], _(part.about))


def _lines(texts: Iterable[str]) -> list[tuple[str, str]]:
    return [(_(text), "") for text in texts]


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
