"""The icons, gathered into one SVG file that pages point into: `sprite.svg#lock`."""

import re
from importlib.resources import files
from io import BytesIO
from zipfile import ZipFile

ICONS = (
    "archive",
    "armchair",
    "arrow-left",
    "arrow-right",
    "backpack",
    "bandage",
    "blend",
    "book-heart",
    "book-open",
    "bookmark",
    "calendar-check",
    "calendar-clock",
    "chart-line",
    "check",
    "chevron-down",
    "chevron-right",
    "circle-alert",
    "clock",
    "cloud-download",
    "coffee",
    "copy",
    "door-closed",
    "download",
    "ear",
    "eye",
    "eye-off",
    "feather",
    "fence",
    "flame",
    "footprints",
    "gift",
    "hand-heart",
    "handshake",
    "heart",
    "hourglass",
    "house",
    "info",
    "key-round",
    "life-buoy",
    "lightbulb",
    "list-filter",
    "lock",
    "lock-open",
    "log-out",
    "mail",
    "message-circle",
    "messages-square",
    "moon",
    "notebook-pen",
    "party-popper",
    "pause",
    "pencil",
    "phone",
    "plus",
    "printer",
    "puzzle",
    "refresh-cw",
    "ruler",
    "scale",
    "scroll-text",
    "search",
    "send",
    "settings",
    "share-2",
    "shield",
    "smartphone",
    "smile",
    "sprout",
    "trash-2",
    "umbrella",
    "undo-2",
    "user",
    "user-plus",
    "users",
    "waypoints",
)


def sprite(names: tuple[str, ...] = ICONS) -> str:
    """The chosen icons of the Lucide set as symbols of one SVG; KeyError for a name it does not know."""
    archive = files("lucide").joinpath("lucide.zip").read_bytes()
    with ZipFile(BytesIO(archive)) as drawings:
        symbols = "".join(_symbol(name, drawings.read(f"{name}.svg").decode()) for name in names)
    return f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>'


def _symbol(name: str, drawing: str) -> str:
    inside = re.search(r"<svg[^>]*>(.*)</svg>", drawing, flags=re.DOTALL)
    if inside is None:
        raise ValueError(f"The icon {name} is not a drawing.")
    lines = re.sub(r"\s*\n\s*", "", inside.group(1))
    return f'<symbol id="{name}" viewBox="0 0 24 24">{lines.strip()}</symbol>'
