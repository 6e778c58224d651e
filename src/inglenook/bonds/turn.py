"""Sealing for the members whom a request has seen: not for others who came or went meanwhile."""

from inglenook.bonds.models import Bond, Membership
from inglenook.vault.models import BondEpoch
from inglenook.vault.owners import Conflict
from inglenook.vault.turns import take_bonds_turn


def take_turn(bond: Bond) -> None:
    """Let nobody come or go until the transaction is over; `Conflict` where somebody has since this was read.

    What is sealed next would else be sealed with a key that somebody may hold who is not meant to read it.
    """
    take_bonds_turn(bond.id)
    rows = Membership.objects.filter(bond_id=bond.id, left_on=None)
    here = set(rows.values_list("person_id", flat=True))
    newest = BondEpoch.objects.filter(bond_id=bond.id).count()
    if here != set(bond.member_ids) or not bond.is_in_step or newest != len(bond.keyring.chain(bond.id)):
        raise Conflict
