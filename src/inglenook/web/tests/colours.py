"""Reads the colours of tokens.css and says how well one can be read on another."""

import re
from collections.abc import Iterator
from math import cos, radians, sin

from inglenook.web.stylesheet import SOURCES

TWO = re.compile(r"--([a-z-]+):\s*light-dark\(oklch\(([^)]+)\),\s*oklch\(([^)]+)\)\)")
ONE = re.compile(r"--([a-z-]+):\s*oklch\(([^)]+)\)")

Look = dict[str, float]


def looks() -> Iterator[Look]:
    """The luminance of each colour, on paper and by the fire."""
    text = (SOURCES / "tokens.css").read_text()
    fixed = {name: luminance(colour) for name, colour in ONE.findall(text)}
    for look in (1, 2):
        yield {**fixed, **{found[1]: luminance(found[look + 1]) for found in TWO.finditer(text)}}


def luminance(oklch: str) -> float:
    """The relative luminance that WCAG 2 defines, of a colour as a screen of the sRGB gamut shows it."""
    lightness, chroma, hue = (float(part) for part in oklch.split())
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    cones = (
        (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3,
        (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3,
        (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3,
    )
    red, green, blue = (
        min(max(sum(w * c for w, c in zip(row, cones, strict=True)), 0), 1)
        for row in (
            (4.0767416621, -3.3077115913, 0.2309699292),
            (-1.2684380046, 2.6097574011, -0.3413193965),
            (-0.0041960863, -0.7034186147, 1.7076147010),
        )
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: float, other: float) -> float:
    """How far two luminances stand apart, from 1 to 21."""
    dark, light = sorted((one, other))
    return (light + 0.05) / (dark + 0.05)
