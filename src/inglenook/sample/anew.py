"""Making the sample life, and beginning it anew while the server runs."""

import json
import os
import threading
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import transaction

from inglenook.guide.sample import SampleLife, sample_life
from inglenook.people.models import Person
from inglenook.sample.life import live
from inglenook.vault.door import six_words
from inglenook.web.live import hub

FILE = "sample-sign-in.json"
_turn = threading.Lock()


def passphrases() -> dict[str, str]:
    """Return the people's passphrases by name; drawn once, they stay the same however often it begins anew.

    They lie in the open beside the sample's database: there is nothing to protect.
    """
    place = Path(settings.DATA) / FILE
    known: dict[str, str] = json.loads(place.read_text()) if place.exists() else {}
    ours = {one.name: known.get(one.name) or six_words() for one in sample_life().people}
    if ours != known:
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(ours, file)
    return ours


def is_there() -> bool:
    """Tell whether all the people of the sample have an account."""
    return all(Person.named(one.name) for one in sample_life().people)


def begin_anew(life: SampleLife | None = None) -> bool:
    """Bring everything back to the first day and sign everybody out; if that fails, all stays as it was.

    Where another press is being seen to, wait for that one, which counts for both: False.
    """
    if not _turn.acquire(blocking=False):
        with _turn:
            return False
    try:
        with transaction.atomic():
            _clear()
            live(life or sample_life(), passphrases())
    finally:
        _turn.release()
    return True


def _clear() -> None:
    """Delete every row there is."""
    # Locked first, so that where two processes begin anew at once, the second waits for the first.
    for person_id in Person.objects.select_for_update().values_list("id", flat=True):
        hub.check(person_id)
    for model in apps.get_models():
        model._base_manager.all().delete()
