"""Writes couples into a place, each with a talk that runs: `python -m bench.running TALKS`.

Prints what a browser of each needs, and of each talk its address and its turn. It is one that people hold
aloud, at a place from which three taps lead back to it, so that it never ends.
"""

import json
import sys
from typing import Any

from bench.couples import couple
from bench.growing import open_up
from bench.ready import get_set

PROTOCOL = "listening"
# Who taps what, from the first turn on.
BEFORE = ((0, ""), (0, ""))
# The same in the circle, and what the other's page shows then: that it is their turn, or what they hear.
ROUND = ((1, "", ""), (0, "not-quite", "put-right"), (0, "", ""))


def plan_of(circle: list[Any]) -> Any:
    """Return what the talk is."""
    from inglenook.conversations.models import Plan
    from inglenook.guide.content import library

    return Plan(
        protocol=PROTOCOL,
        shape=library().protocols[PROTOCOL].shape,
        circle=tuple(person.id for person in circle),
        kind="partners",
        manner="live",
        aloud=True,
        heaviness=1,
        times=(),
    )


def talk(names: list[str]) -> dict[str, Any]:
    """Let two people of a bond begin a talk and take the first turns; returns where it is."""
    from django.db import transaction

    from inglenook.bonds.middleware import bonds_of
    from inglenook.conversations.clock import minute
    from inglenook.conversations.planning import Ready
    from inglenook.conversations.protocol import Act
    from inglenook.conversations.sitting import Sitting
    from inglenook.conversations.talking import happen, propose
    from inglenook.vault.records import new_id

    people = [open_up(name) for name in names]
    with transaction.atomic():
        bonds = [bonds_of(person)[0] for person in people]
        row = propose(people[0], bonds[0], plan_of(people), "", id=new_id())
        sittings = [Sitting(person, bond, row) for person, bond in zip(people, bonds, strict=True)]
        for who, sitting in enumerate(sittings):
            happen(sitting, Ready(who, minute()))
        for turn, (who, choice) in enumerate(BEFORE):
            happen(sittings[who], Act(who, turn, choice))
    return {"path": f"/talk/turns/together/{row.id}/", "turn": len(BEFORE)}


def heard() -> dict[str, str]:
    """Return what whoever waits reads at the steps of the circle."""
    from inglenook.guide.content import library

    return {step.id: step.hear for step in library().protocols[PROTOCOL].steps}


def main(count: int) -> None:
    """Make so many couples, each with a talk."""
    get_set()
    couples = [couple(number, 0) for number in range(count)]
    talks = [{"members": pair, **talk([one["name"] for one in pair])} for pair in couples]
    sys.stdout.write(json.dumps({"talks": talks, "heard": heard()}) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
