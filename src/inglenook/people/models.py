"""People, and what belongs to one person alone."""

import hashlib
import hmac
from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar, Self, cast
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import msgspec
from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.dispatch import Signal
from django.utils import timezone

from inglenook.people.rules import plain_name
from inglenook.vault import keyboxes
from inglenook.vault.door import Shape
from inglenook.vault.fields import SealedJSONField
from inglenook.vault.keyring import Keyring
from inglenook.vault.models import Anchor, Grant, Keybox
from inglenook.vault.owners import Locked, Owner
from inglenook.vault.records import R, SealedQuerySet, SealedRecord
from inglenook.vault.sessions import IDLE_DEFAULT
from inglenook.vault.tombstones import bury
from inglenook.vault.turns import take_persons_turn


class Preferences(msgspec.Struct, frozen=True, forbid_unknown_fields=False):
    """What a person has chosen for themselves; sealed, seen by nobody else."""

    name: str = ""
    pronouns: str = ""
    time_zone: str = "UTC"
    look: str = "auto"
    lock_after: int = IDLE_DEFAULT
    quiet: bool = False
    language: str = ""  # as the browser says
    reading: tuple[int, str] | None = None  # where in the guide: a chapter, and a place in it
    coach: bool = True
    unhelpful: tuple[str, ...] = ()  # kinds of the coach's remarks that are not wanted


class NameTaken(Exception):
    """Somebody already signs in under this name."""


def name_hash(sign_in_name: str) -> bytes:
    """Return what the database knows of a sign-in name: a keyed hash of its plain form."""
    key = hashlib.sha256(b"names" + settings.SECRET_KEY.encode()).digest()
    return hmac.digest(key, plain_name(sign_in_name).encode(), "sha256")


# Sent when somebody erases their account, while they are still there: `person`, `everywhere`.
erasing = Signal()


class Person(models.Model):
    """An account. Its name, like all it writes, is sealed."""

    shapes: ClassVar[dict[str, Shape]] = {"name_hash": Shape.DIGEST}

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name_hash = models.BinaryField(max_length=32, unique=True)
    joined_on = models.DateField()

    _keyring: Keyring | None = None

    def __str__(self) -> str:
        return f"person {self.id}"

    @classmethod
    def sign_up(cls, sign_in_name: str, passphrase: str, preferences: Preferences) -> "Person":
        """Make a person with fresh keys, unlocked; raises `NameTaken`."""
        person = cls(name_hash=name_hash(sign_in_name), joined_on=timezone.now().date())
        keyring = keyboxes.make(person.id, passphrase)
        try:
            with transaction.atomic():
                person.save(force_insert=True)
                keyboxes.store(keyring)
                Desk.objects.of(person.unlock(keyring)).create(person=person, preferences=preferences)
        except IntegrityError:
            raise NameTaken from None
        return person

    @classmethod
    def named(cls, sign_in_name: str) -> "Person | None":
        """Find the person who signs in under a name."""
        return cls.objects.filter(name_hash=name_hash(sign_in_name)).first()

    @property
    def keybox(self) -> Keybox:
        """The wrapped keys."""
        return Keybox.objects.get(id=self.id)

    def unlock(self, keyring: Keyring) -> Self:
        """Let this person read and write for the rest of the request."""
        self._keyring = keyring
        self.__dict__.pop("_desk", None)
        return self

    @property
    def keyring(self) -> Keyring:
        """The person's opened keys; raises `Locked` where there are none."""
        if self._keyring is None:
            raise Locked("This person is locked.")
        return self._keyring

    @property
    def whereabouts(self) -> list[UUID]:
        """The bonds this person is in, waits to be let into, or has left; known also while locked."""
        if self._keyring is not None:
            return self._keyring.whereabouts
        return list(Anchor.objects.filter(person_id=self.id).values_list("bond_id", flat=True))

    @property
    def desk(self) -> "Desk":
        """The person's own preferences."""
        found: Desk | None = self.__dict__.get("_desk")
        if found is None:
            found = self.__dict__["_desk"] = Desk.objects.of(self).get()
        return found

    @property
    def preferences(self) -> Preferences:
        """What the person has chosen."""
        chosen: Preferences = self.desk.preferences
        return chosen

    @property
    def name(self) -> str:
        """The name the person goes by."""
        return self.preferences.name

    @property
    def zone(self) -> ZoneInfo:
        """The person's time zone."""
        return ZoneInfo(self.preferences.time_zone)

    def today(self) -> date:
        """Return the date where this person lives."""
        return timezone.now().astimezone(self.zone).date()

    def erase(self) -> None:
        """Delete the person and everything of theirs; what others own stays.

        If something still points to them after they were looked for where they should be, they are looked
        for everywhere: erasing must never fail.
        """
        try:
            self.be_gone(everywhere=False)
        except IntegrityError:
            self.be_gone(everywhere=True)

    @transaction.atomic
    def be_gone(self, *, everywhere: bool) -> None:
        """Delete the person, found in the bonds they know of or in all that there are.

        The keys go with the rest: whatever a copy of the files may still hold then opens for nobody.
        """
        bury(Person, [self.id])
        erasing.send(Person, person=self, everywhere=everywhere)
        # Only now that it is this person's turn in each bond: nobody is giving them a key any more.
        grants = Grant.objects.filter(person_id=self.id)
        (grants if everywhere else grants.filter(bond_id__in=self.whereabouts)).delete()
        Keybox.objects.filter(id=self.id).delete()
        Person.objects.filter(id=self.id).delete()


