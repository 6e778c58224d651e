"""Shows the figures that the tests kept as one table: `python -m tests.figures_table FILE`."""

import json
import sys
from pathlib import Path


def table(file: Path) -> str:
    """The figures of a run in order of their names; the last value of a name counts."""
    if not file.exists():
        return "No figures were kept.\n"
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    figures = {str(row["figure"]): str(row["value"]) for row in rows}
    width = max(map(len, figures), default=0)
    return "Figures\n" + "".join(f"  {name:<{width}}  {figures[name]}\n" for name in sorted(figures))


if __name__ == "__main__":
    sys.stdout.write(table(Path(sys.argv[1])))
