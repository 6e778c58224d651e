"""The coach asks no database, so it is enough to test it beside one of them."""

import os

collect_ignore_glob = ["test_*.py"] if "DATABASE_URL" in os.environ else []
