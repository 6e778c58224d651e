"""What somebody keeps of a talk on one phone: a page of their own, on its way to their journal.

Only whoever is signed in has agreed to it with a key of their own, so nothing is written down for the bond.
"""

from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from inglenook.conversations.forms import KeepsakeForm, WordsForm
from inglenook.conversations.table import Screen, Table
from inglenook.people.drafts import Draft, Writing
from inglenook.people.models import Person
from inglenook.vault.records import made_id


def beginning(person: Person, table: Table) -> str:
    """Return what the owner of the phone wrote in a talk and may want to keep; never another's words.

    Of several it is what came out of the talk for whoever is called as the owner is.
    """
    outcomes = {turn for turn, step in table.steps.items() if step.outcome}
    mine = [
        one.text
        for one in table.opened
        if table.is_alone or (one.turn in outcomes and table.names[one.who] == person.name)
    ]
    return "\n\n".join(mine)


def page_of(person: Person, id: UUID, table: Table) -> Writing[KeepsakeForm] | None:
    """Return the page that a talk which is over may become; None where nothing comes out of such a talk."""
    if not (table.is_alone or table.talk.protocol.outcomes):
        return None
    made = page_id(id)
    kept, seen = _kept(person, made)
    form = KeepsakeForm(initial={"text": kept or beginning(person, table)})
    return Writing(form, made, reverse("entries:journal"), seen)


def box_of(person: Person, id: UUID, turn: Screen, posted: str) -> Writing[WordsForm]:
    """Return the box that somebody writes in who is alone with a talk; what they type is kept meanwhile.

    Of what was posted and refused, what was kept as a draft, and what they wrote here before, the newest.
    """
    made = box_id(id, turn.state.turn)
    kept, seen = _kept(person, made)
    form = WordsForm(initial={"text": posted or kept or turn.pending})
    form.box.coach = None
    return Writing(form, made, reverse("conversations:table", args=[id]), seen)


def box_id(id: UUID, turn: int) -> UUID:
    """Return the id of what is being written at a turn of a talk alone."""
    return made_id(id, f"{id} turn {turn}")


def page_id(id: UUID) -> UUID:
    """Return the id of the page that a talk becomes: the same however often it is sent."""
    return made_id(id, f"{id} page")


def is_typed(person: Person, id: UUID) -> bool:
    """Tell whether words that a talk left wait to become a page."""
    return Draft.objects.filter(person_id=person.id, id=page_id(id)).exists()


def ids_of(id: UUID, table: Table | None) -> list[UUID]:
    """Return the ids of what is kept of a talk until it is closed: itself, and what was typed alone."""
    alone = table if table and table.is_alone else None
    turns = max(len(alone.talk.protocol.steps), len(alone.events)) + 1 if alone else 0
    return [id, *(box_id(id, turn) for turn in range(turns))]


def _kept(person: Person, id: UUID) -> tuple[str, int]:
    """Return what was last typed in a draft, and its revision."""
    row = Draft.objects.filter(person_id=person.id, id=id).first()
    kept = row.open(person) if row else None
    return QueryDict(kept.fields).get("text", "") if kept else "", row.revision if row else 0
