"""The first requests after a start come at once: what they need is made before there are threads."""

import re
import subprocess
import sys
from pathlib import Path

from tests.tree import texts

# Eight threads, switched as often as can be, are the first to read rows of several kinds.
FIRST = """
import sys, threading
import django
django.setup()
from inglenook.entries.bodies import Appreciation, CheckIn, Journal, Mood
from inglenook.entries.models import Entry
from inglenook.exchanges.models import Notes, Shelf
from inglenook.people.models import Desk, Preferences

samples = [
    (model._meta.get_field(name), value)
    for model, name, value in (
        (Entry, "body", CheckIn(1, Mood(1, 2), ("content",))),
        (Entry, "body", Journal(1)),
        (Entry, "body", Appreciation(1)),
        (Desk, "preferences", Preferences("Ada")),
        (Shelf, "notes", Notes()),
    )
]
stored = [(field, field.encode(value), value) for field, value in samples]
gate = threading.Barrier(8)
read = []

def first():
    gate.wait()
    read.extend(field.decode(data) == value for field, data, value in stored)

sys.setswitchinterval(1e-6)
threads = [threading.Thread(target=first) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert read == [True] * 40, read
"""
TIMES = 6


def test_eight_threads_may_be_the_first_to_read(tmp_path: Path) -> None:
    for _ in range(TIMES):
        done = subprocess.run([sys.executable, "-c", FIRST], capture_output=True, text=True, check=False)
        assert done.returncode == 0, (done.returncode, done.stderr[-500:])


def test_what_reads_a_kind_of_row_is_made_as_modules_load() -> None:
    """Two threads that are first to decode a type with msgspec 0.22 can crash the whole process."""
    late = re.compile(r"msgpack\.decode\(|json\.decode\(|msgspec\.convert\(")
    wrong = [name for name, text in texts(".py") if name.startswith("src/") and late.search(text)]
    assert [name for name in wrong if "/tests/" not in name] == []
