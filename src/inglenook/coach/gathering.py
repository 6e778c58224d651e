"""Reads the files of a language; what was gathered at installation is read in their place, which is much quicker.

It needs the standard library alone, since the build runs it before anything is installed.
"""

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

GATHERED = "gathered.json"
Files = dict[str, dict[str, Any]]


def read(folder: Path) -> Files:
    """Return the contents of all files of a language by their names; a mistake in one is a `ValueError`."""
    sources = {file.name: file.read_bytes() for file in sorted(folder.glob("*.toml"))}
    known = folder / GATHERED
    if known.is_file():
        told = json.loads(known.read_bytes())
        if told["digest"] == _digest(sources):
            files: Files = told["files"]
            return files
    return {name: _parsed(folder.name, name, source) for name, source in sources.items()}


def gather(folder: Path) -> None:
    """Write what `read` returns into one file beside the sources, with a mark of what they were."""
    sources = {file.name: file.read_bytes() for file in sorted(folder.glob("*.toml"))}
    files = {name: _parsed(folder.name, name, source) for name, source in sources.items()}
    told = json.dumps({"digest": _digest(sources), "files": files}, ensure_ascii=False)
    (folder / GATHERED).write_text(told, encoding="utf-8")


def _digest(sources: dict[str, bytes]) -> str:
    told = hashlib.blake2b(digest_size=16)
    for name, source in sources.items():
        told.update(f"{name} {len(source)} ".encode() + source)
    return told.hexdigest()


def _parsed(language: str, name: str, source: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(source.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{language}/{name}: {error}") from error
