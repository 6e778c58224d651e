"""What an installed Inglenook consists of."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.tree import ROOT


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of the files in a freshly built wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


def source(pattern: str, root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob(pattern)}


def test_content_templates_and_static_files_come_along(packed: set[str]) -> None:
    assert {f"inglenook/content/{name}" for name in source("*.toml", ROOT / "content")} <= packed
    for pattern in ("*.html", "*.css", "*.js", "*.svg"):
        assert source(pattern, ROOT / "src") <= packed


def test_every_language_comes_along_compiled(packed: set[str]) -> None:
    compiled = {name.removesuffix("po") + "mo" for name in source("*.po", ROOT / "src")}
    assert compiled
    assert compiled <= packed


def test_the_licence_comes_along_and_tests_stay(packed: set[str]) -> None:
    assert not [name for name in packed if "/tests/" in name]
    assert [name for name in packed if name.endswith("/licenses/LICENSE")]
