"""A try at saying it so that it can be heard, in the person's own words; the feeling is theirs to choose."""

import re
from importlib import import_module
from typing import Protocol, cast

from inglenook.coach.language import language
from inglenook.coach.marks import Mark, Review

BLANK = "…"
SLOT = re.compile(r"\{(feeling|situation|wish)\}")


class Wording(Protocol):
    """How a language turns a charge into a situation: `languages/<language>/wording.py`."""

    def situation(self, sentence: str) -> str:
        """Return what happened, as it would stand after "when", or nothing where that is not to be had."""


def situation(found: Review, mark: Mark) -> str:
    """Return what happened in the writer's own words, without the charge; empty where they say it anew."""
    spoken = language(found.language)
    if not (spoken.folder / "wording.py").is_file():
        return ""
    wording = cast(Wording, import_module(f"inglenook.coach.languages.{spoken.code}.wording"))
    return wording.situation(found.message[slice(*mark.around)])


def fill(a_try: str, *, feeling: str = "", situation: str = "", wish: str = "") -> str:
    """Return a try with what the writer chose in it, and an ellipsis where they have not."""
    chosen = {"feeling": feeling, "situation": situation, "wish": wish}
    filled = SLOT.sub(lambda slot: chosen[slot[1]].strip().rstrip(".!?…") or BLANK, a_try)
    return filled.replace(BLANK + ".", BLANK)
