"""The heading typeface: Fraunces, cut down to the letters and the weights that Inglenook uses."""

from io import BytesIO
from pathlib import Path

import fontpkg_fraunces
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

SOURCE = Path(fontpkg_fraunces.ROOT) / "files" / "Fraunces[SOFT,WONK,opsz,wght].ttf"

# Latin with every accent of western and central Europe, and the punctuation of good typesetting.
LETTERS = (
    "U+0020-007E,U+00A0-017F,U+1E9E,U+2010-2015,U+2018-201E,U+2026,U+2032,U+2033,U+2039,U+203A,U+20AC,U+2212"
)
FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk"]

# Soft corners and the leaning n, m and h, as for a heading of 72 points; only the weight stays free.
AXES: dict[str, float | tuple[float, float]] = {"SOFT": 100, "WONK": 1, "opsz": 72, "wght": (400, 700)}


def heading_font() -> bytes:
    """The typeface as WOFF2."""
    font = TTFont(SOURCE, recalcTimestamp=False)
    options = subset.Options()
    options.layout_features = FEATURES
    options.name_IDs = [0, 13, 14]  # the licence asks that its notice stays
    options.hinting = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(LETTERS))
    cutter.subset(font)
    font = instancer.instantiateVariableFont(font, AXES)
    font.flavor = "woff2"
    file = BytesIO()
    font.save(file)
    return file.getvalue()
