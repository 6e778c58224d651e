"""Puts a person's bonds into the request, and keeps their keys in step with who is a member."""

from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve

from inglenook.bonds.admission import admit_waiting, settle_in
from inglenook.bonds.models import Bond, Membership, Profile, joined_by
from inglenook.people.models import Person
from inglenook.people.requests import OpenRequest, Request
from inglenook.vault.door import VaultError
from inglenook.vault.owners import Locked, Untrusted
from inglenook.vault.records import Conflict
from inglenook.vault.trouble import by_the_way, is_trouble
from inglenook.vault.turns import take_bonds_turn

TRIES = 5


class BondRequest(Request):
    """A request of a member: their bonds, how many more do not open, and the one they are looking at."""

    bonds: list[Bond]
    shut_bonds: int
    bond: Bond | None


class OpenBondRequest(OpenRequest):
    """A request to a public page: perhaps of a member, perhaps of nobody."""

    bonds: list[Bond]
    shut_bonds: int
    bond: Bond | None


class KnowBonds:
    """Sets `request.bonds` and `request.bond` for somebody unlocked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: OpenBondRequest) -> HttpResponseBase:
        request.bonds, request.bond, request.shut_bonds = [], None, 0
        if request.person is not None:
            reads = request.method in ("GET", "HEAD")
            request.bonds, request.shut_bonds = look_at(
                request.person, admit=not _withdraws(request), reads=reads
            )
            request.bond = _chosen(request)
        return self.get_response(request)


def _withdraws(request: HttpRequest) -> bool:
    """Tell whether this request is about withdrawing an invitation, and so must not let anybody in first."""
    try:
        return resolve(request.path_info).view_name == "bonds:withdraw"
    except Resolver404:
        return False


def bonds_of(person: Person, *, admit: bool = True) -> list[Bond]:
    """Return a person's bonds, with their epochs in step with their members."""
    return look_at(person, admit=admit)[0]


def look_at(person: Person, *, admit: bool = True, reads: bool = False) -> tuple[list[Bond], int]:
    """Return a person's bonds, and how many more there are that do not open.

    Whoever only `reads` also gets a bond whose next epoch cannot be written just now.
    """
    keyring = person.keyring
    if admit:
        with by_the_way(otherwise=keyring.forget_bonds):
            admit_waiting(person)
    rows = _memberships(person)
    mine = {bond_id for bond_id, members in rows.items() if _is_among(person, members)}
    if mine - keyring.bond_ids():
        with by_the_way(otherwise=keyring.forget_bonds):
            settle_in(person)
    known = mine & keyring.bond_ids()
    if not known:
        return [], len(mine)
    found: list[Bond] = list(Bond.objects.filter(id__in=known).unlocked_by(keyring).order_by("id"))
    opened = [bond for bond in (_opened(bond, person, rows[bond.id], reads) for bond in found) if bond]
    return opened, len(mine) - len(opened)


def _opened(found: Bond, person: Person, rows: list[Membership], reads: bool) -> Bond | None:
    """Return a bond with all that its name and members need; None where something of it was altered.

    One bond that does not open must not hide the others.
    """
    try:
        found.take_memberships(rows)
        bond = _in_step(found, person, reads)
        if bond is None or person.id not in bond.member_ids:
            return None
        if bond.is_in_step:
            _keep_profile(bond, person)
        for row in (bond, *bond.members):
            row.open()
    except (Untrusted, VaultError, Locked):
        return None
    return bond


def _memberships(person: Person) -> dict[UUID, list[Membership]]:
    """Read the members of all of a person's bonds at once."""
    by_bond: dict[UUID, list[Membership]] = defaultdict(list)
    here = Membership.objects.filter(bond_id__in=person.whereabouts)
    for row in here.filter(bond_id__in=joined_by(person)):
        by_bond[row.bond_id].append(row)
    return by_bond


def _is_among(person: Person, rows: list[Membership]) -> bool:
    return any(row.person_id == person.id and row.left_on is None for row in rows)


def _in_step(bond: Bond, person: Person, reads: bool) -> Bond | None:
    """Return the bond with an epoch that only its members hold, or None where that is not to be had."""
    current: Bond | None = bond
    for _ in range(TRIES):
        if current is None or current.is_in_step:
            return current
        # Another tab or another member may have begun the epoch already: read what is written by now.
        person.keyring.forget_bonds()
        try:
            with transaction.atomic():
                take_bonds_turn(bond.id)
                current = Bond.objects.of(person).filter(id=bond.id).first()
                if current:
                    current.keep_epoch(person)
        except (Conflict, IntegrityError):
            continue
        except Exception as error:
            if not (reads and is_trouble(error)):
                raise
            person.keyring.forget_bonds()
            return Bond.objects.of(person).filter(id=bond.id).first()
    return None


def _keep_profile(bond: Bond, person: Person) -> None:
    """Carry a changed name into the bond."""
    me, now = bond.me, Profile(person.name, person.preferences.pronouns)
    if me.profile != now:
        me.profile = now
        with suppress(Conflict), by_the_way():  # another tab was faster
            me.save()


def _chosen(request: OpenBondRequest) -> Bond | None:
    wanted = request.COOKIES.get(settings.BOND_COOKIE, "")
    if wanted == "none":
        return None
    for bond in request.bonds:
        if str(bond.id) == wanted:
            return bond
    return next((bond for bond in request.bonds if not bond.is_ended), None)
