"""What somebody is writing, kept sealed while they write: it survives a lock, a dead battery, a second tab.

A draft is sealed to the person's public key, so it can be kept even while the session is locked.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, Generic, TypeVar
from urllib.parse import unquote_to_bytes, urlencode
from uuid import UUID

import msgspec
from django.db import models, transaction
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from inglenook.people.models import Person
from inglenook.people.requests import Request
from inglenook.vault.door import Shape, VaultError, frame
from inglenook.vault.models import Keybox
from inglenook.vault.owners import Untrusted
from inglenook.vault.posting import seal_for
from inglenook.vault.records import new_id
from inglenook.vault.tombstones import LastingQuerySet
from inglenook.vault.turns import take_persons_turn
from inglenook.web.prose import Prose

F = TypeVar("F", bound=BaseForm)

MOST_KEPT = 50
NOTHING: Mapping[str, str] = {}
LONGEST = 200_000
KEPT_FOR = timedelta(days=90)


class Kept(msgspec.Struct, frozen=True):
    """The contents of a draft: the address of its form, and the form's fields as they were posted."""

    path: str
    fields: str
    typed: int = 0  # seconds since 1970; here inside, since when somebody writes is theirs to tell
    tab: str = ""  # which tab sent it, by a number drawn there, and
    sent: int = 0  # which of its sendings it was


KEPT = msgspec.msgpack.Decoder(Kept)


class Draft(models.Model):
    """One form being written."""

    shapes: ClassVar[dict[str, Shape]] = {"sealed": Shape.SEALED}

    pk = models.CompositePrimaryKey("person_id", "id")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    id = models.UUIDField()
    revision = models.PositiveIntegerField(default=1)
    kept_on = models.DateField()
    sealed = models.BinaryField()

    objects: ClassVar[models.Manager["Draft"]] = models.Manager.from_queryset(LastingQuerySet)()

    class Meta:
        ordering: ClassVar[list[str]] = ["-kept_on"]

    def __str__(self) -> str:
        return f"draft {self.id}"

    @staticmethod
    def info(person_id: UUID, draft_id: UUID) -> bytes:
        """Return what a sealed draft is bound to."""
        return frame("inglenook draft", person_id, draft_id)

    def open(self, person: Person) -> Kept | None:
        """Open the draft, or None where its keys are gone."""
        try:
            data = person.keyring.open_sealed(bytes(self.sealed), self.info(self.person_id, self.id))
        except (VaultError, Untrusted):
            return None
        return KEPT.decode(data)


class OpenElsewhere(Exception):
    """The draft was changed in another tab since this one read it."""


class TooLong(Exception):
    """What was typed is longer than a draft may be."""


class NoRoom(Exception):
    """There are as many drafts as are kept, and nobody is here who may let one go."""


@transaction.atomic
def keep(
    keybox: Keybox,
    draft_id: UUID,
    kept: Kept,
    *,
    seen: int | None = None,
    make_room: bool = True,
    reader: Person | None = None,
) -> int:
    """Keep a draft and return its revision; `reader` is its writer, where they are here and not locked.

    Raises `OpenElsewhere` where `seen` is not the newest, `TooLong`, and `NoRoom` unless the oldest may go.
    """
    if len(unquote_to_bytes(kept.fields)) > LONGEST:
        raise TooLong
    kept = msgspec.structs.replace(kept, typed=int(timezone.now().timestamp()))
    take_persons_turn(keybox.id)
    rows = Draft.objects.filter(person_id=keybox.id)
    row = rows.filter(id=draft_id).first()
    if row is None:
        crowded = list(rows.order_by("-kept_on", "-id")[MOST_KEPT - 1 :])
        if crowded and not make_room:
            raise NoRoom
        Draft.objects.filter(pk__in=[old.pk for old in crowded]).delete()
        row = Draft(person_id=keybox.id, id=draft_id, revision=0)
    elif seen not in (None, row.revision) and _sent_last(row, kept, reader) >= kept.sent:
        return row.revision
    adding = row.revision == 0
    row.revision += 1
    row.kept_on = timezone.now().date()
    row.sealed = seal_for(keybox, msgspec.msgpack.encode(kept), Draft.info(keybox.id, draft_id))
    row.save(force_insert=adding)
    return row.revision


