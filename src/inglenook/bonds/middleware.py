"""Puts a person's bonds into the request, and keeps their keys in step with who is a member."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from inglenook.bonds.invitations import admit_waiting, settle_in
from inglenook.bonds.models import Bond, Membership, Profile
from inglenook.people.models import Person
from inglenook.people.requests import Request
from inglenook.vault.records import Conflict


class BondRequest(Request):
    """A request of a member: their bonds, and the one they are looking at."""

    bonds: list[Bond]
    bond: Bond | None


class KnowBonds:
    """Sets `request.bonds` and `request.bond` for somebody unlocked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: BondRequest) -> HttpResponseBase:
        request.bonds, request.bond = [], None
        if request.person:
            request.bonds = bonds_of(request.person)
            request.bond = _chosen(request)
        return self.get_response(request)


def bonds_of(person: Person) -> list[Bond]:
    """Return a person's bonds, with their epochs in step with their members."""
    admit_waiting(person)
    mine = Membership.objects.filter(person_id=person.id, left_on=None).values_list("bond_id", flat=True)
    ids: set[UUID] = set(mine)
    if ids - person.keyring.bond_ids():
        settle_in(person)
    known = ids & person.keyring.bond_ids()
    if not known:
        return []
    bonds: list[Bond] = list(Bond.objects.filter(id__in=known).unlocked_by(person.keyring).order_by("id"))
    for bond in bonds:
        bond.keep_epoch(person)
        _keep_profile(bond, person)
    return bonds


def _keep_profile(bond: Bond, person: Person) -> None:
    """Carry a changed name into the bond."""
    me, now = bond.me, Profile(person.name, person.preferences.pronouns)
    if me.profile != now:
        me.profile = now
        try:
            me.save()
        except Conflict:
            return  # another tab was faster


def _chosen(request: BondRequest) -> Bond | None:
    wanted = request.COOKIES.get(settings.BOND_COOKIE, "")
    if wanted == "none":
        return None
    for bond in request.bonds:
        if str(bond.id) == wanted:
            return bond
    return next((bond for bond in request.bonds if not bond.is_ended), None)
