"""Invitations: a code that only the two know lets one in, and proves to each who the other is."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import msgspec
from django.db import models, transaction
from django.utils import timezone

from inglenook.bonds.models import Bond, BondRecord, Membership, Profile
from inglenook.bonds.rules import INVITATION_LASTS, Kind
from inglenook.people.models import Person
from inglenook.vault.chain import Link
from inglenook.vault.door import InviteCode, Member, VaultError, frame, open_greeting, seal_greeting
from inglenook.vault.epochs import hand_over_earlier, members_of
from inglenook.vault.fields import SealedJSONField
from inglenook.vault.keyring import seal_for
from inglenook.vault.models import BondEpoch
from inglenook.web.live import hub


class Terms(msgspec.Struct, frozen=True):
    """What the inviter chose."""

    earlier: bool = False


class Greeting(msgspec.Struct, frozen=True):
    """What the invited person is told before they decide; sealed under the code."""

    name: str
    kind: Kind


class Invitation(BondRecord):
    """One invitation, for one person, for 72 hours. The server knows only its code's hash."""

    table = "invitation"

    inviter = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    digest = models.BinaryField(max_length=64, db_index=True)
    expires = models.DateTimeField()
    code_kept = models.BinaryField()
    greeting = models.BinaryField()
    terms = SealedJSONField[Terms](of=Terms, place="terms")

    joiner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", null=True)
    hello = models.BinaryField(null=True)
    joiner_mac = models.BinaryField(null=True)
    joiner_kept = models.BinaryField(null=True)

    admitted_epoch = models.PositiveIntegerField(null=True)
    welcome = models.BinaryField(null=True)
    spoiled = models.BooleanField(default=False)

    class Meta(BondRecord.Meta):
        abstract = False

    @property
    def code(self) -> InviteCode:
        """The code, as its inviter keeps it."""
        info = frame("inglenook invitation", self.bond_id, self.id)
        return InviteCode.parse(self.keyring.open_sealed(bytes(self.code_kept), info).decode())

    @property
    def is_open(self) -> bool:
        """Whether somebody may still accept it."""
        return self.joiner_id is None and not self.spoiled and now() < self.expires

    @property
    def is_accepted(self) -> bool:
        """Whether somebody accepted and is not let in yet."""
        return self.joiner_id is not None and self.admitted_epoch is None and not self.spoiled


def now() -> datetime:
    """Return the present moment."""
    return timezone.now()


@transaction.atomic
def invite(bond: Bond, person: Person, *, earlier: bool, id: UUID) -> Invitation:
    """Make an invitation to a bond."""
    code = InviteCode.generate()
    greeting = Greeting(person.name, bond.kind)
    return Invitation.objects.of(person).create(  # type: ignore[no-any-return]
        id=id,
        bond=bond,
        inviter=person,
        digest=code.digest(),
        expires=now() + INVITATION_LASTS,
        code_kept=person.keyring.seal_to_self(code.link.encode(), frame("inglenook invitation", bond.id, id)),
        greeting=seal_greeting(code, msgspec.msgpack.encode(greeting), bond.id, id),
        terms=Terms(earlier),
    )


def find(code: InviteCode) -> Invitation | None:
    """Return the invitation that a code belongs to, if it can still be accepted."""
    row: Invitation | None = Invitation.objects.filter(digest=code.digest()).first()
    return row if row and row.is_open else None


def read_greeting(row: Invitation, code: InviteCode) -> Greeting:
    """Return who invites, and to what."""
    data = open_greeting(code, bytes(row.greeting), row.bond_id, row.id)
    return msgspec.msgpack.decode(data, type=Greeting)


def _vouched(row: Invitation, member: Member, hello: bytes) -> bytes:
    return frame(
        "inglenook join", row.bond_id, row.id, member.person, member.sealing, member.signing, hello
    )


def _welcome(row: Invitation, link: Link) -> bytes:
    return frame("inglenook welcome", row.bond_id, row.id, link.row.number, link.digest)


@transaction.atomic
def accept(row: Invitation, person: Person, code: InviteCode) -> bool:
    """Ask to be let in, vouching for one's keys by the code; False if somebody else was faster."""
    inviter = row.inviter.keybox
    profile = msgspec.msgpack.encode(Profile(person.name, person.preferences.pronouns))
    hello = seal_for(inviter, profile, frame("inglenook hello", row.bond_id, row.id))
    (me,) = members_of([person.id])
    taken = Invitation.objects.filter(bond_id=row.bond_id, id=row.id, joiner=None).update(
        joiner=person,
        hello=hello,
        joiner_mac=code.mac(_vouched(row, me, hello)),
        joiner_kept=person.keyring.seal_to_self(
            code.link.encode(), frame("inglenook code", row.bond_id, row.id)
        ),
    )
    hub.changed([row.inviter_id])
    return bool(taken)


def admit_waiting(person: Person) -> list[Bond]:
    """Let in those who accepted this person's invitations; returns the bonds that grew.

    Needs the inviter's own keys, so it happens in the inviter's requests: at once where they are here.
    """
    waiting = Invitation.objects.of(person).filter(
        inviter=person, joiner__isnull=False, admitted_epoch=None, spoiled=False
    )
    return [bond for row in waiting if (bond := _admit(row, person))]


@transaction.atomic
def _admit(row: Invitation, person: Person) -> Bond | None:
    bond: Bond = Bond.objects.of(person).get(id=row.bond_id)
    hello = bytes(row.hello or b"")
    try:
        (member,) = members_of([row.joiner_id])
        row.code.check(_vouched(row, member, hello), bytes(row.joiner_mac or b""))
        profile = msgspec.msgpack.decode(
            person.keyring.open_sealed(hello, frame("inglenook hello", row.bond_id, row.id)), type=Profile
        )
    except (VaultError, msgspec.DecodeError, ValueError):
        row.spoiled = True
        row.save()
        return None
    if member.person not in bond.member_ids:
        link = bond.begin_epoch(person, [*members_of(bond.member_ids), member])
        if row.terms.earlier:
            hand_over_earlier(person.keyring, bond.id, member)
        assert row.joiner is not None
        bond.add(row.joiner, profile, by=person)
        row.admitted_epoch = link.row.number
        row.welcome = row.code.mac(_welcome(row, link))
    else:
        row.admitted_epoch = 0
    row.save()
    bond.tell(besides=person)
    return bond


def settle_in(person: Person) -> bool:
    """Check the welcome of bonds this person was let into, and accept their history; True if there was one."""
    joined = Invitation.objects.filter(joiner=person, welcome__isnull=False)
    settled = False
    for row in joined:
        epoch = BondEpoch.objects.filter(bond_id=row.bond_id, number=row.admitted_epoch).first()
        still = Membership.objects.filter(bond_id=row.bond_id, person=person, left_on=None).exists()
        if epoch is None or not still:
            continue
        link = Link.of(epoch)
        code = InviteCode.parse(
            person.keyring.open_sealed(
                bytes(row.joiner_kept or b""), frame("inglenook code", row.bond_id, row.id)
            ).decode()
        )
        code.check(_welcome(row, link), bytes(row.welcome or b""))
        person.keyring.trust(row.bond_id, link)
        # Done with: no copy of the code is left that could be used for anything.
        Invitation.objects.filter(bond_id=row.bond_id, id=row.id).update(joiner_kept=None, welcome=None)
        settled = True
    return settled


def waiting_to_join(person: Person) -> bool:
    """Tell whether this person has accepted an invitation and was not let in yet."""
    rows: Any = Invitation.objects.filter(joiner=person, admitted_epoch=None, spoiled=False)
    return bool(rows.exists())
