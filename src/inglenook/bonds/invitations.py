"""Invitations: a code that only the two know lets one in, and proves to each who the other is."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Literal, Self
from uuid import UUID

import msgspec
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from inglenook.bonds.models import Bond, BondRecord, BondRecordQuerySet, Profile
from inglenook.bonds.rules import INVITATION_LASTS, Kind
from inglenook.bonds.signposts import Signpost, follow
from inglenook.people.models import Person
from inglenook.vault.door import InviteCode, Member, Shape, VaultError, frame, open_greeting, seal_greeting
from inglenook.vault.epochs import members_of
from inglenook.vault.fields import SealedJSONField
from inglenook.vault.keyring import Keyring
from inglenook.vault.posting import seal_to_key
from inglenook.vault.sessions import CLOCK_MAY_SLIP
from inglenook.web.live import hub

State = Literal["open", "asked", "in", "over"]
KNOWN_AFTERWARDS = timedelta(days=7)
PATIENCE = timedelta(days=90)


class Terms(msgspec.Struct, frozen=True):
    """What the inviter chose."""

    earlier: bool = False


class Greeting(msgspec.Struct, frozen=True):
    """What the invited person is told before they decide; sealed under the code."""

    name: str
    kind: Kind
    others: list[str] = msgspec.field(default_factory=list)
    letterbox: bytes = b""  # the inviter's public key, so that the answer is sealed to nobody else


GREETING = msgspec.msgpack.Decoder(Greeting)


class InvitationQuerySet(BondRecordQuerySet["Invitation"]):
    """Invitations."""

    def to_take_along(self, person: Person) -> Self:
        return self.of(person).filter(inviter=person)

    def waiting(self) -> "InvitationQuerySet":
        """Return those that somebody has accepted who was not let in yet."""
        return self.filter(joiner__isnull=False, admitted_epoch=None, spoiled=False)

    @transaction.atomic
    def spoil(self) -> int:
        """Make invitations useless for good, and tell those who wait for an answer."""
        hub.changed(self.filter(joiner__isnull=False).values_list("joiner_id", flat=True))
        wiped = {"code_kept": b"", "greeting": b"", "hello": None, "joiner_mac": None, "joiner_kept": None}
        return self.update(spoiled=True, **wiped)

    def over(self, moment: datetime) -> "InvitationQuerySet":
        """Return those that nobody needs to know of any more: used or not, they ran out long ago."""
        done = Q(joiner=None) | Q(spoiled=True) | Q(admitted_epoch__isnull=False, welcome=None)
        return self.filter(
            Q(expires__lt=moment - PATIENCE) | (done & Q(expires__lt=moment - KNOWN_AFTERWARDS))
        )

    def acceptable(self, moment: datetime) -> "InvitationQuerySet":
        """Return those that somebody may still accept.

        One that would last longer than any was made by a clock that has been set back since.
        """
        latest = moment + INVITATION_LASTS + CLOCK_MAY_SLIP
        return self.filter(joiner=None, spoiled=False, expires__gt=moment, expires__lte=latest)

    def run_out(self, moment: datetime) -> "InvitationQuerySet":
        """Return those that nobody has accepted in time."""
        waits = self.filter(joiner=None, spoiled=False)
        return waits.exclude(id__in=self.acceptable(moment).values("id"))


class Invitation(BondRecord):
    """One invitation, for one person, for 72 hours. The server knows only its code's hash."""

    table = "invitation"
    shapes: ClassVar[dict[str, Shape]] = {
        "digest": Shape.DIGEST,
        "code_kept": Shape.WIPED_SEALED,
        "greeting": Shape.WIPED_TEXT,
        "hello": Shape.SEALED,
        "joiner_mac": Shape.DIGEST,
        "joiner_kept": Shape.SEALED,
        "welcome": Shape.DIGEST,
    }

    inviter = models.ForeignKey(Person, on_delete=models.DO_NOTHING, related_name="+")
    digest = models.BinaryField(max_length=64)
    expires = models.DateTimeField()
    code_kept = models.BinaryField()
    greeting = models.BinaryField()
    terms = SealedJSONField[Terms](of=Terms, place="terms")

    joiner = models.ForeignKey(Person, on_delete=models.DO_NOTHING, related_name="+", null=True)
    hello = models.BinaryField(null=True)
    joiner_mac = models.BinaryField(null=True)
    joiner_kept = models.BinaryField(null=True)

    admitted_epoch = models.PositiveIntegerField(null=True)
    welcome = models.BinaryField(null=True)
    spoiled = models.BooleanField(default=False)

    objects: ClassVar[Any] = InvitationQuerySet.as_manager()

    class Meta(BondRecord.Meta):
        abstract = False

    def bound(self, purpose: str, *parts: bytes | str | int | UUID) -> bytes:
        """Return what something sealed or vouched for is bound to: a purpose, this invitation, and more."""
        return frame(f"inglenook {purpose}", self.bond_id, self.id, *parts)

    @property
    def code(self) -> InviteCode:
        """The code, as its inviter keeps it; `VaultError` once it is wiped or its inviter has new keys."""
        return _read_code(self.keyring, self.code_kept, self.bound("invitation"))

    def joiners_code(self, person: Person) -> InviteCode:
        """Return the code, as the one who accepted keeps it until they are in; or raise `VaultError`."""
        return _read_code(person.keyring, self.joiner_kept, self.bound("code"))

    def vouched(self, member: Member, hello: bytes) -> bytes:
        """Return what the joiner vouches for with the code: who they are, and their keys."""
        return self.bound("join", member.person, member.sealing, member.signing, hello)

    @property
    def state(self) -> State:
        """How far it has come."""
        if self.admitted_epoch is not None:
            return "in"
        if self.spoiled:
            return "over"
        if self.joiner_id is not None:
            return "asked"
        left = self.expires - timezone.now()
        return "open" if timedelta(0) < left <= INVITATION_LASTS + CLOCK_MAY_SLIP else "over"

    @property
    def is_open(self) -> bool:
        """Whether somebody may still accept it."""
        return self.state == "open"

    @classmethod
    def made_by(cls, person: Person) -> InvitationQuerySet:
        """Return the invitations that a person has made."""
        rows: InvitationQuerySet = cls.objects.filter(bond_id__in=person.whereabouts)
        return rows.filter(inviter_id=person.id)

    @classmethod
    def asked_by(cls, person: Person) -> InvitationQuerySet:
        """Return the invitations by which a person has asked to be let in."""
        rows: InvitationQuerySet = cls.objects.filter(bond_id__in=person.whereabouts)
        return rows.filter(joiner_id=person.id)

    def withdraw(self) -> bool:
        """Make the code work no more; False if somebody was let in already."""
        mine = Invitation.objects.filter(bond_id=self.bond_id, id=self.id, admitted_epoch=None)
        return bool(mine.spoil())