def _sent_last(row: Draft, kept: Kept, reader: Person | None) -> int:
    """Return which of its tab's sendings a row is; raises `OpenElsewhere` where another tab wrote it.

    A tab may send twice at once as it goes, and an answer may be lost: neither is another tab.
    """
    before = row.open(reader) if reader else None
    if before is None or not kept.tab or before.tab != kept.tab:
        raise OpenElsewhere
    return before.sent


def drop(person: Person, *draft_ids: UUID) -> None:
    """Forget drafts: they were handed in, or are not wanted."""
    Draft.objects.filter(person=person, id__in=draft_ids).delete()


@contextmanager
def handed_in(person: Person, *draft_ids: UUID) -> Iterator[None]:
    """Write what somebody hands in, and forget its drafts: both or neither."""
    with transaction.atomic():
        yield
        drop(person, *draft_ids)


def all_of(person: Person) -> list[tuple[Draft, Kept]]:
    """Return a person's drafts, newest first."""
    opened = [(row, row.open(person)) for row in Draft.objects.filter(person=person)]
    return sorted(((row, kept) for row, kept in opened if kept), key=lambda pair: pair[1].typed, reverse=True)


def sweep() -> None:
    """Forget drafts nobody came back to; those of a clock that went ahead count as yesterday's."""
    today = timezone.now().date()
    Draft.objects.filter(kept_on__gt=today).update(kept_on=today - timedelta(days=1))
    Draft.objects.filter(kept_on__lt=timezone.now().date() - KEPT_FOR).delete()


@dataclass
class Writing(Generic[F]):
    """A form on its way: its id becomes the id of what it writes, so that sending twice writes once."""

    form: F
    id: UUID
    path: str
    seen: int = 0
    resumed: bool = False
    coached: str = ""  # how the coach is asked about its boxes

    @property
    def keep(self) -> str:
        """The address to which the page sends what is typed."""
        return f"{reverse('people:draft', args=[self.id])}?{urlencode({'at': self.path})}"

    def __post_init__(self) -> None:
        self.ask_coach()

    def ask_coach(self) -> None:
        """Tell the boxes how the coach is asked about them; again, where what they are for is known later."""
        boxes = [(name, field) for name, field in self.form.fields.items() if isinstance(field, Prose)]
        coached = [(name, field) for name, field in boxes if field.coach is not None]
        fields = ",".join(f"{self.form.add_prefix(name)}:{field.coach}" for name, field in coached)
        self.coached = urlencode({"fields": fields, "at": self.path}) if coached else ""
        for name, field in boxes:
            field.look = self.coached if coached and name == coached[-1][0] else ""


def writing(
    request: Request,
    form_class: type[F],
    *,
    id: UUID | None = None,
    initial: dict[str, Any] | None = None,
    only: Mapping[str, str] = NOTHING,
    **more: Any,
) -> Writing[F]:
    """Return the form of this page: as posted, as kept when last typed, or fresh.

    `id` is that of the row being edited; a new row gets one made here. A kept form whose fields are not as in
    `only` was for others and stays away.
    """
    if request.method == "POST":
        posted_id = id or _posted_id(request)
        form = form_class(request.POST, initial=initial, **more)
        return Writing(form, posted_id, request.path, _revision(request.person, posted_id))
    for row, kept in all_of(request.person):
        if kept.path != request.path or id not in (None, row.id):
            continue
        fields = QueryDict(kept.fields)
        if all(fields.get(name) == value for name, value in only.items()):
            typed = _values(form_class(**more), fields)
            form = form_class(initial={**(initial or {}), **typed}, **more)
            return Writing(form, row.id, request.path, row.revision, resumed=True)
    return Writing(form_class(initial=initial, **more), id or new_id(), request.path)


def _revision(person: Person, draft_id: UUID) -> int:
    """Return a draft's newest revision, so that a page shown again goes on from there."""
    kept = Draft.objects.filter(person=person, id=draft_id).values_list("revision", flat=True)
    return kept.first() or 0


def _posted_id(request: Request) -> UUID:
    try:
        posted = UUID(request.POST.get("id", ""))
    except ValueError:
        return new_id()
    return posted if posted.version == 7 else new_id()


def _values(form: BaseForm, posted: QueryDict) -> dict[str, Any]:
    names = {name: form.add_prefix(name) for name in form.fields}
    return {
        name: field.widget.value_from_datadict(posted, {}, names[name])
        for name, field in form.fields.items()
        if not field.widget.value_omitted_from_data(posted, {}, names[name])
    }
