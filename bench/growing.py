"""Lets the first person of a place write until they have so many entries: `python -m bench.growing ENTRIES`.

One a day for the last month and three a day before it, so that what lies in the last weeks stays the same;
every tenth is a page of which a copy is shared, and with every thirtieth a question is answered and opened.
"""

import json
import sys
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from bench.couples import NOTE, PAGE, PASSPHRASE, browser
from bench.ready import get_set

A_MONTH = 30
AT_ONCE = 500


def open_up(name: str) -> Any:
    """Return a person of the bench, unlocked."""
    from inglenook.people.models import Person
    from inglenook.vault.keyboxes import open_with_passphrase

    person = Person.named(name)
    assert person is not None
    return person.unlock(open_with_passphrase(person.keybox, PASSPHRASE))


def write(ada: Any, bond: Any, number: int, then: datetime) -> None:
    """Write one entry; every tenth is a page of which a part is shared."""
    from inglenook.entries.bodies import CheckIn, Journal, Mood
    from inglenook.entries.models import Entry, SharedEntry, copy_for
    from inglenook.vault.records import new_id

    at, day = int(then.timestamp()), then.date()
    if number % 10 != 9:
        body = CheckIn(at=at, mood=Mood(1, 2), words=("content",), strength=2)
        Entry.keep(ada, new_id(day), body, NOTE, day)
        return
    page, _ = Entry.keep(ada, new_id(day), Journal(at=at), PAGE, day)
    copy = copy_for(page, bond, ada, page.body, PAGE[:300])
    copy.id = new_id(day)
    SharedEntry.give(ada, bond, copy)


def talk(people: list[Any], bonds: dict[Any, Any], number: int, then: datetime) -> None:
    """Ask a question, answer it, open the answers and read them."""
    from inglenook.exchanges.answering import give
    from inglenook.exchanges.asking import ask, decks_for, questions_in
    from inglenook.exchanges.models import Shelf
    from inglenook.exchanges.opening import release_due
    from inglenook.vault.records import new_id

    asker = people[number % 2]
    questions = questions_in(decks_for(bonds[asker])[0], bonds[asker])
    question = questions[number % len(questions)]
    row = ask(asker, bonds[asker], question, id=new_id(then.date()), when=then)
    for person in people:
        give(person, bonds[person], row, NOTE * 4, when=then)
    for person in people:
        release_due(person, [bonds[person]], on=then.date())
        Shelf.note_seen(person, row.id)


def grow(people: list[Any], numbers: range) -> None:
    """Let them go on, some hundred entries to a transaction."""
    from django.db import transaction
    from django.utils import timezone

    from inglenook.bonds.middleware import bonds_of

    bonds = {person: bonds_of(person)[0] for person in people}
    left = iter(numbers)
    while some := list(islice(left, AT_ONCE)):
        with transaction.atomic():
            for number in some:
                back = number if number < A_MONTH else A_MONTH + (number - A_MONTH) // 3
                then = timezone.now() - timedelta(days=back)
                write(people[0], bonds[people[0]], number, then)
                if number % 30 == 29:
                    talk(people, bonds, number, then)


def main(wanted: int) -> None:
    """Grow to so many entries, and print what the first person's browser holds."""
    get_set()
    from inglenook.entries.models import Entry

    people = [open_up("ada-0"), open_up("bo-0")]
    grow(people, range(Entry.objects.filter(person_id=people[0].id).count(), wanted))
    sys.stdout.write(json.dumps(browser(people[0], "ada-0")) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
