"""Our mark, an arch with a fire and a seat on either side, drawn once for SVG and for PNG."""

import struct
import zlib
from itertools import pairwise
from math import cos, pi, sin

Point = tuple[float, float]
Shape = list[Point]
Colour = tuple[int, int, int]

EVENING: Colour = (0x2B, 0x20, 0x19)
PAPER: Colour = (0xF8, 0xF1, 0xE3)
FLAME: Colour = (0xEE, 0x86, 0x3E)

SIZE = 32.0
FINE = 4  # rows that are looked at for each row of the picture


def _arch(centre: Point, radius: float, foot: float) -> Shape:
    """The outline of an arch: up one side, round the top, down the other."""
    x, y = centre
    top = [(x - radius * cos(pi * step / 48), y - radius * sin(pi * step / 48)) for step in range(49)]
    return [(x - radius, foot), *top, (x + radius, foot)]


def _curve(start: Point, *bends: tuple[Point, Point, Point]) -> Shape:
    """A closed line of cubic curves, as in an SVG path."""
    line = [start]
    for one, two, end in bends:
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = line[-1], one, two, end
        for step in range(1, 17):
            t = step / 16
            u = 1 - t
            p, q, r, s = u**3, 3 * u * u * t, 3 * u * t * t, t**3
            line.append((p * ax + q * bx + r * cx + s * dx, p * ay + q * by + r * cy + s * dy))
    return line


def _seat(x: float, way: int) -> Shape:
    """A small high-backed seat; `way` is 1 when it looks to the right."""
    steps = [(0.0, 17.5), (1.7, 17.5), (1.7, 21.6), (4.4, 21.6), (4.4, 26.0), (0.0, 26.0)]
    return [(x + way * across, down) for across, down in steps]


# Each shape with its colour, painted one over the other on a square of 32.
SHAPES: tuple[tuple[Shape, Colour], ...] = (
    (_arch((16, 15.5), 11, 26), PAPER),
    (_arch((16, 15.5), 8.9, 26), EVENING),
    (_seat(8.4, 1), PAPER),
    (_seat(23.6, -1), PAPER),
    (
        _curve(
            (16, 26),
            ((13, 26), (11.9, 24), (12.2, 21.8)),
            ((12.5, 19.4), (15.2, 17.6), (15.1, 13.6)),
            ((17.6, 15), (18.2, 17.2), (18.1, 18.6)),
            ((18.7, 18.2), (19, 17.6), (19.1, 16.8)),
            ((20.6, 18.8), (20.6, 21.2), (20, 23)),
            ((19.4, 24.9), (18, 26), (16, 26)),
        ),
        FLAME,
    ),
)


def icon_svg() -> str:
    """The mark on its evening ground as an SVG icon."""
    paths = "".join(f'<path fill="{_hex(colour)}" d="{_path(shape)}"/>' for shape, colour in SHAPES)
    ground = f'<rect width="32" height="32" rx="7" fill="{_hex(EVENING)}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">{ground}{paths}</svg>'


def icon_png(size: int) -> bytes:
    """The mark as a square PNG of that many pixels, its ground filling the square."""
    rows = [[EVENING] * size for _ in range(size)]
    for shape, colour in SHAPES:
        scaled = [(x * size / SIZE, y * size / SIZE) for x, y in shape]
        for number, row in enumerate(rows):
            _paint(row, _coverage(scaled, number, size), colour)
    return _png(rows, size)


def _coverage(shape: Shape, row: int, size: int) -> list[float]:
    """How much of each pixel of a row lies inside the shape, from 0 to 1."""
    covered = [0.0] * size
    for part in range(FINE):
        level = row + (part + 0.5) / FINE
        crossings = sorted(
            ax + (level - ay) * (bx - ax) / (by - ay)
            for (ax, ay), (bx, by) in pairwise([*shape, shape[0]])
            if (ay <= level) != (by <= level)
        )
        for start, end in zip(crossings[::2], crossings[1::2], strict=True):
            for pixel in range(max(0, int(start)), min(size, int(end) + 1)):
                covered[pixel] += (min(end, pixel + 1) - max(start, pixel)) / FINE
    return covered


def _paint(row: list[Colour], covered: list[float], colour: Colour) -> None:
    for pixel, share in enumerate(covered):
        if share > 0:
            red, green, blue = (
                round(old + (new - old) * min(share, 1)) for old, new in zip(row[pixel], colour, strict=True)
            )
            row[pixel] = (red, green, blue)


def _png(rows: list[list[Colour]], size: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    lines = b"".join(b"\0" + b"".join(bytes(colour) for colour in row) for row in rows)
    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(lines, 9))
        + chunk(b"IEND", b"")
    )


def _path(shape: Shape) -> str:
    return "M" + " ".join(f"{x:.4g},{y:.4g}" for x, y in shape) + "z"


def _hex(colour: Colour) -> str:
    return "#" + bytes(colour).hex()
