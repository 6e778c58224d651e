"""Choosing and asking a question."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from inglenook.bonds.models import Bond
from inglenook.exchanges.models import Asked, Exchange
from inglenook.exchanges.rules import askable, page_of
from inglenook.guide.content import Deck, Prompt, Question, library, offered
from inglenook.guide.shapes import DEEPEST
from inglenook.people.models import Person
from inglenook.vault.records import new_id, readable
from inglenook.vault.turns import take_bonds_turn


def decks_for(bond: Bond) -> list[Deck]:
    """Return the decks of this kind of bond; the one that bears the kind's own name comes first."""
    return sorted(library().decks_for(bond.kind), key=lambda deck: deck.id != bond.kind)


def questions_in(deck: Deck, bond: Bond) -> list[Question]:
    """Return the questions of a deck, no deeper than this kind of bond goes."""
    return [question for question in offered(deck.questions) if question.depth <= DEEPEST[bond.kind]]


def asked_in(person: Person, bond: Bond) -> dict[str, UUID]:
    """Return the questions asked in a bond so far, the latest last, each with its latest exchange."""
    rows = Exchange.objects.of(person).filter(bond_id=bond.id).order_by("opened_on", "id")
    asked: dict[str, UUID] = {}
    for row in sorted(readable(rows), key=lambda row: row.asked.at):
        asked.pop(row.asked.question, None)
        asked[row.asked.question] = row.id
    return asked


def choice_for(person: Person, bond: Bond) -> list[Question]:
    """Return what may be asked now: nothing twice until every question of its deck was asked."""
    asked = asked_in(person, bond)
    return [question for deck in decks_for(bond) for question in askable(questions_in(deck, bond), asked)]


def already(person: Person, bond: Bond, id: UUID, question_id: str, choice: list[Question]) -> UUID | None:
    """Return the exchange that a form, sent twice or from a second tab, has already led to."""
    if Exchange.objects.filter(bond_id=bond.id, id=id).exists():
        return id
    if any(question.id == question_id for question in choice):
        return None
    return asked_in(person, bond).get(question_id)


@transaction.atomic
def ask(
    person: Person, bond: Bond, question: Question, *, id: UUID, when: datetime | None = None
) -> Exchange:
    """Ask a bond a question; under an id that is there already nothing is asked again."""
    take_bonds_turn(bond.id)
    there: Exchange | None = Exchange.objects.of(person).filter(bond_id=bond.id, id=id).first()
    if there:
        return there
    if Exchange.objects.filter(bond_id__in=person.keyring.bond_ids(), id=id).exists():
        # Of another bond: two questions that one person can see never share an id.
        id = new_id()
    when = when or timezone.now()
    row: Exchange = Exchange.objects.of(person).create(
        id=id,
        bond=bond,
        opened_on=when.astimezone(person.zone).date(),
        asked_epoch=len(person.keyring.chain(bond.id)),
        asked=Asked(question.id, question.text, question.depth, person.id, int(when.timestamp())),
    )
    bond.tell(besides=person)
    return row


def solo_questions(page: int) -> list[Prompt]:
    """Return some questions that one can answer alone, in the journal."""
    return page_of([one for one in offered(library().prompts.values()) if one.text.endswith("?")], page)
