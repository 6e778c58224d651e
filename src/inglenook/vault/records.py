"""Rows that belong to a person or a bond, sealed with a fresh key at every save."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, NoReturn, Self, TypeVar
from uuid import UUID

from django.core.exceptions import FieldError
from django.db import models, transaction

from inglenook.vault.core.encoding import frame
from inglenook.vault.core.envelope import Place, open_envelope, seal, unwrap_key, wrap_key
from inglenook.vault.core.errors import VaultError
from inglenook.vault.core.ids import made_id as made_id
from inglenook.vault.core.ids import new_id as new_id
from inglenook.vault.core.keys import EntryKey
from inglenook.vault.core.shapes import Shape
from inglenook.vault.fields import Envelope, SealedField
from inglenook.vault.keyring import Keyring
from inglenook.vault.owners import Conflict as Conflict
from inglenook.vault.owners import Locked, Owner, Untrusted
from inglenook.vault.tombstones import LastingQuerySet, bury

R = TypeVar("R", bound="SealedRecord", covariant=True)


BOUND = frozenset({"id", "revision", "epoch", "sealed_key"})


class SealedQuerySet(LastingQuerySet[R]):
    """Rows that were asked for with somebody's keys, and hence can be read."""

    _keyring: Keyring | None = None

    def unlocked_by(self, keyring: Keyring) -> Self:
        """Give the rows the keys that open them; authorisation is the query's own affair."""
        rows: Self = self._chain()  # type: ignore[attr-defined]
        rows._keyring = keyring
        return rows

    def _clone(self) -> Self:
        rows: Self = super()._clone()  # type: ignore[misc]
        rows._keyring = self._keyring
        return rows

    def _fetch_all(self) -> None:
        super()._fetch_all()
        for row in self._result_cache or ():
            if self._keyring and isinstance(row, models.Model):  # .values() yields none
                row.bind(self._keyring)

    def iterator(self, *args: Any, **kwargs: Any) -> Iterator[R]:
        for row in super().iterator(*args, **kwargs):
            if self._keyring and isinstance(row, models.Model):
                row.bind(self._keyring)
            yield row

    def create(self, **values: Any) -> R:
        if self._keyring is None:
            raise Locked("Ask with .of(person) before writing.")
        row = self.model(**values)
        row.bind(self._keyring)
        row.save(force_insert=True)
        return row

    def update(self, **values: Any) -> int:
        sealed = ({f.name for f in sealed_fields(self.model)} | BOUND | {*self.model.pinned}) & values.keys()
        if sealed:
            raise FieldError(f"{sorted(sealed)} are sealed or bound to what is: save each row instead.")
        return super().update(**values)

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise FieldError("Sealed rows are saved one by one, each with a key of its own.")

    bulk_update = bulk_create


