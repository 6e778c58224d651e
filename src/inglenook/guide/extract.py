"""Hands the words of content/ to translators: a Babel extraction method for TOML files.

`babel.cfg` names it under `[extractors]`.
"""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import IO

import msgspec

from inglenook.guide.files import SHAPES
from inglenook.guide.sample import FILE, SampleLife
from inglenook.guide.shapes import Deck, Shape

Message = tuple[int, str | None, str, list[str]]


def extract_toml(
    fileobj: IO[bytes],
    keywords: Mapping[str, object],
    comment_tags: Collection[str],
    options: Mapping[str, str],
) -> Iterator[Message]:
    """Yield line, no function, the text and where it stands; nothing for a file that is not translated."""
    path = Path(fileobj.name)
    shape = Deck if path.parent.name == "decks" else {**SHAPES, FILE: SampleLife}.get(path.name)
    if shape is None:
        return
    source = fileobj.read()
    lines = source.decode().splitlines()
    line = 0
    for text, place in _texts(msgspec.toml.decode(source, type=shape), path.name):
        line = _line_of(text, lines, line)
        yield line + 1, None, text, [place]


def _texts(shape: Shape, place: str) -> Iterator[tuple[str, str]]:
    """Each text to translate, with its place as `feelings.toml, joyful: definition`."""
    here = f"{place}, {shape.id}" if hasattr(shape, "id") else place
    for field in shape.__struct_fields__:
        value = getattr(shape, field)
        if field in shape.translated:
            yield value, f"{here}: {field}"
        elif isinstance(value, tuple):
            for part in value:
                if isinstance(part, Shape):
                    yield from _texts(part, place)


def _line_of(text: str, lines: list[str], start: int) -> int:
    """The line on which the text stands, looking onwards from `start`; `start` if it spans several lines."""
    quoted = '"{}"'.format(text.replace("\\", "\\\\").replace('"', '\\"'))
    return next((number for number in range(start, len(lines)) if quoted in lines[number]), start)
