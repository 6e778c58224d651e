"""The files of the project, for the tests that look at all of them."""

import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The licence and the locks are not ours to word; their makers choose the lines.
NOT_OURS = {"LICENSE", *(f"requirements{of}.lock" for of in ("", "-dev", "-load", "-uv"))}


@cache
def project_files() -> tuple[str, ...]:
    """Every file that is, or would be, under version control, by its path from the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return tuple(sorted({name for name in listed.split("\0") if name and (ROOT / name).is_file()}))


def texts(*endings: str, within: str = "") -> Iterator[tuple[str, str]]:
    """Path and text of each file whose name ends so; without endings, of every file that is text."""
    for name in project_files():
        if name.startswith(within) and (not endings or name.endswith(endings)):
            try:
                yield name, (ROOT / name).read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue
