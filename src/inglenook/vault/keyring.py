"""The keys one person holds during one request: opened when first needed, printed never."""

from collections import defaultdict
from functools import cached_property
from uuid import UUID

from django.db import DatabaseError, transaction

from inglenook.vault.chain import Link, commitment, verify
from inglenook.vault.core.envelope import Place, open_envelope, seal, unwrap_key
from inglenook.vault.core.errors import Tampered, VaultError
from inglenook.vault.core.keys import AccountKey, BondEpochKey, Key, PersonEpochKey
from inglenook.vault.core.roster import Member
from inglenook.vault.core.sealing import SealingPrivateKey, SealingPublicKey, open_sealed, seal_to
from inglenook.vault.core.signing import SigningPrivateKey
from inglenook.vault.models import Anchor, BondEpoch, Grant, Keybox
from inglenook.vault.owners import Locked, Owner, Untrusted
from inglenook.vault.posting import grant_info


class Keyring:
    """An opened keybox. Never leaves the vault but inside a person, and shows nothing of itself."""

    def __init__(self, keybox: Keybox, account: AccountKey) -> None:
        self._keybox = keybox
        self._account = account
        self._person_epochs: dict[int, PersonEpochKey] | None = None
        self._anchors: dict[UUID, Anchor] | None = None
        self._chains: dict[UUID, list[Link]] | None = None
        self._refused: dict[UUID, Untrusted] = {}
        self._grants: dict[tuple[UUID, int], Grant] = {}
        self._bond_keys: dict[tuple[UUID, int], BondEpochKey] = {}

    def __repr__(self) -> str:
        return f"<Keyring of {self._keybox.id}>"

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("A keyring cannot be stored.")

    @property
    def person_id(self) -> UUID:
        """The person whose keys these are."""
        return self._keybox.id

    @property
    def keybox(self) -> Keybox:
        """The wrapped keys these were opened from."""
        return self._keybox

    @property
    def account(self) -> AccountKey:
        """The key that wraps all others; for the vault's own modules only."""
        return self._account

    @cached_property
    def sealing(self) -> SealingPrivateKey:
        """The private key for what others seal to this person."""
        if bytes(self._own_sealing.public) != bytes(self._keybox.sealing_public):
            raise Untrusted("The key that others seal to is not this person's.")
        return self._own_sealing

    @cached_property
    def _own_sealing(self) -> SealingPrivateKey:
        place = self.own_place("sealing")
        return SealingPrivateKey.from_bytes(
            open_envelope(self._account, bytes(self._keybox.sealing_private), place)
        )

    @property
    def letterbox(self) -> SealingPublicKey:
        """The public key that is truly this person's, whatever the database says."""
        return self._own_sealing.public

    @cached_property
    def signing(self) -> SigningPrivateKey:
        """The private key by which this person vouches for lists of members."""
        place = self.own_place("signing")
        return SigningPrivateKey.from_bytes(
            open_envelope(self._account, bytes(self._keybox.signing_private), place)
        )

    @cached_property
    def former(self) -> list[tuple[SealingPrivateKey, SigningPrivateKey]]:
        """The private keys of earlier generations: what was sealed to them still opens."""
        stored = self._keybox.former_keys
        if stored is None:
            return []
        raw = open_envelope(self._account, bytes(stored), self.own_place("former"))
        halves = [raw[at : at + 32] for at in range(0, len(raw), 32)]
        return [
            (SealingPrivateKey.from_bytes(sealing), SigningPrivateKey.from_bytes(signing))
            for sealing, signing in zip(halves[::2], halves[1::2], strict=True)
        ]

    def signing_as(self, public: bytes) -> SigningPrivateKey:
        """Return the private key by which a bond's list knows this person: perhaps not the newest."""
        for key in (self.signing, *(signing for _, signing in self.former)):
            if bytes(key.public) == public:
                return key
        raise Untrusted("This bond knows you by a key that is not yours.")

    @property
    def member(self) -> Member:
        """This person as a bond's list of members names them."""
        return Member(self.person_id, bytes(self.sealing.public), bytes(self.signing.public))

    def own_place(self, field: str, *, row: UUID | None = None, epoch: int = 0) -> Place:
        """Return where a key of this person's keybox belongs, bound to the keybox's generation."""
        me = self._keybox.id
        return Place(
            table="keybox",
            owner=me,
            row=row or me,
            field=field,
            revision=self._keybox.generation,
            epoch=epoch,
        )

    # What records ask for

    def current(self, owner: Owner) -> tuple[int, Key]:
        """Return the number and key under which new writing of this owner is sealed."""
        if owner.kind == "person":
            return self._keybox.epoch, self.epoch_key(owner, self._keybox.epoch)
        number = len(self.chain(owner.id))
        return number, self.epoch_key(owner, number)

    def epoch_key(self, owner: Owner, number: int) -> Key:
        """Return the key of one epoch of a person or bond, or raise `Locked`."""
        if owner.kind == "bond":
            return self.bond_key(owner.id, number)
        if owner.id != self.person_id:
            raise Locked("This page belongs to somebody else.")
        try:
            return self._own_epochs[number]
        except KeyError:
            raise Locked("This page was sealed under a key that is gone.") from None

    def own_epochs(self) -> dict[int, PersonEpochKey]:
        """Return the keys of all of this person's epochs; for the vault's own modules only."""
        return dict(self._own_epochs)

    @property
    def _own_epochs(self) -> dict[int, PersonEpochKey]:
        if self._person_epochs is None:
            self._person_epochs = {
                row.number: unwrap_key(
                    self._account,
                    bytes(row.wrapped),
                    self.own_place(epoch_field(self._keybox, row.number), epoch=row.number),
                    PersonEpochKey,
                )
                for row in self._keybox.epochs.all()
            }
        return self._person_epochs

    # Bonds

    def chain(self, bond_id: UUID) -> list[Link]:
        """Return a bond's verified history of members; raises `Untrusted` or `Locked`."""
        chain = self._known_chains.get(bond_id)
        if chain is None:
            raise self._refused.get(bond_id) or Locked("You hold no key to this bond.")
        return chain

    @property
    def whereabouts(self) -> list[UUID]:
        """The bonds this person is in, waits to be let into, or has left: where to look for what is theirs.

        Every question about bonds names them, so that it concerns only the parts of a spread database
        that hold them. That a bond is among them gives nobody access to it.
        """
        return sorted(self._known_anchors)

    @property
    def _known_anchors(self) -> dict[UUID, Anchor]:
        if self._anchors is None:
            self._anchors = {anchor.bond_id: anchor for anchor in self._keybox.anchors.all()}
        return self._anchors

    def bond_ids(self) -> set[UUID]:
        """Return the bonds whose history this person has accepted."""
        return set(self._known_chains)

    @property
    def _known_chains(self) -> dict[UUID, list[Link]]:
        if self._chains is None:
            self._chains = self._load_chains()
        return self._chains

    def _load_chains(self) -> dict[UUID, list[Link]]:
        anchors = {id: anchor for id, anchor in self._known_anchors.items() if anchor.sealed is not None}
        rows: defaultdict[UUID, list[BondEpoch]] = defaultdict(list)
        for row in BondEpoch.objects.filter(bond_id__in=anchors).order_by("bond_id", "number"):
            rows[row.bond_id].append(row)
        # Asked after the epochs: an epoch that somebody begins in between would be here without its key.
        grants = Grant.objects.filter(bond_id__in=anchors, person_id=self.person_id)
        self._grants = {(grant.bond_id, grant.number): grant for grant in grants}
        chains: dict[UUID, list[Link]] = {}
        for bond_id, epochs in rows.items():
            try:
                chains[bond_id] = self._checked(anchors[bond_id], epochs)
            except Untrusted as refusal:  # one bond that was altered must not hide the others
                self._refused[bond_id] = refusal
        return chains

    def _checked(self, anchor: Anchor, epochs: list[BondEpoch]) -> list[Link]:
        """Check one bond's history, and accept what is new of it: from then on it cannot be cut off."""
        try:
            accepted = self.read_anchor(anchor)
            links = [Link.of(row) for row in epochs]
        except VaultError as error:
            raise Untrusted("The history of this bond cannot be read.") from error
        number = int.from_bytes(accepted[:4], "big")
        verify(links, (number, accepted[4:]))
        if number < len(links):
            self._move_anchor(anchor.bond_id, links[-1])
        return links

    def _move_anchor(self, bond_id: UUID, newest: Link) -> None:
        try:
            with transaction.atomic():
                self._anchor(bond_id, newest)
        except DatabaseError:
            return  # a full disk must not hide what can be read; the next visit tries again

    def read_anchor(self, anchor: Anchor) -> bytes:
        """Return the number (4 bytes) and hash of the epoch a person has accepted."""
        return open_envelope(
            self._account, bytes(anchor.sealed or b""), self.own_place("anchor", row=anchor.bond_id)
        )

    def trust(self, bond_id: UUID, link: Link) -> None:
        """Accept a bond's history up to one link as genuine, from now on and on every device."""
        self._anchor(bond_id, link)
        self.forget_bonds()

    def _anchor(self, bond_id: UUID, link: Link) -> None:
        data = link.row.number.to_bytes(4, "big") + link.digest
        sealed = seal(self._account, data, self.own_place("anchor", row=bond_id))
        Anchor.objects.update_or_create(
            person_id=self.person_id, bond_id=bond_id, defaults={"sealed": sealed}
        )

    def look_for(self, bond_id: UUID) -> None:
        """Remember to look for a bond that this person has asked to be let into."""
        Anchor.objects.get_or_create(person_id=self.person_id, bond_id=bond_id)
        self.forget_bonds()

    def let_go(self, bond_id: UUID) -> None:
        """Give up the keys of a bond; where it was is kept, to take back what was given to it."""
        Grant.objects.filter(bond_id=bond_id, person_id=self.person_id).delete()
        Anchor.objects.filter(bond_id=bond_id, person_id=self.person_id).update(sealed=None)
        self.forget_bonds()

    def forget_bonds(self) -> None:
        """Read the bonds' keys anew when next asked: a list of members has changed."""
        self._anchors = None
        self._chains = None
        self._refused = {}
        self._bond_keys = {}

    def bond_key(self, bond_id: UUID, number: int) -> BondEpochKey:
        """Return the key of one epoch of a bond, or raise `Locked` or `Untrusted`."""
        known = self._bond_keys.get((bond_id, number))
        if known:
            return known
        chain = self.chain(bond_id)
        grant = self._grants.get((bond_id, number))
        if grant is None or number > len(chain):
            raise Locked("This was shared when you were not a member.")
        data = self.open_sealed(bytes(grant.sealed), grant_info(bond_id, number, self.person_id))
        key = BondEpochKey(data)
        if commitment(key) != bytes(chain[number - 1].row.commitment):
            raise Untrusted("A key of this bond is not the one its members vouched for.")
        self._bond_keys[bond_id, number] = key
        return key

    def seal_to_self(self, plaintext: bytes, info: bytes) -> bytes:
        """Seal bytes so that only this person's unlocked account opens them."""
        return seal_to(self.letterbox, plaintext, info)

    def open_sealed(self, sealed: bytes, info: bytes) -> bytes:
        """Open what was sealed to this person, or raise `VaultError`."""
        for key in (self.sealing, *(former for former, _ in self.former)):
            try:
                return open_sealed(key, sealed, info)
            except Tampered:
                continue
        raise Tampered


def epoch_field(keybox: Keybox, number: int) -> str:
    """Return what an epoch's wrapped key is bound to: the newest as the newest.

    Else the stored number could send new writing back under a key that somebody may know.
    """
    return "newest epoch" if number == keybox.epoch else "epoch"
