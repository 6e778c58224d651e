"""Finds content files and reads them into their shapes, or says exactly what is wrong and where."""

import re
import tomllib
from pathlib import Path
from typing import TypeVar

import msgspec

from inglenook.guide import shapes

AnyShape = TypeVar("AnyShape", bound=shapes.Shape)

# The shape of every file that is read as a whole; each file in decks/ is a Deck.
SHAPES: dict[str, type[shapes.Shape]] = {
    "feelings.toml": shapes.FeelingsFile,
    "needs.toml": shapes.NeedsFile,
    "prompts.toml": shapes.PromptsFile,
    "appreciation.toml": shapes.StartersFile,
    "help-lines.toml": shapes.HelpLinesFile,
    "evidence.toml": shapes.EvidenceFile,
    "chapters.toml": shapes.ChaptersFile,
    "practices.toml": shapes.PracticesFile,
}


class ContentError(Exception):
    """Something in a content file is wrong; the message names the file and the place inside."""

    def __init__(self, file: str, path: str, reason: str) -> None:
        super().__init__(f"content/{file}: {path}: {reason}" if path else f"content/{file}: {reason}")
        self.file = file
        self.path = path
        self.reason = reason


def content_folder() -> Path:
    """The content inside the installed package, or else the one at the root of the repository."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "content"
    return installed if installed.is_dir() else package.parents[1] / "content"


def read(folder: Path, file: str, shape: type[AnyShape]) -> AnyShape:
    """Read one content file into its shape, or raise ContentError."""
    try:
        return msgspec.toml.decode((folder / file).read_bytes(), type=shape)
    except FileNotFoundError:
        raise ContentError(file, "", "the file is missing") from None
    except UnicodeDecodeError:
        raise ContentError(file, "", "the file is not UTF-8 text") from None
    except msgspec.ValidationError as error:
        raise ContentError(file, *_place_and_reason(str(error))) from None
    except (tomllib.TOMLDecodeError, msgspec.DecodeError) as error:
        raise ContentError(file, "", f"not valid TOML: {error}") from None


def deck_files(folder: Path) -> list[str]:
    """The names of all deck files, in order, as `decks/partners.toml`."""
    return sorted(f"decks/{path.name}" for path in (folder / "decks").glob("*.toml"))


def _place_and_reason(message: str) -> tuple[str, str]:
    """Split "Expected ... - at `$.feelings[3].energy`" into its place and its reason."""
    found = re.fullmatch(r"(?P<reason>.*) - at `\$\.?(?P<path>.*)`", message, re.DOTALL)
    return (found["path"], found["reason"]) if found else ("", message)
