"""Wrapped keys: everything here is either public by nature or unreadable without a passphrase."""

from typing import Any, ClassVar, Self

from django.db import models

from inglenook.vault.core.shapes import Shape


class Keybox(models.Model):
    """One person's wrapped keys. There is no password hash: unwrapping is the check."""

    shapes: ClassVar[dict[str, Shape]] = {
        "salt": Shape.SALT,
        "by_passphrase": Shape.KEY,
        "recovery_salt": Shape.SALT,
        "by_recovery": Shape.KEY,
        "sealing_public": Shape.PUBLIC,
        "signing_public": Shape.PUBLIC,
        "sealing_private": Shape.TEXT,
        "signing_private": Shape.TEXT,
        "former_keys": Shape.TEXT,
    }

    id = models.UUIDField(primary_key=True)  # the person's id
    generation = models.PositiveIntegerField(default=1)
    epoch = models.PositiveIntegerField(default=1)
    salt = models.BinaryField()
    hardness = models.CharField(max_length=60)
    by_passphrase = models.BinaryField()
    recovery_salt = models.BinaryField(null=True)
    by_recovery = models.BinaryField(null=True)
    sealing_public = models.BinaryField()
    signing_public = models.BinaryField()
    sealing_private = models.BinaryField()
    signing_private = models.BinaryField()
    former_keys = models.BinaryField(null=True)  # private halves of earlier generations, newest first

    def __str__(self) -> str:
        return f"keys of {self.id}"

    @property
    def has_recovery(self) -> bool:
        """Whether a recovery code was made and typed back."""
        return self.by_recovery is not None


class PersonEpoch(models.Model):
    """A period of one person's private writing, with the key of that period."""

    shapes: ClassVar[dict[str, Shape]] = {"wrapped": Shape.KEY}

    pk = models.CompositePrimaryKey("person_id", "number")
    person = models.ForeignKey(Keybox, on_delete=models.CASCADE, related_name="epochs")
    number = models.PositiveIntegerField()
    wrapped = models.BinaryField()

    def __str__(self) -> str:
        return f"epoch {self.number} of {self.person_id}"


class BondEpoch(models.Model):
    """A period of a bond with fixed members: their signed list, chained to the one before."""

    shapes: ClassVar[dict[str, Shape]] = {
        "roster": Shape.ROSTER,
        "commitment": Shape.DIGEST,
        "signature": Shape.SIGNATURE,
    }

    pk = models.CompositePrimaryKey("bond_id", "number")
    bond_id = models.UUIDField()
    number = models.PositiveIntegerField()
    roster = models.BinaryField()
    commitment = models.BinaryField()
    signer_id = models.UUIDField()
    signature = models.BinaryField()

    def __str__(self) -> str:
        return f"epoch {self.number} of bond {self.bond_id}"


class Grant(models.Model):
    """A bond's epoch key, sealed to one member."""

    shapes: ClassVar[dict[str, Shape]] = {"sealed": Shape.SEALED}

    pk = models.CompositePrimaryKey("bond_id", "number", "person_id")
    bond_id = models.UUIDField()
    number = models.PositiveIntegerField()
    person_id = models.UUIDField(db_index=True)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"epoch {self.number} of bond {self.bond_id} for {self.person_id}"


class Anchor(models.Model):
    """Where a person's bonds are, and the epoch of each that they have seen to be genuine.

    The epoch is sealed under the account key. It is empty while they wait to be let in, and after they left.
    """

    shapes: ClassVar[dict[str, Shape]] = {"sealed": Shape.TEXT}

    pk = models.CompositePrimaryKey("person_id", "bond_id")
    person = models.ForeignKey(Keybox, on_delete=models.CASCADE, related_name="anchors")
    bond_id = models.UUIDField()
    sealed = models.BinaryField(null=True)

    def __str__(self) -> str:
        return f"anchor of {self.person_id} in {self.bond_id}"


class Session(models.Model):
    """A browser that a person has signed in on; locked while `wrapped` is empty."""

    shapes: ClassVar[dict[str, Shape]] = {
        "id_hash": Shape.DIGEST,
        "wrapped": Shape.KEY,
        "vouched": Shape.VOUCHES,
        "label": Shape.SEALED,
    }

    id_hash = models.BinaryField(primary_key=True, max_length=32)
    # No constraint of the database's own: a session is looked for by its hash alone, and lies by that.
    person = models.ForeignKey(Keybox, on_delete=models.CASCADE, related_name="sessions", db_constraint=False)
    wrapped = models.BinaryField(null=True)
    vouched = models.BinaryField()  # by the cookie's secret, for the public key that drafts are sealed to
    label = models.BinaryField()
    idle_seconds = models.PositiveIntegerField()
    started = models.DateTimeField()
    last_used = models.DateTimeField()

    def __str__(self) -> str:
        return f"session of {self.person_id}"


class ThrottleQuerySet(models.QuerySet["Throttle"]):
    """Buckets of failed tries."""

    def stale(self, before: Any) -> Self:
        """Return the buckets that nobody has had to wait for since `before`."""
        return self.filter(free_at__lt=before)


class Throttle(models.Model):
    """How many tries failed in a row for one bucket, and when the next one is heard."""

    shapes: ClassVar[dict[str, Shape]] = {"bucket": Shape.DIGEST}

    bucket = models.BinaryField(primary_key=True, max_length=32)
    failures = models.PositiveIntegerField(default=0)
    free_at = models.DateTimeField()

    objects: ClassVar[Any] = ThrottleQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.failures} failures"


class Tombstone(models.Model):
    """A mark of something that is gone for good: keyed, so that it tells neither what it was nor when."""

    shapes: ClassVar[dict[str, Shape]] = {"mark": Shape.DIGEST}

    mark = models.BinaryField(primary_key=True, max_length=32)

    def __str__(self) -> str:
        return "a tombstone"
