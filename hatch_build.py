"""Compiles the translations when Inglenook is installed or packed, so that no .mo need be committed."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CATALOGUES = "src/inglenook/locale/*/LC_MESSAGES/*.po"


class CompileTranslations(BuildHookInterface[Any]):
    """Puts a .mo beside every .po; what is not translated stays English.

    Our files have no header, which would change with every run: the folder's name is the language, and Babel
    knows how that one counts.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and take the results along although git ignores them."""
        for source in Path(self.root).glob(CATALOGUES):
            with source.open("rb") as written, source.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(written, locale=source.parts[-3]))
        build_data["artifacts"].append("/src/inglenook/locale/**/*.mo")
