"""Compiles what is read faster than written, when Inglenook is installed or packed; none is committed."""

import sys
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

COACH = Path("src/inglenook/coach")
CATALOGUES = "src/inglenook/locale/*/LC_MESSAGES/*.po"


class CompileTranslations(BuildHookInterface[Any]):
    """Puts a .mo beside every .po (what is not translated stays English), and gathers the coach's languages.

    Our files have no header, which would change with every run: the folder's name is the language, and Babel
    knows how that one counts.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and take the results along although git ignores them."""
        for source in Path(self.root).glob(CATALOGUES):
            with source.open("rb") as written, source.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(written, locale=source.parts[-3]))
        sys.path.insert(0, str(Path(self.root, "src")))
        from inglenook.coach.language import Language, codes

        for code in codes():
            Language(code, quickly=False).gather()
        build_data["artifacts"] += ["/src/inglenook/locale/**/*.mo", f"/{COACH}/languages/*/gathered.msgpack"]
