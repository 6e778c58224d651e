"""What the stored files tell of bonds: who is with whom, and no word more."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import again, join, mine
from django.conf import settings
from django.db import connection
from django.test import Client
from tests.database import files

from inglenook.bonds.invitations import accept, invite
from inglenook.bonds.middleware import bonds_of
from inglenook.bonds.models import About, Bond
from inglenook.people.models import Person
from inglenook.vault.records import new_id


def everything_stored() -> bytes:
    """Return all rows of all tables, as one string of bytes."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  (our own tables)
            for row in cursor.fetchall():
                found += [v if isinstance(v, bytes) else str(v).encode() for v in row]
    return b"\n".join(found)


def test_no_name_title_or_code_is_stored_readable(
    ada: Person, bo: Person, dana: Person, browser_of: Callable[[Person], Client]
) -> None:
    ada.desk.choose(name="canary-ember-1", pronouns="canary-ember-2")
    bo.desk.choose(name="canary-ember-3")
    bond = Bond.found(again(ada), About("friends", "canary-ember-4"))
    join(bond, again(ada), again(bo))
    mine(ada, bond.id).rename("canary-ember-5")
    rows = [invite(mine(ada, bond.id), again(ada), earlier=True, id=new_id()) for _ in range(2)]
    codes = [row.code for row in rows]
    browser_of(dana).post("/bonds/join/", {"code": codes[0].link})
    accept(rows[0], dana, codes[0])
    stored = everything_stored()
    mine(bo, bond.id).leave(again(bo), take_back=False)
    bonds_of(again(ada))
    stored += everything_stored()
    assert b"canary-ember" not in stored
    for code in codes:
        for form in (code.link.encode(), code.words.encode(), code.expose()):
            assert form not in stored
    for kind in (b"friends", b"partners"):
        assert kind not in stored


@pytest.mark.django_db(transaction=True)
def test_nothing_readable_lies_in_the_data_directory(ada: Person, bond: Bond) -> None:
    bond.rename("canary-ember-6")
    assert not [name for name, held in files().items() if b"canary-ember-6" in held]
    beside = [path for path in Path(settings.DATA).rglob("*") if path.is_file()]
    assert not [path for path in beside if b"canary-ember-6" in path.read_bytes()]
