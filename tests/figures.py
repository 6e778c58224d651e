"""Figures that tests measure: printed, and kept as lines of JSON where INGLENOOK_FIGURES names a file."""

import json
import os
import sys
from pathlib import Path


def figure(name: str, value: object) -> None:
    """Print a figure, and append it to the file of figures if there is one."""
    sys.stdout.write(f"{name}: {value}\n")
    kept = os.environ.get("INGLENOOK_FIGURES")
    if kept:
        with Path(kept).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps({"figure": name, "value": value}, ensure_ascii=False, default=str) + "\n")
