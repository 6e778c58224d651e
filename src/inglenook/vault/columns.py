"""Which columns hold bytes, and what these must look like: every model says so of its own."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from inglenook.vault.core.shapes import Shape
from inglenook.vault.fields import SealedField


def shaped(model: type[models.Model]) -> dict[str, Shape]:
    """Return the shape of each column of bytes of a model, by the column's name."""
    said: dict[str, Shape] = {}
    for kind in reversed(model.__mro__):
        said |= vars(kind).get("shapes", {})
    return {column_of(f): said.get(f.name, Shape.TEXT) for f in _binary(model) if _is_told(f, said)}


def untold(model: type[models.Model]) -> list[str]:
    """Return the columns of bytes that a model says nothing of; a test sees to it that there are none."""
    known = shaped(model)
    return [column_of(f) for f in _binary(model) if column_of(f) not in known]


def all_models() -> Iterator[type[models.Model]]:
    """Return every model that has a table of its own."""
    return (model for model in apps.get_models() if model._meta.managed and not model._meta.proxy)


def column_of(field: "models.Field[Any, Any]") -> str:
    """Return the name of a field's column."""
    return field.column or field.attname


def _binary(model: type[models.Model]) -> "Iterator[models.Field[Any, Any]]":
    return (f for f in model._meta.concrete_fields if isinstance(f, models.BinaryField))


def _is_told(field: "models.Field[Any, Any]", said: dict[str, Shape]) -> bool:
    return field.name in said or isinstance(field, SealedField)
