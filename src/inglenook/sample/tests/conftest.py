"""The sample as a visitor finds it."""

from pathlib import Path
from typing import Any

import pytest

from inglenook.sample.anew import begin_anew


@pytest.fixture
def sample_mode(settings: Any, tmp_path: Path) -> None:
    """Say that the people are made up; their passphrases lie in a folder of their own."""
    settings.SAMPLE_MODE = True
    settings.DATA = tmp_path


@pytest.fixture
def life(db: None, sample_mode: None) -> None:
    """Let the sample life happen."""
    begin_anew()
