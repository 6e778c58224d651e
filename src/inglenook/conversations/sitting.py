"""A talk of a bond as one member finds it: what has been written, what they keep, what waits for them."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.http import Http404

from inglenook.bonds.middleware import BondRequest
from inglenook.bonds.models import Bond
from inglenook.conversations.clock import minute
from inglenook.conversations.models import TOPIC, Conversation, Held, Words
from inglenook.conversations.planning import Happening
from inglenook.conversations.progress import Progress
from inglenook.conversations.protocol import Act
from inglenook.guide.content import library
from inglenook.guide.protocols import Outcome
from inglenook.people.models import Person
from inglenook.vault.records import opens, readable

SHOWN_AT_ONCE = 2


@dataclass(frozen=True)
class Said:
    """What somebody wrote in a talk, and in answer to what."""

    row: Words
    name: str
    prompt: str
    outcome: Outcome | None
    is_mine: bool


class Sitting(Progress):
    """One talk with all that was written in it, as one member finds it."""

    def anew(self) -> "Sitting":
        """Return the talk as it is stored now; for whoever has taken the bond's turn."""
        rows = Conversation.objects.of(self.person)
        return Sitting(self.person, self.bond, rows.get(bond_id=self.bond.id, id=self.id))

    @cached_property
    def topic(self) -> str:
        """What it is about; empty where its proposer did not say, or took it back."""
        return next((one.row.text for one in self.written if one.row.turn == TOPIC), "")

    @property
    def waits_for_me(self) -> bool:
        """Whether the next thing is the reader's to do: to answer a proposal, or to take their turn."""
        if self.is_over or self.me < 0:
            return False
        if self.is_running:
            return self.acts
        where, now = self.where, minute()
        answered = self.me in dict(where.not_now) or any(who == self.me for who, _ in where.suits)
        others_ready = any(self.course.is_ready(where, who, now) for who, _ in where.ready if who != self.me)
        return others_ready or not (answered or self.me in dict(where.ready) or self.me == 0)

    @property
    def said(self) -> list[Said]:
        """What was written at its turns, the earliest first."""
        return [one for one in self.written if one.row.turn != TOPIC]

    @cached_property
    def written(self) -> list[Said]:
        """All that was written, what it is about among it, the earliest first."""
        rows = Words.objects.of(self.person).filter(bond_id=self.bond.id, conversation_id=self.id)
        found = sorted(readable(rows), key=lambda row: (row.turn, row.id))
        return [self._said(row) for row in found]

    def _said(self, row: Words) -> Said:
        step, is_mine = self.steps.get(row.turn), row.author_id == self.person.id
        prompt = step.wording(self.plan.kind).say if step else ""
        return Said(row, self.bond.name_of(row.author_id), prompt, step.outcome if step else None, is_mine)

    @cached_property
    def _newest(self) -> set[int]:
        """The last two turns at which something was written."""
        return set(sorted({one.row.turn for one in self.said})[-SHOWN_AT_ONCE:])

    @property
    def latest(self) -> list[Said]:
        """What was written last: what one answers to, or compares."""
        return [one for one in self.said if one.row.turn in self._newest]

    @property
    def heard(self) -> str:
        """What the others wrote last, as one text: what is given back at some steps."""
        return "\n".join(one.row.text for one in self.latest if not one.is_mine)

    @property
    def earlier(self) -> list[Said]:
        """What was written before that."""
        return [one for one in self.said if one.row.turn not in self._newest]

    @property
    def phrase(self) -> tuple[str, str] | None:
        """Who has just said which phrase to find back, where it is still known; no name is the reader."""
        said = self.where.phrase
        known = library().phrases.get(said.phrase) if said else None
        return ("" if said.who == self.me else self.names[said.who], known.text) if said and known else None

    @property
    def may_resume(self) -> bool:
        """Whether the reader may end the quiet: whoever asked for it, and anybody once its time is over."""
        paused = self.state.paused
        return paused is not None and paused.may_be_ended(self.me, minute())

    @cached_property
    def held(self) -> list[Held]:
        """What the reader wrote unseen and nobody has seen yet."""
        rows = Held.objects.of(self.person).filter(bond_id=self.bond.id, conversation_id=self.id)
        return sorted(readable(rows), key=lambda row: row.turn)

    def keeps(self, turn: int) -> bool:
        """Tell whether what was written at a turn stays once the talk is over.

        Of colleagues, or of a talk that was spoken, only what came out of it does; what one that never began
        was about does not.
        """
        if turn == TOPIC:
            return self.has_begun and self.plan.kind != "colleagues"
        step = self.steps.get(turn)
        return bool(step and step.outcome) or not (self.plan.aloud or self.plan.kind == "colleagues")

    def say(self, turn: int, text: str) -> None:
        """Give the bond what the reader wrote."""
        Words.objects.of(self.person).create(
            bond=self.bond, author=self.person, conversation_id=self.id, turn=turn, text=text
        )

    def has_done(self, event: Happening, text: str) -> bool:
        """Tell whether just this was done before: a button that was tapped twice, with the same words."""
        if not any(one.author_id == self.person.id and one.happened.event == event for one in self.turns):
            return False
        turn = event.turn if isinstance(event, Act) else None
        mine = [one.row.text for one in self.written if one.is_mine and one.row.turn == turn]
        unseen = [one.text for one in self.held if one.turn == turn]
        return not text or text in (*mine, *unseen)


def sitting_of(person: Person, bonds: list[Bond], id: UUID) -> Sitting:
    """Return a talk of one of a person's bonds; 404 for what is not theirs to see or is known no longer."""
    by_id = {bond.id: bond for bond in bonds}
    row: Conversation | None = Conversation.objects.of(person).filter(id=id, bond_id__in=by_id).first()
    if row is None or not is_known(row):
        raise Http404
    return Sitting(person, by_id[row.bond_id], row)


def is_known(row: Conversation) -> bool:
    """Tell whether a talk opens and its protocol is still there."""
    return opens(row) and row.plan.protocol in library().protocols


def requested(request: BondRequest, id: UUID) -> Sitting:
    """Return the talk that a request asks for."""
    return sitting_of(request.person, request.bonds, id)
