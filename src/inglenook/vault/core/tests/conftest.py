"""Settings for the property tests of the core."""

import os

from hypothesis import settings

# It asks no database, so it is enough to test it beside one of them.
collect_ignore_glob = ["test_*.py"] if "DATABASE_URL" in os.environ else []

# A busy machine is no fault of the code under test.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
