"""What the specimens of the coach, of talks and of the guide are made with, on the page of components."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import cast
from zoneinfo import ZoneInfo

from inglenook.coaching.asking import Answer, Offer
from inglenook.coaching.remarks import said_of
from inglenook.conversations.forms import OfferForm, WordsForm
from inglenook.conversations.lines import Lines, Row, Track
from inglenook.conversations.planning import Course
from inglenook.conversations.protocol import Talk
from inglenook.conversations.table import Table, screen_of
from inglenook.guide.content import library
from inglenook.guide.doors import Door
from inglenook.people.models import Person

PREFERENCES = SimpleNamespace(coach=True, unhelpful=(), look="auto", lock_after=None)
READER = SimpleNamespace(name="Ada", zone=ZoneInfo("Europe/Berlin"), preferences=PREFERENCES)
WRITING = {"id": "2", "path": "/talk/", "keep": "/drafts/2/", "seen": 0, "resumed": False, "coached": ""}
EVENING = datetime(2026, 5, 9, 17, 30, tzinfo=UTC)
TURNED = "You never listen to me. I felt alone at dinner, and I would like an evening for us."
SAID = "I felt alone on Saturday because dinner got cold. I want you to call when you are late."
GIVEN_BACK = "You felt alone because dinner got cold. You should eat earlier."


def wares_apart() -> dict[str, object]:
    """What the specimens of these three are made with."""
    return {"person": READER, **_of_the_coach(), **_of_talks(), **_of_the_guide()}


def _of_the_coach() -> dict[str, object]:
    reader, box = cast(Person, READER), WordsForm(prefix="coached")
    box.box.look = "fields=coached-text:tell"
    writing = {**WRITING, "id": "3", "coached": box.box.look}
    return {
        "coached_writing": SimpleNamespace(**writing, form=box),
        "coached": said_of(reader, TURNED, name="text"),
        "given_back": said_of(reader, GIVEN_BACK, "paraphrase", "text", SAID),
        "words": [feeling.word for feeling in library().feelings.values()][:6],
        "offer": Offer("models.example", is_near=True),
        "answered": Answer("When dinner gets cold, I feel alone."),
    }


def _of_talks() -> dict[str, object]:
    protocol, table = library().protocols["listening"], Table("listening", ("Ada", "Bo"))
    steps = {one.id: one for one in protocol.steps}
    choosing = next(one for one in protocol.steps if len(one.choices) > 1)
    hers = SimpleNamespace(row=SimpleNamespace(id=1, text="Dinner got cold."), name="Ada", is_mine=True)
    his = SimpleNamespace(row=SimpleNamespace(id=2, text="It got cold."), name="Bo", is_mine=False)
    promise = SimpleNamespace(**vars(hers), prompt="", outcome="promise")
    box = WordsForm(prefix="turn")
    box.box.coach = None
    return {
        "laid": Table("ground-rules-talk", ("Ada", "Bo")),
        "first_turn": screen_of(Table("ground-rules-talk", ("Ada", "Bo"))),
        "locked_step": choosing,
        "locked": {choosing.choices[-1].id},
        "my_turn": _sitting(table, steps["speak"], acts=True, latest=[hers, his]),
        "their_turn": _sitting(table, steps["say-back"], acts=False, phrase=("Bo", "Let us begin again.")),
        "proposed": _sitting(table, steps["topic"], acts=False, me=1),
        "turn_writing": SimpleNamespace(**WRITING, form=box),
        "times_offered": OfferForm(person=cast(Person, READER), prefix="offer"),
        "listening_hint": next(iter(library().hints.values())),
        "quiet_time": SimpleNamespace(who=1, until=0),
        "evening": EVENING,
        "promised": promise,
        "lines": Lines(
            (Row("I felt understood", (Track("Ada", (1, 3, 4)), Track("Bo", (2, 2, 3)))),),
            (date(2026, 5, 9), date(2026, 5, 16), date(2026, 5, 23)),
        ),
        "of_two": SimpleNamespace(id=1, others=[SimpleNamespace(name="Bo")]),
    }


def _sitting(table: Table, step: object, *, acts: bool, me: int = 0, **more: object) -> SimpleNamespace:
    """A talk on several phones as somebody finds it."""
    protocol, names = library().protocols[table.protocol], ["Ada", "Bo"]
    return SimpleNamespace(
        **{
            "id": 1,
            "me": me,
            "names": names,
            "others": [name for who, name in enumerate(names) if who != me],
            "called": lambda several: [names[who] for who in several],
            "protocol": protocol,
            "course": Course(Talk(protocol, 2)),
            "state": table.state,
            "step": step,
            "wording": step.wording("partners"),  # type: ignore[attr-defined]
            "whose": [0 if acts else 1],
            "acts": acts,
            "since": 0,
            "topic": "Saturday",
            "minutes": 30,
            "phrase": None,
            "latest": [],
            "earlier": [],
            "locked": set(),
            "heard": "",
            "may_resume": False,
            "is_running": True,
            **more,
        }
    )


def _of_the_guide() -> dict[str, object]:
    known = library()
    chapter = known.chapters[3]
    open_one, soon = list(known.practices.values())[:2]
    return {
        "chapter": chapter,
        "strategy": next(one for one in chapter.offered if one.otherwise),
        "open_doors": [Door(open_one, "#Guide"), Door(soon, "")],
        "careful_practice": next(one for one in known.practices.values() if one.unafraid),
    }
