"""Bonds and their members, and the base of everything that belongs to a bond."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any, ClassVar, Self
from uuid import UUID

import msgspec
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inglenook.bonds.rules import DEEPEST, Kind, bond_name
from inglenook.people.models import Person, PersonRecord
from inglenook.vault.chain import Link
from inglenook.vault.door import Member, fingerprint_words
from inglenook.vault.epochs import begin_bond, begin_epoch, members_of
from inglenook.vault.fields import SealedJSONField
from inglenook.vault.models import Anchor, Grant
from inglenook.vault.owners import Owner
from inglenook.vault.records import R, SealedQuerySet, SealedRecord, new_id
from inglenook.web.live import hub


class About(msgspec.Struct, frozen=True):
    """What a bond is: its kind, and a title if its members want one."""

    kind: Kind
    title: str = ""


class Profile(msgspec.Struct, frozen=True):
    """How a member appears to the others."""

    name: str
    pronouns: str = ""


class BondQuerySet(SealedQuerySet[R]):
    """Bonds, for their members."""

    def of(self, person: Person) -> Self:
        """Return the bonds in which a person is a member now, readable."""
        mine = Membership.objects.filter(person_id=person.id, left_on=None).values("bond_id")
        return self.filter(id__in=mine).unlocked_by(person.keyring)


class Bond(SealedRecord):
    """A relationship of two or more people; for a while perhaps of one who has invited nobody yet."""

    table = "bond"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    made_on = models.DateField()
    about = SealedJSONField[About](of=About, place="about")

    objects: ClassVar[Any] = BondQuerySet.as_manager()

    def __str__(self) -> str:
        return f"bond {self.id}"

    @classmethod
    @transaction.atomic
    def found(cls, person: Person, about: About, *, id: UUID | None = None) -> "Bond":
        """Make a bond with its founder as the only member."""
        bond = cls(id=id or new_id(), made_on=timezone.now().date(), about=about).bind(person.keyring)
        begin_bond(person.keyring, bond.id)
        bond.save()
        bond.add(person, Profile(person.name, person.preferences.pronouns), by=person)
        return bond

    @property
    def owner(self) -> Owner:
        return Owner("bond", self.id)

    @property
    def kind(self) -> Kind:
        """What the members are to each other."""
        return self.about.kind

    @cached_property
    def all_memberships(self) -> "list[Membership]":
        """Everybody who is or was a member, in the order they came."""
        rows = Membership.objects.filter(bond_id=self.id).unlocked_by(self.keyring)
        return sorted(rows, key=lambda m: (m.since_epoch, m.id))

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
    def name(self) -> str:
        """What the bond is called on screen."""
        return bond_name(self.about.title, [m.name for m in self.others or self.departed], _("A new bond"))

    @property
    def departed(self) -> "list[Membership]":
        """Those who have left."""
        return [m for m in self.all_memberships if m.left_on]

    @property
    def is_ended(self) -> bool:
        """Whether everybody else has left, so that it can be read but nothing new can be shared."""
        return not self.others and bool(self.departed)

    @property
    def is_waiting(self) -> bool:
        """Whether nobody else has come yet."""
        return not self.others and not self.departed

    @property
    def is_open(self) -> bool:
        """Whether there is somebody to share with."""
        return bool(self.others)

    @property
    def deepest(self) -> int:
        """The deepest level of questions that fits this kind of bond."""
        return DEEPEST[self.kind]

    @property
    def words(self) -> list[str]:
        """Four words that every member sees alike if nobody has put themselves between them."""
        roster = self.keyring.chain(self.id)[-1].roster
        members = sorted(roster.members, key=lambda m: m.person)
        return fingerprint_words(*[part for m in members for part in (m.sealing, m.signing)])

    def name_of(self, person_id: UUID) -> str:
        """Return how a present or past member is called."""
        names = {m.person_id: m.name for m in self.all_memberships}
        return names.get(person_id) or _("Somebody who left")

    def add(self, person: Person, profile: Profile, *, by: Person) -> "Membership":
        """Write down a new member; their key was granted with the bond's newest epoch."""
        row = Membership(
            bond=self,
            person=person,
            joined_on=timezone.now().date(),
            since_epoch=len(by.keyring.chain(self.id)),
            profile=profile,
        )
        row.bind(by.keyring).save()
        self.__dict__.pop("all_memberships", None)
        return row

    def tell(self, *, besides: Person | None = None) -> None:
        """Wake the open pages of the members: something changed."""
        hub.changed(i for i in self.member_ids if besides is None or i != besides.id)

    def keep_epoch(self, person: Person) -> None:
        """Begin a new epoch if somebody on the list of the current one is no longer a member."""
        listed = {m.person for m in person.keyring.chain(self.id)[-1].roster.members}
        if listed != set(self.member_ids):
            self.begin_epoch(person, members_of(self.member_ids))

    def begin_epoch(self, person: Person, members: Sequence[Member]) -> Link:
        """Begin a new epoch, and seal what the bond is and who is in it anew, so that newcomers can read it."""
        frame_rows: list[SealedRecord] = [self, *self.all_memberships]
        for row in frame_rows:
            row.open()
        link = begin_epoch(person.keyring, self.id, members)
        for row in frame_rows:
            row.save()
        return link

    def rename(self, title: str) -> None:
        """Give the bond a title, or take it away."""
        self.about = msgspec.structs.replace(self.about, title=title)
        self.save()

    @transaction.atomic
    def leave(self, person: Person, *, take_back: bool) -> None:
        """Leave at once: nobody is asked, the others see only that one left.

        The keys to the bond are given up, and the others' next visit begins a new epoch. What one
        shared stays with them unless it is taken back.
        """
        self.tell(besides=person)
        names = [m.name for m in self.others]
        PastBond.objects.of(person).create(
            person=person, left=Left(self.about.kind, self.about.title, names, timezone.now().date())
        )
        if take_back:
            for model in subclasses(AuthoredRecord):
                model.objects.filter(bond_id=self.id, author_id=person.id).delete()
        mine = self.me
        mine.left_on = timezone.now().date()
        mine.save()
        for model in subclasses(BondRecord, named="Invitation"):
            model.objects.filter(bond_id=self.id, inviter_id=person.id).delete()
        Grant.objects.filter(bond_id=self.id, person_id=person.id).delete()
        Anchor.objects.filter(bond_id=self.id, person_id=person.id).delete()
        person.keyring.forget_bonds()


