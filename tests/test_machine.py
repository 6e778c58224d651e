"""Inviting, sharing, leaving, making new keys, two tabs: any order, and what each can read follows from it.

A run is a walk of many steps by chance, from a seed that a failure names. Beside the product walks a plain
account of what ought to be: who is in the bond, and who may read what.
"""

import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from inglenook.people.models import Person
from tests.figures import figure
from tests.shares import share
from tests.walk import Walk

SHARDS = 20
STEPS = 50
# The rules are the same on both databases, so the thousand walks are shared out: PostgreSQL takes the last.
RUNS = share(range(800), range(800, 1000), everything=range(1000))


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("shard", range(SHARDS))
def test_what_each_reads_follows_from_who_was_there(
    shard: int, ada: Person, bo: Person, charlie: Person, dana: Person
) -> None:
    people, counted = (ada, bo, charlie, dana), Counter[str]()
    keys: list[Any] = [person.keyring.account for person in people]
    for seed in RUNS[shard::SHARDS]:
        with transaction.atomic():
            walk = Walk([p.id for p in people], keys, random.Random(seed), counted)  # noqa: S311  (no secrets)
            _walk(walk, seed)
            transaction.set_rollback(True)
    runs = len(RUNS[shard::SHARDS])
    assert counted["steps"] == runs * STEPS
    figure(f"state machine, shard {shard + 1} of {SHARDS}", f"{runs} runs x {STEPS} steps, {dict(counted)}")


def _walk(walk: Walk, seed: int) -> None:
    for number in range(STEPS):
        step: Callable[[], None] = walk.next_step()
        try:
            step()
            walk.see_that_all_is_well()
        except Exception as error:
            error.add_note(f"seed {seed}, step {number}: {walk.trail}")
            raise
        walk.counted["steps"] += 1
    for id in walk.accounts:
        walk.see_what_is_read(id)
