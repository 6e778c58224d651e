"""A copy of the content that a test may break."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from inglenook.guide.content import content_folder

Breaker = Callable[[str, str, str], Path]


@pytest.fixture
def broken(tmp_path: Path) -> Breaker:
    """Replace one piece of text in one file of a copy of the content, and return the copy's folder."""
    copy = tmp_path / "content"
    shutil.copytree(content_folder(), copy)

    def breaks(file: str, old: str, new: str) -> Path:
        source = (copy / file).read_text(encoding="utf-8")
        assert source.count(old) >= 1, f"{old!r} is no longer in {file}"
        (copy / file).write_text(source.replace(old, new, 1), encoding="utf-8")
        return copy

    return breaks
