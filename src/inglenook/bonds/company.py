"""Who is in a bond, as one of its members sees it: the signed list and the rows of members together."""

import hashlib
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from inglenook.vault.door import Member, fingerprint_words
from inglenook.vault.records import SealedRecord

if TYPE_CHECKING:
    from inglenook.bonds.models import Membership


class Company(SealedRecord):
    """The people of a bond."""

    class Meta(SealedRecord.Meta):
        abstract = True

    @property
    def all_memberships(self) -> "list[Membership]":
        """The rows of present and past members that the reader can open."""
        raise NotImplementedError

    @property
    def roster(self) -> tuple[Member, ...]:
        """The signed list of the newest epoch."""
        return self.keyring.chain(self.id)[-1].roster.members

    @property
    def listed_ids(self) -> set[UUID]:
        """The people on the signed list of the newest epoch."""
        return {m.person for m in self.roster}

    @property
    def members(self) -> "list[Membership]":
        """The members of now."""
        return [m for m in self.all_memberships if m.left_on is None]

    @property
    def others(self) -> "list[Membership]":
        """The members of now but for the reader."""
        return [m for m in self.members if m.person_id != self.keyring.person_id]

    @property
    def me(self) -> "Membership":
        """The reader's own membership."""
        return next(m for m in self.members if m.person_id == self.keyring.person_id)

    @property
    def member_ids(self) -> list[UUID]:
        """The ids of the members of now."""
        return [m.person_id for m in self.members]

    @property
    def past_ids(self) -> set[UUID]:
        """Everybody who was listed while the reader was a member, and is a member no more."""
        links = self.keyring.chain(self.id)[self.me.since_epoch - 1 :]
        return {m.person for link in links for m in link.roster.members} - set(self.member_ids)

    @property
    def departed(self) -> "list[Membership]":
        """Those who have left; who erased their account is not among them, but in `past_names`."""
        past = self.past_ids
        return list({m.person_id: m for m in self.all_memberships if m.person_id in past}.values())

    @property
    def past_names(self) -> list[str]:
        """What those are called who have left or erased their account."""
        return sorted(self.name_of(person_id) for person_id in self.past_ids)

    @property
    def is_ended(self) -> bool:
        """Whether everybody else has left, so that it can be read but nothing new can be shared."""
        return not self.others and bool(self.past_ids)

    @property
    def is_waiting(self) -> bool:
        """Whether nobody else has come yet."""
        return not self.others and not self.past_ids

    @property
    def is_open(self) -> bool:
        """Whether there is somebody to share with."""
        return bool(self.others)

    @property
    def is_in_step(self) -> bool:
        """Whether everybody on the list of the current epoch is still a member."""
        return self.listed_ids == set(self.member_ids)

    @property
    def mark(self) -> str:
        """A short mark of who is a member now: a form that carries it was shown with just their names."""
        ids = b"".join(sorted(person_id.bytes for person_id in self.member_ids))
        return hashlib.blake2b(ids, digest_size=8).hexdigest()

    @property
    def staying(self) -> list[Member]:
        """The members of now, with the keys that the signed list vouches for."""
        members = set(self.member_ids)
        return [m for m in self.roster if m.person in members]

    @property
    def words(self) -> list[str]:
        """Four words that every member sees alike if nobody has put themselves between them."""
        members = sorted(self.roster, key=lambda m: m.person)
        return fingerprint_words(*[part for m in members for part in (m.sealing, m.signing)])

    def name_of(self, person_id: UUID) -> str:
        """Return how a present or past member is called."""
        names = {m.person_id: m.name for m in self.all_memberships}
        return names.get(person_id) or _("Somebody who left")
