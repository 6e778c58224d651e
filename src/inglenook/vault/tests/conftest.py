"""The letters' table, for the tests that write letters."""

import pytest

from inglenook.vault.tests.letters import make_table


@pytest.fixture
def desk_of_letters(db: None) -> None:
    """Let letters be written."""
    make_table()
