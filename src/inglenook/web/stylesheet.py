"""One stylesheet out of the small files in static/css, in the order of their layers.

What only few pages need, in static/css/apart, is served as files of its own; those pages name them.
"""

import re
from pathlib import Path

SOURCES = Path(__file__).parent / "static" / "css"
ORDER = (
    "layers.css",
    "tokens.css",
    "reset.css",
    "base.css",
    "components/*.css",
    "pages/*.css",
    "utilities.css",
)


def apart() -> list[Path]:
    """The files that only few pages need."""
    return sorted(SOURCES.glob("apart/*.css"))


def source_files() -> list[Path]:
    """The files of the stylesheet, in the order in which they are read."""
    return [path for pattern in ORDER for path in sorted(SOURCES.glob(pattern))]


def tighten(css: str) -> str:
    """Leave out comments and the white space that CSS does not need."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};,]) ?", r"\1", css).replace(";}", "}").strip()


def stylesheet() -> str:
    """The whole stylesheet as it is served."""
    return "".join(tighten(path.read_text()) for path in source_files())
