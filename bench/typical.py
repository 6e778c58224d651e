"""Lets every couple of a place live some typical days more: `python -m bench.typical COUPLES DAYS`.

Two check-ins, a page of 1,500 characters, a question that both answer, and a shared appreciation a day; each
is a transaction of its own, as the pages make it. Prints how many bytes the database wrote ahead meanwhile.
"""

import json
import sys
from datetime import datetime, timedelta
from typing import Any

from bench.couples import NOTE, PAGE
from bench.growing import open_up, talk
from bench.ready import get_set


def day(people: list[Any], bonds: dict[Any, Any], number: int, then: datetime) -> None:
    """Live one day."""
    from inglenook.entries.bodies import Appreciation, CheckIn, Journal, Mood, Praise
    from inglenook.entries.models import Entry, SharedEntry, copy_for
    from inglenook.people import drafts
    from inglenook.vault.records import new_id

    at, on = int(then.timestamp()), then.date()
    for person in people:
        body = CheckIn(at=at, mood=Mood(1, 2), words=("content", "calm"), strength=2)
        Entry.keep(person, new_id(on), body, NOTE, on)
    id = new_id(on)
    for typed in range(1, 9):
        text = PAGE[: len(PAGE) * typed // 8]
        drafts.keep(people[0].keyring.keybox, id, drafts.Kept("/me/journal/", f"text={text}"))
    Entry.keep(people[0], id, Journal(at=at), PAGE, on)
    drafts.drop(people[0], id)
    praise, bond = Praise(NOTE, NOTE), bonds[people[1]]
    thanks, _ = Entry.keep(people[1], new_id(on), Appreciation(at=at, bond=bond.id), praise, on)
    SharedEntry.give(people[1], bond, copy_for(thanks, bond, people[1], thanks.body, praise))
    talk(people, bonds, number, then)


def written_ahead() -> int:
    """Return how far the log has come in which the database writes everything first."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn")
            return int(cursor.fetchone()[0])
        from pathlib import Path

        log = Path(f"{connection.settings_dict['NAME']}-wal")
        return log.stat().st_size if log.exists() else 0


def main(couples: int, days: int) -> None:
    """Let them live."""
    get_set()
    from django.db import connection
    from django.utils import timezone

    from inglenook.bonds.middleware import bonds_of

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute("PRAGMA wal_autocheckpoint=0")
    before = written_ahead()
    for couple in range(couples):
        people = [open_up(f"{name}-{couple}") for name in ("ada", "bo")]
        bonds = {person: bonds_of(person)[0] for person in people}
        for number in range(days):
            day(people, bonds, number, timezone.now() - timedelta(days=number))
    sys.stdout.write(json.dumps({"log": written_ahead() - before}) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
