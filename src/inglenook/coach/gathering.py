"""What is worked out of a language's files at installation, since it takes longer than to review a message.

It lies beside the files with a mark of what they were; where they have changed since, or what was gathered is
damaged, it is worked out anew.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from inglenook.coach.sieve import Sieve

HERE = Path(__file__).parent
GATHERED = "gathered.msgpack"
DIGEST = 16
# By this, something is worked out of the files.
CODE = tuple(HERE / f"{name}.py" for name in ("gathering", "needs", "sieve", "language"))
EXAMPLES = ("finds", "spares")
Files = dict[str, dict[str, Any]]


class Gathered(msgspec.Struct, frozen=True):
    """The contents of a language's files by their names, and which of its patterns are worth trying.

    Nothing of it is decoded before it is asked for.
    """

    digest: bytes
    files: dict[str, msgspec.Raw]
    sieves: dict[str, msgspec.Raw]


# Made as the module loads: two threads must not be the first to read a type.
DECODER = msgspec.msgpack.Decoder(Gathered)


def gathered(folder: Path) -> Gathered | None:
    """Return what was worked out of these very files, if it was and can be read."""
    try:
        known = (folder / GATHERED).read_bytes()
        if known[:DIGEST] != _hash(known[DIGEST:]).digest():
            return None
        told = DECODER.decode(memoryview(known)[DIGEST:])
    except (OSError, msgspec.DecodeError):
        return None
    return told if told.digest == _digest(folder) else None


def read(folder: Path) -> Files:
    """Return the contents of the files of a language by their names; a mistake in one is a `ValueError`."""
    return {file.name: _parsed(file) for file in sorted(folder.glob("*.toml"))}


def gather(folder: Path, sieves: dict[str, Sieve]) -> None:
    """Put what was worked out beside the files."""
    files = {name: _without_examples(file) for name, file in read(folder).items() if name != "near.toml"}
    told = msgspec.msgpack.encode(Gathered(_digest(folder), _packed(files), _packed(sieves)))
    (folder / GATHERED).write_bytes(_hash(told).digest() + told)


def _packed(each: Mapping[str, object]) -> dict[str, msgspec.Raw]:
    return {name: msgspec.Raw(msgspec.msgpack.encode(one)) for name, one in each.items()}


def _without_examples(file: dict[str, Any]) -> dict[str, Any]:
    """Leave out what only tests read."""
    rules = [{key: rule[key] for key in rule if key not in EXAMPLES} for rule in file.get("rule", ())]
    return file | {"rule": rules} if rules else file


def _digest(folder: Path) -> bytes:
    """Return a mark of the files, and of the code by which something is worked out of them."""
    told = _hash()
    for file in (*sorted(folder.glob("*.toml")), folder / "inflection.py", *CODE):
        source = file.read_bytes()
        told.update(f"{file.name} {len(source)} ".encode() + source)
    return told.digest()


def _hash(content: bytes = b"") -> "hashlib.blake2b":
    return hashlib.blake2b(content, digest_size=DIGEST)


def _parsed(file: Path) -> dict[str, Any]:
    import tomllib  # not needed where all was gathered

    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{file.parent.name}/{file.name}: {error}") from error
