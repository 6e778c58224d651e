"""Hands the words of content/ to translators: a Babel extraction method for TOML files.

`babel.cfg` names it under `[extractors]`.
"""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import msgspec

from inglenook.guide.files import shape_of
from inglenook.guide.sample import FILE, SampleLife
from inglenook.guide.shapes import Shape, paragraphs

Message = tuple[int, str | None, str, list[str]]


def extract_toml(
    fileobj: IO[bytes],
    keywords: Mapping[str, object],
    comment_tags: Collection[str],
    options: Mapping[str, str],
) -> Iterator[Message]:
    """Yield line, no function, the text and where it stands; nothing for a file that is not translated."""
    path = Path(fileobj.name)
    shape = SampleLife if path.name == FILE else shape_of(path)
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
        if field in shape.translated or field in shape.prose:
            texts = paragraphs(value) if field in shape.prose else _each(value)
            yield from ((text, f"{here}: {field}") for text in texts if text)
        else:
            for part in _each(value):
                if isinstance(part, Shape):
                    yield from _texts(part, place)


def _each(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _line_of(text: str, lines: list[str], start: int) -> int:
    """The line on which the text stands, looking onwards from `start`; `start` if it spans several lines."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    wanted = (f'"{escaped}"', text)
    return next((at for at in range(start, len(lines)) if any(one in lines[at] for one in wanted)), start)
