"""Making the sample life, and beginning it anew while the server runs."""

import json
import os
import threading
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from inglenook.guide.sample import SampleLife, sample_life
from inglenook.people.models import Person
from inglenook.sample.life import live
from inglenook.sample.models import MadeUp, is_the_samples
from inglenook.vault.door import six_words
from inglenook.web.live import hub

FILE = "sample-sign-in.json"
_turn = threading.Lock()


class NotTheSample(Exception):
    """Other people than the sample's live here, so nothing is begun anew."""


def _place() -> Path:
    return Path(settings.DATA) / FILE


def passphrases() -> dict[str, str]:
    """Return the people's passphrases by name; none before the sample was made.

    They lie in the open beside the sample's database: there is nothing to protect.
    """
    place = _place()
    known: dict[str, str] = json.loads(place.read_text()) if place.exists() else {}
    return known


def _draw_passphrases() -> dict[str, str]:
    """Draw a passphrase for each who has none; the others keep theirs, however often it begins anew."""
    known = passphrases()
    ours = {one.name: known.get(one.name) or six_words() for one in sample_life().people}
    if ours != known:
        with os.fdopen(os.open(_place(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(ours, file)
    return ours


def is_there() -> bool:
    """Tell whether the sample was made, and all its people have an account."""
    known = passphrases()
    return all(one.name in known and Person.named(one.name) for one in sample_life().people)


def begin_anew(life: SampleLife | None = None) -> bool:
    """Bring everything back to the first day and sign everybody out; if that fails, all stays as it was.

    Where another press is being seen to, wait for that one, which counts for both: False.
    Raises `NotTheSample`, so that no setting ever makes a button that deletes what real people wrote.
    """
    if not _turn.acquire(blocking=False):
        with _turn:
            return False
    try:
        with transaction.atomic():
            if Person.objects.exists() and not _may_begin_anew():
                raise NotTheSample
            words = _draw_passphrases()
            _clear()
            live(life or sample_life(), words)
            MadeUp.objects.create()
    finally:
        _turn.release()
    return True


def _may_begin_anew() -> bool:
    """Tell whether only made-up people and visitors live here.

    The file of the sample's own data directory is the sample's; one that was made earlier bears no mark.
    """
    return is_the_samples() or (connection.vendor == "sqlite" and _place().exists())


def _clear() -> None:
    """Delete every row there is, whoever holds the keys to it; no row is left for another to refer to."""
    # Locked first, so that where two processes begin anew at once, the second waits for the first.
    for person_id in Person.objects.select_for_update().values_list("id", flat=True):
        hub.check(person_id)
    for model in apps.get_models():
        rows = model._base_manager.all()
        rows._raw_delete(rows.db)  # without asking what hangs on it: that goes as well
