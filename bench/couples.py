"""Writes couples into a place, through the product's own code: `python -m bench.couples COUPLES DAYS`.

Prints what a browser of each needs. Their passphrases are laid to be quick to open, since hundreds of them at
full hardness would take minutes. Whoever signs in has theirs raised to the standard, at the standard's cost.
"""

import json
import sys
from datetime import timedelta
from typing import Any
from uuid import UUID

from bench.ready import get_set

PASSPHRASE = "plain words for the bench"
NOTE = "A note of an ordinary length, as people write."
PAGE = ("We sat by the window for an hour and talked about the summer. " * 24)[:1_500]


def couple(number: int, days: int, *, words: str = PASSPHRASE) -> list[dict[str, str]]:
    """Let two people have a bond and some days; returns what their browsers hold."""
    from django.db import transaction

    from inglenook.bonds.models import About, Bond
    from inglenook.people.models import Person, Preferences
    from inglenook.safety.footing import note
    from inglenook.sample.life import join

    names = [f"ada-{number}", f"bo-{number}"]
    ada, bo = (
        Person.sign_up(name, words, Preferences(name=name.split("-")[0].title(), time_zone="Europe/Berlin"))
        for name in names
    )
    with transaction.atomic():
        bond = Bond.found(ada, About("partners"))
        join(bond, ada, bo)
        for person in (ada, bo):
            note(person, bond.id, is_open=True)
    live(ada, bo, bond.id, range(days))
    return [browser(person, name) for person, name in zip((ada, bo), names, strict=True)]


def live(ada: Any, bo: Any, bond_id: UUID, days: range) -> None:
    """Let a check-in of each happen on some days, and every fifth day a page of which a copy is shared."""
    from django.db import transaction
    from django.utils import timezone

    from inglenook.bonds.middleware import bonds_of
    from inglenook.entries.bodies import CheckIn, Journal, Mood
    from inglenook.entries.models import Entry, SharedEntry, copy_for
    from inglenook.vault.records import new_id

    with transaction.atomic():
        bonds = {person: next(b for b in bonds_of(person) if b.id == bond_id) for person in (ada, bo)}
        for number in days:
            then = timezone.now() - timedelta(days=number)
            for person in (ada, bo):
                at = int(then.timestamp())
                body = CheckIn(at=at, mood=Mood(1, 2), words=("content",), strength=2)
                Entry.keep(person, new_id(then.date()), body, NOTE, then.date())
                if number % 5 == 4:
                    page, _ = Entry.keep(person, new_id(then.date()), Journal(at=at), PAGE, then.date())
                    copy = copy_for(page, bonds[person], person, page.body, PAGE[:300])
                    copy.id = new_id(then.date())
                    SharedEntry.give(person, bonds[person], copy)


def browser(person: Any, name: str) -> dict[str, str]:
    """Sign a browser in; returns what it holds."""
    from django.conf import settings

    from inglenook.vault.sessions import begin

    token = begin(person.keyring, label="Bench", idle_seconds=30 * 86_400)
    return {
        "name": name,
        "cookie": f"{settings.SESSION_COOKIE}={token.cookie}; {settings.CSRF_COOKIE_NAME}={'f' * 32}",
        "form": "f" * 32,
    }


if __name__ == "__main__":
    get_set()
    made = [couple(number, int(sys.argv[2])) for number in range(int(sys.argv[1]))]
    sys.stdout.write(json.dumps(made) + "\n")
