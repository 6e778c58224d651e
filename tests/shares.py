"""How much of the longest tests is run: a share on each database; by `bin/test --everything` all on both."""

import os
from typing import TypeVar

Some = TypeVar("Some")

EVERYTHING = os.environ.get("INGLENOOK_EVERYTHING") == "1"


def share(on_sqlite: Some, on_postgresql: Some, everything: Some) -> Some:
    """Return what is run here."""
    if EVERYTHING:
        return everything
    return on_postgresql if "DATABASE_URL" in os.environ else on_sqlite