class BondRecordQuerySet(SealedQuerySet[R]):
    """Records that only members of their bond may ask for."""

    def of(self, person: Person) -> Self:
        """Return the records of all bonds in which a person is a member now, readable."""
        mine = Membership.objects.filter(person_id=person.id, left_on=None).values("bond_id")
        return self.filter(bond_id__in=mine).unlocked_by(person.keyring)


class BondRecord(SealedRecord):
    """The base of everything that belongs to a bond: export, erase and access follow from it."""

    pk = models.CompositePrimaryKey("bond_id", "id")
    bond = models.ForeignKey(Bond, on_delete=models.CASCADE, related_name="+")

    objects: ClassVar[Any] = BondRecordQuerySet.as_manager()

    class Meta(SealedRecord.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.table} {self.id}"

    @property
    def owner(self) -> Owner:
        bond_id: UUID = self.bond_id
        return Owner("bond", bond_id)


class AuthoredRecord(BondRecord):
    """Something one member has given to a bond, and may take back."""

    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta(BondRecord.Meta):
        abstract = True


class Membership(BondRecord):
    """One person in one bond. The row stays when they leave, so that the others know who it was."""

    table = "membership"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    joined_on = models.DateField()
    left_on = models.DateField(null=True)
    since_epoch = models.PositiveIntegerField()
    profile = SealedJSONField[Profile](of=Profile, place="profile")

    class Meta(BondRecord.Meta):
        abstract = False
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["bond", "person"], condition=models.Q(left_on=None), name="a_member_once"
            )
        ]

    @property
    def name(self) -> str:
        """How this member is called."""
        return self.profile.name


class Left(msgspec.Struct, frozen=True):
    """What one remembers of a bond one left."""

    kind: Kind
    title: str
    names: list[str]
    on: date


class PastBond(PersonRecord):
    """A bond a person has left, as only they remember it."""

    table = "past-bond"

    left = SealedJSONField[Left](of=Left, place="left")

    class Meta(PersonRecord.Meta):
        abstract = False


def subclasses(base: type[models.Model], named: str = "") -> Iterable[Any]:
    """Return the concrete models that derive from a base."""
    for model in base.__subclasses__():
        if not model._meta.abstract and named in ("", model.__name__):
            yield model
        yield from subclasses(model, named)
