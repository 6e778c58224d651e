"""Entries in the words of a page: what a check-in's ids mean, in the reader's language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from inglenook.entries.bodies import Body, CheckIn, Journal, KindOfEntry, Mood, Reading, Text, kind_of, plain
from inglenook.entries.passages import excerpt
from inglenook.entries.picture import DAYS_OF_WEEK, Day, Moment
from inglenook.entries.rules import Region, region_of
from inglenook.guide.content import library
from inglenook.guide.shapes import offered

ICONS: dict[KindOfEntry, str] = {
    "check-in": "smile",
    "journal": "notebook-pen",
    "appreciation": "hand-heart",
    "reading": "book-open",
}
SUMMARY = 90


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page says of an entry; what was not given is empty."""

    kind: KindOfEntry
    icon: str
    label: str
    summary: str
    words: tuple[str, ...] = ()
    place: str = ""
    region: Region | None = None
    strength: str = ""
    need: str = ""
    prompt: str = ""


def show(body: Body, text: Text) -> Shown:
    """Put an entry into words."""
    kind = kind_of(body)
    label = label_of(kind)
    if isinstance(body, CheckIn):
        words = words_of(body)
        place = place_of(body)
        summary = ", ".join(words) or place
        need = _(library().needs[body.need].word) if body.need in library().needs else body.need
        strength = "" if body.strength is None else strengths()[body.strength]
        return Shown(kind, ICONS[kind], label, summary, words, place, region(body), strength, need)
    if isinstance(body, Reading):
        return Shown(kind, ICONS[kind], label, chapter_title(body.chapter))
    asked = prompt_text(body.prompt) if isinstance(body, Journal) else ""
    return Shown(kind, ICONS[kind], label, excerpt(plain(text), SUMMARY), prompt=asked)


def label_of(kind: KindOfEntry) -> str:
    """Name a kind of entry."""
    return {
        "check-in": _("Check-in"),
        "journal": _("Journal page"),
        "appreciation": _("Appreciation"),
        "reading": _("Reading together"),
    }[kind]


def chapter_title(number: int) -> str:
    """Return the title of a chapter of the guide, or nothing where there is none."""
    chapter = library().chapter(number)
    return _(chapter.title) if chapter else ""


def prompt_text(id: str) -> str:
    """Return the prompt of that id, or nothing."""
    known = library().prompts
    return _(known[id].text) if id in known else ""


def words_of(body: CheckIn) -> tuple[str, ...]:
    """Return the feeling words of a check-in; a word the library no longer knows is shown as it was kept."""
    known = library().feelings
    chosen = tuple(_(known[word].word) if word in known else word for word in body.words)
    return (*chosen, body.own_word) if body.own_word else chosen


def region(body: CheckIn) -> Region | None:
    """Return the region a check-in's place lies in, or that somebody was not sure, or did not say."""
    if isinstance(body.mood, Mood):
        return region_of(*body.mood)
    return body.mood or None


def place_of(body: CheckIn) -> str:
    """Say a place on the map, as the map itself says it."""
    if not isinstance(body.mood, Mood):
        return {"unsure": _("Not sure"), "unsaid": _("Rather not say"), "": ""}[body.mood]
    energies = {
        3: _("Very high energy"),
        2: _("High energy"),
        1: _("Slightly high energy"),
        0: _("Middling energy"),
        -1: _("Slightly low energy"),
        -2: _("Low energy"),
        -3: _("Very low energy"),
    }
    tones = {
        -3: _("very unpleasant"),
        -2: _("unpleasant"),
        -1: _("a little unpleasant"),
        0: _("neither pleasant nor unpleasant"),
        1: _("a little pleasant"),
        2: _("pleasant"),
        3: _("very pleasant"),
    }
    return f"{energies[body.mood.energy]}, {tones[body.mood.pleasantness]}"


def strengths() -> tuple[str, ...]:
    """The five steps of strength."""
    return (_("Barely there"), _("A little"), _("Clearly"), _("Strongly"), _("Very strongly"))


def searchable(body: Body, text: Text) -> str:
    """Return all of somebody's own words in an entry."""
    found = [plain(text)]
    if isinstance(body, CheckIn):
        shown = show(body, text)
        found = [*shown.words, shown.need, *found]
    elif isinstance(body, Reading):
        found = [chapter_title(body.chapter), *found]
    return " · ".join(filter(None, found))


def moment(body: CheckIn, day: date) -> Moment | None:
    """Return a check-in as the picture sees it, or None where it has no place to draw."""
    where = region(body)
    if where is None:
        return None
    mood = body.mood if isinstance(body.mood, Mood) else Mood(0, 0)
    return Moment(day, body.at, where, mood.energy, mood.pleasantness, body.strength)


def feeling_regions(keep: Iterable[str] = ()) -> list[dict[str, object]]:
    """Return the regions with the words offered in each; `keep` names chosen ones since retired."""
    kept = set(keep)
    regions: list[dict[str, object]] = []
    for one in library().regions.values():
        of_region = (f for f in library().feelings.values() if f.region == one.id)
        feelings = [
            {
                "id": f.id,
                "word": _(f.word),
                "definition": _(f.definition),
                "energy": f.energy,
                "pleasantness": f.pleasantness,
            }
            for f in of_region
            if not f.retired or f.id in kept
        ]
        regions.append({"id": one.id, "title": _(one.title), "about": _(one.about), "feelings": feelings})
    return regions


def region_names() -> list[tuple[Region, str, str]]:
    """Return the marks of the picture with their names and meanings."""
    return [
        *((r.id, _(r.title), _(r.about)) for r in library().regions.values()),
        ("between", _("In between"), _("In the middle, one way or the other")),
        ("unsure", _("Not sure"), ""),
        ("unsaid", _("Rather not say"), ""),
    ]


def edges(days: Sequence[Day]) -> tuple[list[str], list[str]]:
    """Name the columns of the picture by their weekdays and its rows by their first day."""
    weekdays = [date_format(day.date, "D") for day in days[:DAYS_OF_WEEK]]
    short = pgettext("date format", "j M")
    return weekdays, [date_format(day.date, short) for day in days[::DAYS_OF_WEEK]]


def starters() -> list[tuple[str, str]]:
    """Return ways to begin an appreciation."""
    return [(_(s.did), _(s.shows)) for s in offered(library().starters.values())]
