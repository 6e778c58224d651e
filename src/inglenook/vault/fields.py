"""Model fields whose stored form is an envelope that only the right people's keys open."""

from typing import TYPE_CHECKING, Any, Generic, NoReturn, Self, TypeVar, overload

import msgspec
from django.core.checks import CheckMessage
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.lookups import Transform

from inglenook.vault.owners import Locked

if TYPE_CHECKING:
    from inglenook.vault.records import SealedRecord

T = TypeVar("T")

if TYPE_CHECKING:
    BinaryColumn = models.BinaryField[Any, Any]
else:
    BinaryColumn = models.BinaryField


class Envelope(bytes):
    """The stored, unreadable form of a sealed field."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<Envelope of {len(self)} bytes>"

    __str__ = __repr__


class SealedAttribute(Generic[T]):
    """Opens a sealed field when it is first read."""

    def __init__(self, field: "SealedField[T]") -> None:
        self.field = field

    @overload
    def __get__(self, row: None, owner: type) -> Self: ...
    @overload
    def __get__(self, row: "SealedRecord", owner: type) -> T: ...
    def __get__(self, row: "SealedRecord | None", owner: type) -> Self | T:
        if row is None:
            return self
        name = self.field.attname
        if name not in row.__dict__:
            raise FieldError(f"{name} was left out of the query: sealed fields are only read together.")
        value = row.__dict__[name]
        if value is None:  # from before the field was added
            value = row.__dict__[name] = self.field.get_default()
        if isinstance(value, Envelope):
            value = row.__dict__[name] = self.field.decode(row.open_field(self.field, value))
        return value  # type: ignore[no-any-return]

    def __set__(self, row: "SealedRecord", value: T) -> None:
        row.__dict__[self.field.attname] = value


class SealedField(BinaryColumn, Generic[T]):
    """A field kept as an envelope. `place` is its stable name: a renamed field still opens."""

    def __init__(self, *args: Any, place: str, least: int = 256, **kwargs: Any) -> None:
        self.place = place
        self.least = least
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        kwargs["place"] = self.place
        return name, path, args, kwargs

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, SealedAttribute(self))

    def encode(self, value: T) -> bytes:
        """Turn a value into the bytes to be sealed."""
        raise NotImplementedError

    def decode(self, data: bytes) -> T:
        """Turn opened bytes back into the value."""
        raise NotImplementedError

    def from_db_value(self, value: Any, *_: Any) -> Envelope | None:
        return None if value is None else Envelope(bytes(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Envelope:
        envelopes: dict[str, Envelope] | None = getattr(model_instance, "_envelopes", None)
        if not envelopes or self.attname not in envelopes:
            raise Locked(f"{self.name} is sealed and can only be saved with its record.")
        return envelopes[self.attname]

    def get_prep_value(self, value: Any) -> Envelope:
        if not isinstance(value, Envelope):
            raise FieldError(f"{self.name} is sealed: it cannot be searched, updated or stored as it is.")
        return value

    def get_lookup(self, lookup_name: str) -> NoReturn:
        raise FieldError(f"{self.name} is sealed: a query cannot look into it.")

    def get_transform(self, lookup_name: str) -> type[Transform] | None:
        raise FieldError(f"{self.name} is sealed: a query cannot look into it.")

    def value_to_string(self, obj: models.Model) -> NoReturn:
        raise FieldError(f"{self.name} is sealed: it cannot be serialised.")


class SealedTextField(SealedField[str]):
    """Text that is stored unreadable."""

    def __init__(self, *args: Any, place: str, **kwargs: Any) -> None:
        kwargs.setdefault("default", "")
        super().__init__(*args, place=place, **kwargs)

    def _check_str_default_value(self) -> list[CheckMessage]:
        return []  # Django wants bytes in a column of bytes; what is set here is the text inside

    def encode(self, value: str) -> bytes:
        return value.encode()

    def decode(self, data: bytes) -> str:
        return data.decode()


class SealedJSONField(SealedField[T]):
    """A msgspec struct that is stored unreadable; `of` is its type or a union of tagged types."""

    def __init__(self, *args: Any, of: Any = None, place: str, **kwargs: Any) -> None:
        # Made while models load: two threads that are the first to decode a type can crash the process.
        self._decoder: msgspec.msgpack.Decoder[T] = msgspec.msgpack.Decoder(of)
        super().__init__(*args, place=place, **kwargs)

    def encode(self, value: T) -> bytes:
        return msgspec.msgpack.encode(value)

    def decode(self, data: bytes) -> T:
        return self._decoder.decode(data)
