"""What is cleared away of bonds in quiet moments, asking only the bonds in which something has run out."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from inglenook.bonds.invitations import Invitation
from inglenook.bonds.leaving import dissolve, forget
from inglenook.bonds.models import Bond, Membership
from inglenook.bonds.signposts import Signpost
from inglenook.vault.models import Anchor
from inglenook.vault.turns import take_bonds_turn

BATCH = 400
LOOK_AGAIN = timedelta(days=1)


def sweep() -> None:
    """Spoil invitations that ran out, and forget those long over.

    Spoiled for good, so that no clock that is set back lets anybody use one.
    """
    now = timezone.now()
    due = list(Signpost.objects.due(now).values_list("digest", "bond_id"))
    for at in range(0, len(due), BATCH):
        digests, bond_ids = zip(*due[at : at + BATCH], strict=True)
        _look_after(set(bond_ids), [bytes(one) for one in digests], now)


@transaction.atomic
def _look_after(bond_ids: set[UUID], digests: list[bytes], now: datetime) -> None:
    here = Invitation.objects.filter(bond_id__in=bond_ids)
    here.run_out(now).spoil()
    forget(here.over(now))
    still = {bytes(one) for one in here.values_list("digest", flat=True)}
    Signpost.objects.filter(digest__in=[one for one in digests if one not in still]).delete()
    Signpost.objects.filter(digest__in=digests).update(due=now + LOOK_AGAIN)


def sweep_everywhere() -> None:
    """Sweep every bond there is, and what has lost its bond: for a database that was just restored."""
    for bond_id in list(Bond.objects.order_by("id").values_list("id", flat=True)):
        with transaction.atomic():
            take_bonds_turn(bond_id)
            _look_after({bond_id}, [], timezone.now())
            if not Membership.objects.filter(bond_id=bond_id, left_on=None).exists():
                dissolve([bond_id])
    Signpost.objects.exclude(digest__in=Invitation.objects.values("digest")).delete()
    same = {"bond_id": models.OuterRef("bond_id")}
    was_there = Membership.objects.filter(person_id=models.OuterRef("person_id"), **same)
    asks = Invitation.objects.filter(joiner_id=models.OuterRef("person_id"), **same)
    Anchor.objects.filter(~models.Exists(was_there), ~models.Exists(asks), sealed=None).delete()
