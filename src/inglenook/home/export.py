"""Everything of one person's in one readable file: what they wrote, and what others gave them to read."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext as _

from inglenook.bonds.leaving import concrete
from inglenook.bonds.models import AuthoredRecord, Bond, BondRecord
from inglenook.people import drafts
from inglenook.people.models import Person, PersonRecord
from inglenook.vault.door import VaultError
from inglenook.vault.owners import Locked, Untrusted
from inglenook.vault.records import SealedRecord, sealed_fields

Plain = dict[str, Any]
BOOKKEEPING = frozenset({"pk", "id", "revision", "sealed_key", "person", "bond", "author"})
MOMENT = "at"  # pages say the day on which somebody gave something, never the minute


def everything(person: Person, bonds: list[Bond]) -> str:
    """Return all that is a person's own, and all that others share with them, as JSON for people to read."""
    people = {m.person_id: m.name for bond in bonds for m in bond.all_memberships} | {person.id: person.name}
    records: dict[str, list[Plain]] = {}
    shut = 0
    for model in (*concrete(PersonRecord), *concrete(BondRecord)):
        records[model.table] = rows = []
        for row in model.objects.to_take_along(person):
            try:
                rows.append(_plain(row, person, people))
            except (VaultError, Locked, Untrusted):
                shut += 1
    kept, shut_drafts = _drafts(person)
    told = {
        "what_this_is": _(
            "This is everything of yours in Inglenook, and what others share with you there. "
            "Anybody who has this file can read it: it is not sealed."
        ),
        "made_on": person.today(),
        "name": person.name,
        "bonds": [_bond(bond) for bond in bonds],
        "people": people,
        "records": records,
        "drafts": kept,
        "not_in_here": _left_out(shut + shut_drafts + _out_of_reach(person)),
    }
    return json.dumps(msgspec.to_builtins(told, str_keys=True), ensure_ascii=False, indent=2) + "\n"


def _plain(row: SealedRecord, person: Person, people: dict[UUID, str]) -> Plain:
    """Turn a row into plain values; raises where it does not open."""
    told: Plain = {"id": row.id}
    if isinstance(row, BondRecord):
        told["bond"] = row.bond_id
    if isinstance(row, AuthoredRecord):
        told["author"] = people.get(row.author_id, _("Somebody who left"))
    told |= _columns(row, people)
    for field in sealed_fields(type(row)):
        value = msgspec.to_builtins(getattr(row, field.attname), str_keys=True)
        if isinstance(value, dict) and not _is_own(row, person):
            value.pop(MOMENT, None)
        told[field.name] = value
    return told


def _columns(row: SealedRecord, people: dict[UUID, str]) -> Plain:
    """Return the days, numbers and ids of a row; a person by their name."""
    hidden = {*BOOKKEEPING, *getattr(row, "unshown", ()), *(f.name for f in sealed_fields(type(row)))}
    told: Plain = {}
    for field in row._meta.concrete_fields:
        if field.name in hidden or field.name.endswith("epoch") or isinstance(field, models.BinaryField):
            continue
        value = getattr(row, field.attname)
        told[field.name] = people.get(value) if isinstance(field, models.ForeignKey) else value
    return told


def _is_own(row: SealedRecord, person: Person) -> bool:
    return isinstance(row, PersonRecord) or (
        isinstance(row, AuthoredRecord) and bool(row.author_id == person.id)
    )


def _bond(bond: Bond) -> Plain:
    return {
        "id": bond.id,
        "name": bond.name,
        "kind": bond.kind,
        "made_on": bond.made_on,
        "members": [m.name for m in bond.members],
        "left": bond.past_names,
    }


def _drafts(person: Person) -> tuple[list[Plain], int]:
    """Return what is being written, and how many drafts do not open."""
    found = drafts.all_of(person)
    told: Iterable[Plain] = (
        {
            "id": row.id,
            "page": kept.path,
            "typed": datetime.fromtimestamp(kept.typed, UTC),
            "fields": dict(QueryDict(kept.fields).lists()),
        }
        for row, kept in found
    )
    return list(told), drafts.Draft.objects.filter(person=person).count() - len(found)


def _out_of_reach(person: Person) -> int:
    """Count what this person gave to bonds they have left: no key of theirs opens it.

    What others kept in a bond before this person came is theirs; not even its number is told.
    """
    return sum(
        model.objects.filter(bond_id__in=person.whereabouts, author_id=person.id).count()
        - model.objects.of(person).filter(author_id=person.id).count()
        for model in concrete(AuthoredRecord)
    )


def _left_out(count: int) -> Plain:
    return {
        "count": count,
        "what": _(
            "This many things of yours, or shared with you, could not be opened. Either you gave them to a "
            "bond and no longer hold its key, or they are damaged. Your keys, your passphrase and your "
            "recovery code are not in this file, nor is what a bond kept before you came, "
            "unless it was opened to you."
        ),
    }
