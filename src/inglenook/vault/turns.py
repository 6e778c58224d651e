"""Taking turns: what reads and then writes must not be overtaken in between.

On SQLite only one transaction writes at a time, so there is nothing to do. On PostgreSQL the first who
comes holds a row, and whoever wants the same waits until that transaction is over. Whoever holds both
takes the bond's turn before the person's, so that two never wait for each other.
"""

from uuid import UUID

from inglenook.vault.models import BondEpoch, Keybox


def take_persons_turn(person_id: UUID) -> None:
    """Let nobody else change what is this person's own until the transaction is over."""
    list(Keybox.objects.select_for_update(no_key=True).filter(id=person_id).values_list("id"))


def take_bonds_turn(bond_id: UUID) -> None:
    """Let nobody else change what the members of a bond do with each other until the transaction is over."""
    first = BondEpoch.objects.select_for_update(no_key=True).filter(bond_id=bond_id, number=1)
    list(first.values_list("number"))
