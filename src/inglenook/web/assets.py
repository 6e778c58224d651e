"""The made parts of the static files: stylesheet, typeface, icons."""

from pathlib import Path

from inglenook.web.mark import icon_png, icon_svg
from inglenook.web.sprite import sprite
from inglenook.web.stylesheet import apart, stylesheet, tighten
from inglenook.web.typeface import heading_font


def build_assets(target: Path) -> list[Path]:
    """Write the made files below `target`, a directory of STATICFILES_DIRS, and return where they are."""
    made: dict[str, bytes] = {
        "css/inglenook.css": stylesheet().encode(),
        "fonts/fraunces.woff2": heading_font(),
        "icons/sprite.svg": sprite().encode(),
        "icons/favicon.svg": icon_svg().encode(),
        "icons/icon-192.png": icon_png(192),
        "icons/icon-512.png": icon_png(512),
    }
    made |= {f"css/{one.name}": tighten(one.read_text()).encode() for one in apart()}
    for name, content in made.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return [target / name for name in made]
