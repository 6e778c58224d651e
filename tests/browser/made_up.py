"""A made-up language: every text is marked and longer, so that what is not translated or cut off shows."""

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils import dates, translation

from tests.tree import ROOT

# Django knows the first as written from the left and the second as written from the right.
MADE_UP = ("eo", "ar")
# Its texts are those of the catalogue: bin/messages sees to that.
SOURCE = ROOT / "src/inglenook/locale/de/LC_MESSAGES/django.po"
GAP = re.compile(r"(%\(\w+\)[sd]|%[sd]|\{\w*\})")
LETTERS = str.maketrans("aceinostuyACEINOSTUY", "åçéîñöšţüýÅÇÉÎÑÖŠŢÜÝ")
MORE = "öñé ţŵö ţĥŕéé ƒöüŕ ƒîṽé šîẋ šéṽéñ éîĝĥţ ñîñé ţéñ " * 20
LONGER = 0.4


def made_up(text: str) -> str:
    """Say a text in the made-up language: ⟦Ţéẋţ öñé⟧."""
    odd = "".join(part if GAP.fullmatch(part) else part.translate(LETTERS) for part in GAP.split(text))
    return f"⟦{odd} {MORE[: int(len(text) * LONGER) + 1].strip()}⟧"


def write_languages(folder: Path, *languages: str) -> None:
    """Write the made-up language into a locale folder, under the name of each of these."""
    with SOURCE.open("rb") as file:
        texts = [message for message in read_po(file) if message.id]
    for language in languages:
        catalogue = Catalog(locale=language)
        for message in texts:
            ids = (message.id,) if isinstance(message.id, str) else message.id
            if message.context == "date format":
                continue
            said = tuple(map(made_up, ids))
            forms = (said[0], *[said[-1]] * (catalogue.num_plurals - 1))
            catalogue.add(message.id, said[0] if len(ids) == 1 else forms, context=message.context)
        for name in _calendar():
            catalogue.add(name, f"⟦{name}⟧")
        target = folder / language / "LC_MESSAGES/django.mo"
        target.parent.mkdir(parents=True)
        with target.open("wb") as compiled:
            write_mo(compiled, catalogue)


def _calendar() -> list[str]:
    """Return the names of days and months, which Django brings along."""
    with translation.override("en"):
        names = (dates.WEEKDAYS, dates.WEEKDAYS_ABBR, dates.MONTHS, dates.MONTHS_3)
        return [str(name) for some in names for name in some.values()]
