"""Bonds and their members, and the base of everything that belongs to a bond."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Any, ClassVar, Self
from uuid import UUID

import msgspec
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from inglenook.bonds.company import Company
from inglenook.bonds.rules import Kind, bond_name
from inglenook.people.models import Person
from inglenook.vault.chain import Link
from inglenook.vault.door import Member, VaultError
from inglenook.vault.epochs import begin_bond, begin_epoch
from inglenook.vault.fields import SealedJSONField
from inglenook.vault.models import Grant
from inglenook.vault.owners import Locked, Owner
from inglenook.vault.records import R, SealedQuerySet, SealedRecord, new_id
from inglenook.vault.signed import SignedRecord
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
        here = self.filter(id__in=person.whereabouts)
        return here.filter(id__in=joined_by(person)).unlocked_by(person.keyring)


class Bond(Company):
    """A relationship of two or more people; for a while perhaps of one who has invited nobody yet."""

    table = "bond"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    made_on = models.DateField()
    about = SealedJSONField[About](of=About, place="about")

    objects: ClassVar[Any] = BondQuerySet.as_manager()

    class Meta(Company.Meta):
        abstract = False

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
    def address(self) -> str:
        """Where the bond's page is."""
        return reverse("bonds:show", args=[self.id])

    @property
    def kind(self) -> Kind:
        """What the members are to each other."""
        kind: Kind = self.about.kind
        return kind

    @property
    def name(self) -> str:
        """What the bond is called on screen."""
        names = [m.name for m in self.others] or self.past_names
        return bond_name(self.about.title, names, _("A new bond"))

    @cached_property
    def all_memberships(self) -> "list[Membership]":
        """The members of now and, where the reader was there with them, those of before; oldest first."""
        return self.take_memberships(Membership.objects.filter(bond_id=self.id))

    def take_memberships(self, rows: "Iterable[Membership]") -> "list[Membership]":
        """Keep rows that were read for several bonds at once.

        A row alone makes nobody a member: only the signed list does, so that none can be slipped in.
        """
        listed = self.listed_ids
        known = [
            row
            for row in (row.bind(self.keyring) for row in rows)
            if (row.is_readable if row.left_on else row.person_id in listed)
        ]
        known.sort(key=lambda m: (m.since_epoch, m.id))
        self.__dict__["all_memberships"] = known
        return known

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
        if not self.is_in_step:
            self.begin_epoch(person, self.staying)

    @transaction.atomic
    def begin_epoch(self, person: Person, members: Sequence[Member]) -> Link:
        """Begin a new epoch, and seal what the bond is and who is in it anew, so that newcomers can read it.

        Rows of those who have left stay as they are: a newcomer need not know of them.
        """
        frame_rows: list[SealedRecord] = [self, *self.members]
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

    def leave(self, person: Person, *, take_back: bool) -> None:
        """Leave at once: nobody is asked, the others see only that one left."""
        from inglenook.bonds.leaving import leave  # it needs all the models, this one among them

        leave(self, person, take_back=take_back)


class BondRecordQuerySet(SealedQuerySet[R]):
    """Records that only members of their bond may ask for."""

    def of(self, person: Person) -> Self:
        """Return the records of all bonds in which a person is a member now, readable.

        What was sealed before they came, and not handed over, is not there for them at all.
        """
        key = Grant.objects.filter(
            bond_id=models.OuterRef("bond_id"), number=models.OuterRef("epoch"), person_id=person.id
        )
        here = self.filter(bond_id__in=person.whereabouts)
        return here.filter(models.Exists(key), bond_id__in=joined_by(person)).unlocked_by(person.keyring)

    def to_take_along(self, person: Person) -> Self:
        """Return the records that belong into a person's export: those that pages would show them."""
        return self.of(person)


class BondRecord(SealedRecord):
    """The base of everything that belongs to a bond: export, erase and access follow from it.

    It points to people with DO_NOTHING: `leaving.take_out` takes them out bond by bond, where Django would
    search every bond there is. The database, which looks at its references everywhere, lets nobody go who is
    still pointed to.
    """

    # Plain columns that no page shows, and hence no export.
    unshown: ClassVar[tuple[str, ...]] = ()

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


class AuthoredRecord(SignedRecord, BondRecord):
    """Something one member has given to a bond, signed by them, and may take back."""

    pinned: ClassVar[tuple[str, ...]] = ("author_id",)

    author = models.ForeignKey(Person, on_delete=models.DO_NOTHING, related_name="+")

    class Meta(BondRecord.Meta):
        abstract = True


class MembershipQuerySet(BondRecordQuerySet["Membership"]):
    """Who is and was in a bond."""

    def to_take_along(self, person: Person) -> Self:
        bonds: Iterable[Bond] = Bond.objects.of(person).filter(id__in=person.keyring.bond_ids())
        known: list[UUID] = []
        for bond in bonds:
            with suppress(VaultError, Locked):  # one bond that was altered must not hide the others
                known += [row.id for row in (*bond.members, *bond.departed)]
        return self.of(person).filter(id__in=known)


class Membership(BondRecord):
    """One person in one bond. The row stays when they leave, so that the others know who it was."""

    table = "membership"
    pinned: ClassVar[tuple[str, ...]] = ("person_id", "since_epoch")
    unshown = ("left_on",)  # that somebody left is told, not when

    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, related_name="+")
    joined_on = models.DateField()
    left_on = models.DateField(null=True)
    since_epoch = models.PositiveIntegerField()
    profile = SealedJSONField[Profile](of=Profile, place="profile")

    objects: ClassVar[Any] = MembershipQuerySet.as_manager()

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
        name: str = self.profile.name
        return name

    @property
    def is_readable(self) -> bool:
        """Whether the reader holds the key of the epoch in which this was last sealed."""
        try:
            self.open()
        except Locked:
            return False
        return True


def joined_by(person: Person) -> "models.QuerySet[Membership, Any]":
    """Return the ids of the bonds in which a person is a member now, as a part of other queries."""
    rows: models.QuerySet[Membership] = Membership.objects.filter(
        bond_id__in=person.whereabouts, person_id=person.id, left_on=None
    )
    return rows.values("bond_id")