def _read_code(keyring: Keyring, sealed: bytes | memoryview | None, info: bytes) -> InviteCode:
    return InviteCode.parse(keyring.open_sealed(bytes(sealed or b""), info).decode())


@transaction.atomic
def invite(bond: Bond, person: Person, *, earlier: bool, id: UUID) -> Invitation:
    """Make an invitation to a bond, or return the one that was made under this id before."""
    made: Invitation | None = Invitation.objects.of(person).filter(bond=bond, id=id, inviter=person).first()
    if made:
        return made
    code = InviteCode.generate()
    row = Invitation(
        id=id,
        bond=bond,
        inviter=person,
        digest=code.digest(),
        expires=timezone.now() + INVITATION_LASTS,
        terms=Terms(earlier),
    )
    others, letterbox = [m.name for m in bond.others], bytes(person.keyring.letterbox)
    greeting = Greeting(person.name, bond.kind, others, letterbox)
    row.greeting = seal_greeting(code, msgspec.msgpack.encode(greeting), bond.id, id)
    row.code_kept = person.keyring.seal_to_self(code.link.encode(), row.bound("invitation"))
    row.bind(person.keyring).save()
    Signpost.objects.create(digest=row.digest, bond_id=bond.id, due=row.expires)
    return row


def by_code(code: InviteCode) -> Invitation | None:
    """Return the invitation that a code belongs to, whatever has become of it."""
    digest = code.digest()
    bond_id = follow(digest)
    if bond_id is None:
        return None
    row: Invitation | None = Invitation.objects.filter(bond_id=bond_id, digest=digest).first()
    return row


def find(code: InviteCode) -> Invitation | None:
    """Return the invitation that a code belongs to, if it can still be accepted."""
    row = by_code(code)
    return row if row and row.is_open else None


def read_greeting(row: Invitation, code: InviteCode) -> Greeting:
    """Return who invites, and to what; `VaultError` once the invitation is over."""
    try:
        data = open_greeting(code, bytes(row.greeting), row.bond_id, row.id)
        return GREETING.decode(data)
    except (msgspec.DecodeError, ValueError) as error:
        raise VaultError from error


@transaction.atomic
def accept(row: Invitation, person: Person, code: InviteCode) -> bool:
    """Ask to be let in, vouching for one's keys by the code; False if it is too late."""
    profile = msgspec.msgpack.encode(Profile(person.name, person.preferences.pronouns))
    try:
        hello = seal_to_key(read_greeting(row, code).letterbox, profile, row.bound("hello"))
    except (VaultError, ValueError):
        return False  # over since it was looked at, or altered
    (me,) = members_of([person.id])
    still_open = Invitation.objects.filter(bond_id=row.bond_id, id=row.id).acceptable(timezone.now())
    taken: int = still_open.update(
        joiner=person,
        hello=hello,
        joiner_mac=code.mac(row.vouched(me, hello)),
        joiner_kept=person.keyring.seal_to_self(code.link.encode(), row.bound("code")),
    )
    if taken:
        person.keyring.look_for(row.bond_id)
        hub.changed([row.inviter_id])
    return bool(taken)
