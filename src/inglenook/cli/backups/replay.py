"""What has gone since a backup was made goes from its restored copy too, before anybody sees it.

Works on the default database, which is the copy: the same code deletes here as anywhere.
"""

from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from inglenook.bonds.invitations import Invitation
from inglenook.bonds.models import Bond, Membership
from inglenook.bonds.upkeep import sweep_everywhere
from inglenook.people.models import Person
from inglenook.vault.columns import all_models
from inglenook.vault.keyboxes import PASSPHRASE, RECOVERY
from inglenook.vault.models import Anchor, BondEpoch, Grant, Keybox, Session, Throttle, Tombstone
from inglenook.vault.tombstones import (
    BATCH,
    GONE,
    LEFT,
    REPLACED,
    LastingQuerySet,
    all_marks,
    keys_of,
    table_of,
    times,
)


@dataclass
class Replayed:
    """How much has gone from a restored copy, and what could not be put right."""

    deleted: int = 0
    departed: int = 0
    invitations: int = 0
    recovery_codes: int = 0
    older_passphrases: int = 0


@transaction.atomic
def replay(marks: set[bytes]) -> Replayed:
    """Take from the default database what the marks say is gone, and end what must not live on."""
    known = all_marks()
    marks = marks | known
    done = Replayed()
    if marks - known:
        since = Since(known, marks)
        done.deleted = _delete(since)
        done.departed = _depart(since)
        _replace(since, done)
    for model in (Session, Throttle):
        model._base_manager.all().delete()
    done.invitations = Invitation.objects.filter(admitted_epoch=None, spoiled=False).spoil()
    new = [Tombstone(mark=mark) for mark in sorted(marks - all_marks())]
    Tombstone.objects.bulk_create(new, batch_size=BATCH)
    return done


@dataclass
class Since:
    """What has happened since a backup was made: what all marks tell and its own do not."""

    known: set[bytes]
    marks: set[bytes]

    def has(self, kind: str, table: str, key: object) -> bool:
        """Tell whether a row has gone, left or been replaced since."""
        return times(kind, table, key, self.marks) > times(kind, table, key, self.known)


def _delete(since: Since) -> int:
    """Delete the rows that are gone; whatever hangs on them goes as it went then."""
    deleted = 0
    for person in Person.objects.all():
        if since.has(GONE, table_of(Person), person.pk):
            person.be_gone(everywhere=True)  # their own keys are not here to do it with
            deleted += 1
    for model in _lasting():
        rows: Any = model._default_manager.order_by()
        gone = [key for key in keys_of(rows) if since.has(GONE, table_of(model), key)]
        if model is Bond:
            _forget_keys(gone)
        for at in range(0, len(gone), BATCH):
            models.QuerySet.delete(rows.filter(pk__in=gone[at : at + BATCH]))
        deleted += len(gone)
    return deleted


def _lasting() -> list[type[models.Model]]:
    """Return the models whose rows leave marks when they are deleted."""
    return [m for m in all_models() if isinstance(m._default_manager.all(), LastingQuerySet)]


def _forget_keys(bonds: list[Any]) -> None:
    for model in (BondEpoch, Grant, Anchor):
        model._base_manager.filter(bond_id__in=bonds).delete()


def _depart(since: Since) -> int:
    """Let those leave who have left; the next visit of a member who stays begins a new epoch."""
    rows = Membership.objects.filter(left_on=None).values_list("bond_id", "id", "person_id")
    left = [row for row in rows if since.has(LEFT, table_of(Membership), row[:2])]
    for bond_id, id, person_id in left:
        Membership.objects.filter(bond_id=bond_id, id=id).update(left_on=timezone.now().date())
        Grant.objects.filter(bond_id=bond_id, person_id=person_id).delete()
        # Where it was is kept, to take back what was given to it.
        Anchor.objects.filter(bond_id=bond_id, person_id=person_id).update(sealed=None)
    sweep_everywhere()
    return len(left)


def _replace(since: Since, done: Replayed) -> None:
    """Use up recovery codes that were used up or replaced; count the passphrases that work again."""
    for keybox in Keybox.objects.all():
        if keybox.has_recovery and since.has(REPLACED, table_of(Keybox), (keybox.id, RECOVERY)):
            keybox.recovery_salt = keybox.by_recovery = None
            keybox.save(update_fields=["recovery_salt", "by_recovery"])
            done.recovery_codes += 1
        done.older_passphrases += since.has(REPLACED, table_of(Keybox), (keybox.id, PASSPHRASE))