class SealedRecord(models.Model):
    """A row with sealed fields. `table` is the stable name that its envelopes are bound to."""

    table: ClassVar[str]
    # Columns in the open that are part of what a row says: it does not open if one of them was changed.
    pinned: ClassVar[tuple[str, ...]] = ()
    shapes: ClassVar[dict[str, Shape]] = {"sealed_key": Shape.KEY}

    id = models.UUIDField(default=new_id, editable=False)
    revision = models.PositiveIntegerField(default=1)
    epoch = models.PositiveIntegerField()
    sealed_key = models.BinaryField()

    class Meta:
        abstract = True

    def save(self, *, force_insert: bool = False, using: str | None = None, **_: Any) -> None:  # type: ignore[override]
        """Seal everything under a fresh key and write it; `Conflict` if the stored row is newer."""
        adding = self._state.adding
        fields = sealed_fields(type(self))
        opened = {f: getattr(self, f.attname) for f in fields}
        before = (self.revision, self.epoch, self.sealed_key, self.__dict__.get("_entry_key"))
        self.revision = 1 if adding else self.revision + 1
        self.epoch, above = self.keyring.current(self.owner)
        key = EntryKey.generate()
        self.sealed_key = wrap_key(above, key, self._place("key", beside=self.beside()))
        self.__dict__["_entry_key"] = key
        self._envelopes = {
            f.attname: Envelope(seal(key, f.encode(value), self._place(f.place), least=f.least))
            for f, value in opened.items()
        }
        self.sign()
        try:
            with transaction.atomic(using=using):  # so that a conflict spoils no transaction around it
                super().save(force_insert=adding, force_update=not adding, using=using)
        except BaseException:
            self.revision, self.epoch, self.sealed_key, self.__dict__["_entry_key"] = before
            raise
        finally:
            self.__dict__.update({f.attname: value for f, value in opened.items()})
            self._envelopes = {}

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the row for good: a restored backup does not bring it back."""
        with transaction.atomic():
            bury(type(self), [self.pk])
            return super().delete(*args, **kwargs)

    def bind(self, keyring: Keyring) -> Self:
        """Give this row the keys that open and save it."""
        self.__dict__["_keyring"] = keyring
        return self

    @property
    def owner(self) -> Owner:
        """The person or bond whose epoch key wraps this row's key."""
        raise NotImplementedError

    @property
    def keyring(self) -> Keyring:
        """The keys this row was asked for with; raises `Locked` where there are none."""
        keyring: Keyring | None = self.__dict__.get("_keyring")
        if keyring is None:
            raise Locked(f"{type(self).__name__} was not asked for with .of(person).")
        return keyring

    def beside(self) -> bytes:
        """Return the pinned columns' values as one piece."""
        if not self.pinned:
            return b""
        columns = {f.attname: f for f in self._meta.concrete_fields}
        return frame(*(_as_part(columns[name].to_python(getattr(self, name))) for name in self.pinned))

    def sign(self) -> None:
        """Sign what is about to be written, where rows of a kind are signed."""

    def verify(self) -> None:
        """Raise `Tampered` where a signed row is not as its author signed it."""

    def _place(self, field: str, *, beside: bytes = b"") -> Place:
        return Place(
            table=self.table,
            owner=self.owner.id,
            row=self.id,
            field=field,
            revision=self.revision,
            epoch=self.epoch,
            beside=beside,
        )

    def open_field(self, field: SealedField[Any], envelope: Envelope) -> bytes:
        """Open one stored envelope of this row; for the fields only."""
        key = self.__dict__.get("_entry_key")
        if key is None:
            above = self.keyring.epoch_key(self.owner, self.epoch)
            place = self._place("key", beside=self.beside())
            key = unwrap_key(above, bytes(self.sealed_key), place, EntryKey)
            self.verify()
            self.__dict__["_entry_key"] = key
        return open_envelope(key, envelope, self._place(field.place))

    def open(self) -> Self:
        """Open every sealed field now, while the keys at hand still do."""
        for field in sealed_fields(type(self)):
            getattr(self, field.attname)
        return self

    def _do_update(self, base_qs: Any, *args: Any, **kwargs: Any) -> Any:
        # Django's own hook for the UPDATE: the row must still be at the revision that was read.
        unchanged = base_qs.filter(revision=self.revision - 1)
        updated = super()._do_update(unchanged, *args, **kwargs)
        if not updated:
            raise Conflict
        return updated

    def refresh_from_db(
        self,
        using: str | None = None,
        fields: Iterable[str] | None = None,
        from_queryset: models.QuerySet[Any] | None = None,
    ) -> None:
        """Read the whole row again; its fields fit together, so none is read alone."""
        self.__dict__.pop("_entry_key", None)
        rows = type(self)._default_manager.all().unlocked_by(self.keyring)  # type: ignore[attr-defined]
        super().refresh_from_db(using=using, from_queryset=from_queryset or rows)


def _as_part(value: Any) -> UUID | int | str:
    return value if isinstance(value, UUID | int) else "" if value is None else str(value)


def opens(row: SealedRecord) -> bool:
    """Tell whether a row opens: one that was damaged or altered in the files does not."""
    try:
        row.open()
    except (VaultError, Locked, Untrusted):
        return False
    return True


def readable(rows: Iterable[R]) -> Iterator[R]:
    """Yield the rows that open: one that does not must not hide the others."""
    return filter(opens, rows)


def sealed_fields(model: type[models.Model]) -> list[SealedField[Any]]:
    """Return a model's sealed fields."""
    return [f for f in model._meta.concrete_fields if isinstance(f, SealedField)]


def is_id(text: str) -> bool:
    """Tell whether a form's hidden id is one of ours: a version 7 UUID."""
    try:
        return UUID(text).version == 7
    except ValueError:
        return False
