"""Leaving a bond: one person, at once, nobody is asked."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from inglenook.bonds.invitations import Invitation
from inglenook.bonds.memories import Left, remember
from inglenook.bonds.models import AuthoredRecord, Bond, Membership, joined_by
from inglenook.people.models import Person
from inglenook.vault.models import Anchor, BondEpoch, Grant
from inglenook.vault.tombstones import LEFT, bury
from inglenook.vault.turns import take_bonds_turn
from inglenook.web.live import hub


@transaction.atomic
def leave(bond: Bond, person: Person, *, take_back: bool, on: date | None = None) -> None:
    """Give up the keys to a bond and keep a memory of it; the others' next visit begins a new epoch.

    What one shared stays with the others unless it is taken back. Leaving twice changes nothing.
    """
    take_bonds_turn(bond.id)
    person.keyring.forget_bonds()  # a list of members may have changed since this request began
    rows = Membership.objects.filter(bond_id=bond.id, left_on=None)
    current: list[Membership] = list(rows.unlocked_by(person.keyring))
    mine = next((row for row in current if row.person_id == person.id), None)
    if mine is None:
        return
    hub.changed([row.person_id for row in current])
    today = on or timezone.now().date()
    if not bond.is_waiting:
        names = [m.name for m in bond.others] or bond.past_names
        about = bond.about
        remember(person, Left(bond.id, about.kind, about.title, names, today, took_back=take_back))
    if take_back:
        for model in concrete(AuthoredRecord):
            model.objects.filter(bond_id=bond.id, author_id=person.id).delete()
    mine.left_on = today
    mine.save()
    bury(Membership, [mine.pk], LEFT)
    _give_up(bond.id, person)
    if len(current) == 1:
        dissolve([bond.id])


def tell_of_erasing(person: Person) -> None:
    """Wake the pages of those who share a bond with somebody who erases their account, or wait to."""
    here = Membership.objects.filter(bond_id__in=person.whereabouts, left_on=None)
    others = here.filter(bond_id__in=joined_by(person)).exclude(person_id=person.id)
    waiting = Invitation.made_by(person).filter(joiner__isnull=False)
    hub.changed({*others.values_list("person_id", flat=True), *waiting.values_list("joiner_id", flat=True)})


def _give_up(bond_id: UUID, person: Person) -> None:
    Invitation.objects.filter(bond_id=bond_id, inviter=person, admitted_epoch=None).spoil()
    person.keyring.let_go(bond_id)


def dissolve(bond_ids: Iterable[UUID]) -> None:
    """Delete bonds that nobody is in any more, with all that is theirs."""
    ids = list(bond_ids)
    # Anchors lie by person: those are named who were there or asked to be.
    were_there = Membership.objects.filter(bond_id__in=ids).values_list("person_id", flat=True)
    asked = Invitation.objects.filter(bond_id__in=ids, joiner__isnull=False)
    people = {*were_there, *asked.values_list("joiner_id", flat=True)}
    Bond.objects.filter(id__in=ids).delete()
    for model in (BondEpoch, Grant):
        model.objects.filter(bond_id__in=ids).delete()
    Anchor.objects.filter(person_id__in=people, bond_id__in=ids).delete()


def sweep() -> None:
    """Spoil invitations that ran out, forget those long over, and the bonds of people who have all gone.

    Spoiled for good, so that no clock that is set back lets anybody use one.
    """
    Invitation.objects.run_out(timezone.now()).spoil()
    Invitation.objects.over(timezone.now()).delete()
    same = {"bond_id": models.OuterRef("bond_id")}
    was_there = models.Exists(Membership.objects.filter(person_id=models.OuterRef("person_id"), **same))
    asks = models.Exists(Invitation.objects.filter(joiner_id=models.OuterRef("person_id"), **same))
    Anchor.objects.filter(~was_there, ~asks, sealed=None).delete()
    peopled = Membership.objects.filter(left_on=None).values("bond_id")
    dissolve(Bond.objects.exclude(id__in=peopled).values_list("id", flat=True))


def concrete(base: type[models.Model]) -> Iterable[Any]:
    """Return the concrete models that derive from a base."""
    for model in base.__subclasses__():
        if not model._meta.abstract:
            yield model
        yield from concrete(model)
