"""What the page of a talk shows beside its steps: while it is arranged, while it runs, and afterwards."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from inglenook.conversations import after
from inglenook.conversations.clock import minute
from inglenook.conversations.doing import NOT_NOW, QUIET
from inglenook.conversations.forms import HEAVINESS, WAYS, AfterForm
from inglenook.conversations.planning import READY_LASTS
from inglenook.conversations.sitting import Sitting
from inglenook.guide.content import library, offered
from inglenook.guide.doing import ListeningHint
from inglenook.people import drafts


def shown(sitting: Sitting) -> dict[str, Any]:
    """Return what the page says, wherever the talk is."""
    if sitting.is_over:
        return _afterwards(sitting)
    return _turns(sitting) if sitting.is_running else _arranged(sitting)


def _arranged(sitting: Sitting) -> dict[str, Any]:
    """What it says before a talk begins; times that are over are left out."""
    where, course, now = sitting.where, sitting.course, minute()
    ready = {who: since for who, since in where.ready if course.is_ready(where, who, now)}
    today = sitting.person.today()
    times = [
        (
            time,
            datetime.fromtimestamp(time * 60, UTC),
            [who for who, fits in sorted(where.suits) if fits == time],
        )
        for time in where.times
        if time >= now
    ]
    return {
        "times": times,
        "settled": course.settled(where),
        "ready": list(ready),
        "lapses": 60 * (min(ready.values()) + READY_LASTS + 1) if ready and course.at_once else None,
        "not_now": [(who, date.fromordinal(by)) for who, by in where.not_now if by >= today.toordinal()],
        "later": NOT_NOW,
        "heaviness": HEAVINESS[sitting.plan.heaviness],
        "way": WAYS["over-days" if not course.at_once else "aloud" if sitting.plan.aloud else "written"],
        "hints": _hints(),
        "is_aside": sitting.id in after.notes_of(sitting.person).aside,
    }


def _hints() -> list[ListeningHint]:
    """One hint each for the room, the posture and the face; the phones keep the turns, so they stay."""
    known = [one for one in offered(library().hints.values()) if one.id != "phones-away"]
    return [next(one for one in known if one.channel == channel) for channel in ("room", "posture", "face")]


def _turns(sitting: Sitting) -> dict[str, Any]:
    """What it says while a talk runs."""
    paused, hints = sitting.state.paused, offered(library().hints.values())
    return {
        "paused": paused,
        "until": datetime.fromtimestamp(paused.until * 60, UTC) if paused else None,
        "quiet": QUIET,
        "phrases": offered(library().phrases.values()),
        "hint": hints[sitting.state.turn % len(hints)],
    }


def _afterwards(sitting: Sitting) -> dict[str, Any]:
    """What it says when a talk is over: with one's own part in it."""
    person, bond = sitting.person, sitting.bond
    told, items = after.told_of(person, sitting.id), after.items_for(bond)
    initial = {name: getattr(told, name) for name in items} if told else {}
    return {
        "after": AfterForm(initial=initial, items=items),
        "shows": bool(after.lines_in(person, bond)),
        "unsent": _unsent(sitting),
    }


def _unsent(sitting: Sitting) -> list[tuple[UUID, str]]:
    """Return what the reader had begun to write in a talk that is over, and nobody has seen."""
    path = reverse("conversations:talk", args=[sitting.id])
    kept = [(row.id, one) for row, one in drafts.all_of(sitting.person) if one.path == path]
    texts = [(id, QueryDict(one.fields).get("text", "").strip()) for id, one in kept]
    return [(id, text) for id, text in texts if text]
