"""A kind of record of the tests' own: two texts, a struct and a file in one row."""

from typing import Any, ClassVar
from uuid import UUID

import msgspec
from django.db import connection, models
from django.test.utils import isolate_apps
from tests.database import as_stored, type_of

from inglenook.people.models import Person
from inglenook.vault.fields import SealedJSONField, SealedTextField
from inglenook.vault.files import SealedFile, SealedFileField
from inglenook.vault.owners import Owner
from inglenook.vault.records import SealedQuerySet, SealedRecord, new_id


class Mood(msgspec.Struct, frozen=True):
    """Something with a shape."""

    word: str
    strength: int = 0


with isolate_apps("inglenook.vault"):

    class Letter(SealedRecord):
        """A letter that one person keeps."""

        table = "letter-of-tests"

        id = models.UUIDField(primary_key=True, default=new_id)
        person_id = models.UUIDField()
        colour = models.CharField(max_length=20, default="blue")
        title = SealedTextField(place="title")
        text = SealedTextField(place="text")
        mood = SealedJSONField[Mood](of=Mood, place="mood", default=Mood("calm"))
        picture = SealedFileField(place="picture", null=True)

        objects: ClassVar[Any] = SealedQuerySet.as_manager()

        class Meta(SealedRecord.Meta):
            abstract = False
            app_label = "vault"
            db_table = "vault_letter_of_tests"

        def __str__(self) -> str:
            return f"letter {self.id}"

        @property
        def owner(self) -> Owner:
            return Owner("person", self.person_id)


def make_table() -> None:
    """Make the letters' table; it goes with the test's transaction."""
    an_id, bytes_ = type_of(models.UUIDField), type_of(models.BinaryField)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {Letter._meta.db_table} (id {an_id} PRIMARY KEY, person_id {an_id},"
            f" colour text, revision integer, epoch integer, sealed_key {bytes_},"
            f" title {bytes_}, text {bytes_}, mood {bytes_}, picture {bytes_})"
        )


def letters_of(person: Person) -> Any:
    """Return a person's letters, readable."""
    return Letter.objects.filter(person_id=person.id).unlocked_by(person.keyring)


def write(person: Person, text: str, *, title: str = "", picture: SealedFile | None = None) -> Letter:
    """Write a letter."""
    letter: Letter = letters_of(person).create(person_id=person.id, title=title, text=text, picture=picture)
    return letter


def stored(letter_id: UUID, column: str) -> Any:
    """Return what lies in the database, as somebody with the file sees it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {Letter._meta.db_table} WHERE id = %s", [as_stored(letter_id)])  # noqa: S608
        (value,) = cursor.fetchone()
    return value


def tamper(letter_id: UUID, **columns: Any) -> None:
    """Change what lies in the database, as somebody with the file could."""
    for column, value in columns.items():
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {Letter._meta.db_table} SET {column} = %s WHERE id = %s",  # noqa: S608
                [value, as_stored(letter_id)],
            )
