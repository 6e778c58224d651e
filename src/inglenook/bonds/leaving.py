"""Leaving a bond: one person, at once, nobody is asked."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from inglenook.bonds.invitations import Invitation, InvitationQuerySet
from inglenook.bonds.memories import Left, remember
from inglenook.bonds.models import AuthoredRecord, Bond, BondRecord, Membership, joined_by
from inglenook.bonds.signposts import take_down
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


def take_out(person: Person, *, everywhere: bool) -> None:
    """Take somebody who erases their account out of every bond; what others own stays.

    They are looked for where their anchors say that they are, or in every bond there is.
    """
    _tell_of_erasing(person)
    theirs = partial(_theirs, person, everywhere)
    bond_ids = sorted(set(theirs(Membership, "person_id").values_list("bond_id", flat=True)))
    for bond_id in bond_ids:
        take_bonds_turn(bond_id)
    for role in ("inviter_id", "joiner_id"):
        forget(theirs(Invitation, role))
    given = [theirs(model, "author_id") for model in concrete(AuthoredRecord)]
    for rows in (*given, theirs(Membership, "person_id")):
        models.QuerySet.delete(rows)  # no marks of their own: the person's mark tells that these are gone
    peopled = Membership.objects.filter(bond_id__in=bond_ids, left_on=None).values_list("bond_id", flat=True)
    dissolve(set(bond_ids) - set(peopled))


def _theirs(person: Person, everywhere: bool, model: type[BondRecord], role: str) -> Any:
    rows = model.objects.filter(**{role: person.id})
    return rows if everywhere else rows.filter(bond_id__in=person.whereabouts)


def _tell_of_erasing(person: Person) -> None:
    """Wake the pages of those who share a bond with somebody who erases their account, or wait to."""
    here = Membership.objects.filter(bond_id__in=person.whereabouts, left_on=None)
    others = here.filter(bond_id__in=joined_by(person)).exclude(person_id=person.id)
    waiting = Invitation.made_by(person).filter(joiner__isnull=False)
    hub.changed({*others.values_list("person_id", flat=True), *waiting.values_list("joiner_id", flat=True)})


def _give_up(bond_id: UUID, person: Person) -> None:
    Invitation.objects.filter(bond_id=bond_id, inviter=person, admitted_epoch=None).spoil()
    person.keyring.let_go(bond_id)


def forget(rows: InvitationQuerySet) -> None:
    """Delete invitations with their signposts; those who asked by them look for the bond no longer."""
    found: list[Any] = list(rows.values_list("bond_id", "digest", "joiner_id"))
    rows.delete()
    take_down(bytes(digest) for _, digest, _ in found)
    for bond_id, _, joiner_id in found:
        if joiner_id is not None and not _is_known(bond_id, joiner_id):
            Anchor.objects.filter(person_id=joiner_id, bond_id=bond_id, sealed=None).delete()


def _is_known(bond_id: UUID, person_id: UUID) -> bool:
    """Tell whether somebody is or was in a bond, or waits to be let in."""
    was_there = Membership.objects.filter(bond_id=bond_id, person_id=person_id)
    asks = Invitation.objects.filter(bond_id=bond_id, joiner_id=person_id)
    return was_there.exists() or asks.exists()


def dissolve(bond_ids: Iterable[UUID]) -> None:
    """Delete bonds that nobody is in any more, with all that is theirs."""
    ids = list(bond_ids)
    forget(Invitation.objects.filter(bond_id__in=ids))
    # Anchors lie by person: those who were there are named.
    were_there = list(Membership.objects.filter(bond_id__in=ids).values_list("person_id", flat=True))
    Bond.objects.filter(id__in=ids).delete()
    for model in (BondEpoch, Grant):
        model.objects.filter(bond_id__in=ids).delete()
    Anchor.objects.filter(person_id__in=were_there, bond_id__in=ids).delete()


def concrete(base: type[models.Model]) -> Iterable[Any]:
    """Return the concrete models that derive from a base."""
    for model in base.__subclasses__():
        if not model._meta.abstract:
            yield model
        yield from concrete(model)
