"""A data directory with a few people in it, as `serve` would have made it, for tests that give commands."""

import os
import shutil
from pathlib import Path

import pytest
from tests.commands import inglenook, script

# These tests give commands on databases of their own, of both kinds: once is enough.
collect_ignore_glob = ["test_*.py"] if "DATABASE_URL" in os.environ else []

PEOPLE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from inglenook.bonds.models import About, Bond
from inglenook.entries.bodies import Journal
from inglenook.entries.models import Entry
from inglenook.people.models import Person, Preferences
from inglenook.vault.core.passphrase import Hardness
from inglenook.vault.records import new_id
from django.conf import settings
settings.PASSPHRASE_HARDNESS = Hardness(memory_kib=64, passes=1, lanes=1)
for name in ("Ada", "Bo"):
    person = Person.sign_up(name, "six plain words for the tests", Preferences(name=name))
    Bond.found(person, About("friends"))
    for number in range(20):
        Entry.keep(person, new_id(), Journal(1), "canary-ember-330")
"""


@pytest.fixture(scope="session")
def _lived_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once; each test gets a copy."""
    from inglenook.config.paths import prepare

    data = tmp_path_factory.mktemp("lived") / "data"
    prepare(data)
    script(data, PEOPLE)
    return data


@pytest.fixture
def data(_lived_in: Path, tmp_path: Path) -> Path:
    """A data directory in which Ada and Bo have written."""
    copied = tmp_path / "data"
    shutil.copytree(_lived_in, copied)
    return copied


@pytest.fixture
def backup(data: Path, tmp_path: Path) -> Path:
    """A backup of it."""
    told = inglenook(data, "backup", "--to", tmp_path / "kept")
    assert told.returncode == 0, told.stderr
    (made,) = (tmp_path / "kept").iterdir()
    return made