class PersonQuerySet(SealedQuerySet[R]):
    """Records that only their owner may ask for."""

    def of(self, person: Person) -> Self:
        """Return the records of one person, readable."""
        return self.filter(person_id=person.id).unlocked_by(person.keyring)

    def to_take_along(self, person: Person) -> Self:
        """Return the records that belong into a person's export."""
        return self.of(person)


class PersonRecord(SealedRecord):
    """The base of everything that belongs to one person alone: export, erase and access follow from it."""

    pk = models.CompositePrimaryKey("person_id", "id")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    objects: ClassVar[Any] = PersonQuerySet.as_manager()

    class Meta(SealedRecord.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.table} {self.id}"

    @property
    def owner(self) -> Owner:
        """The person whose epoch key wraps this record's key."""
        owner_id: UUID = self.person_id
        return Owner("person", owner_id)


class OneRow(PersonRecord):
    """A record of which each person has one, written anew at every change, so that none shows by itself."""

    class Meta(PersonRecord.Meta):
        abstract = True
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person"], name="one_%(class)s_per_person")
        ]

    @classmethod
    def row_of(cls, person: Person) -> Self | None:
        """Return a person's row, if they have one yet."""
        row: Self | None = cast(Any, cls.objects).of(person).first()
        return row

    @classmethod
    @transaction.atomic
    def put(cls, person: Person, change: Callable[[Self | None], dict[str, Any]]) -> None:
        """Write what `change` makes of the row, or of none, while nobody else does."""
        take_persons_turn(person.id)
        row, rows = cls.row_of(person), cast(Any, cls.objects)
        fields = change(row)
        if row is None:
            rows.of(person).create(person=person, **fields)
            return
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()


class Desk(OneRow):
    """One person's preferences: a single row, so that choosing something leaves no other trace."""

    table = "desk"

    preferences = SealedJSONField[Preferences](of=Preferences, place="preferences")

    class Meta(OneRow.Meta):
        abstract = False

    @property
    def mark(self) -> str:
        """What the settings page knows its own state by: all that can be chosen there."""
        told = repr(msgspec.structs.replace(self.preferences, reading=None, coach=True, unhelpful=()))
        return hashlib.blake2b(told.encode(), digest_size=8).hexdigest()

    @transaction.atomic
    def choose(self, **changes: Any) -> None:
        """Change some preferences; whatever else another tab has just chosen stays chosen."""
        take_persons_turn(self.person_id)
        self.refresh_from_db()
        self.preferences = msgspec.structs.replace(self.preferences, **changes)
        self.save()
