"""Finds content files and reads them into their shapes, or says exactly what is wrong and where."""

import re
import tomllib
from pathlib import Path
from typing import TypeVar

import msgspec

from inglenook.guide import doing, shapes
from inglenook.guide.errors import ContentError
from inglenook.guide.protocols import Protocol
from inglenook.guide.reading import Chapter

AnyShape = TypeVar("AnyShape", bound=shapes.Shape)

# The shape of every file that is read as a whole; each file of a folder has the shape of that folder.
SHAPES: dict[str, type[shapes.Shape]] = {
    "feelings.toml": shapes.FeelingsFile,
    "needs.toml": shapes.NeedsFile,
    "prompts.toml": shapes.PromptsFile,
    "appreciation.toml": shapes.StartersFile,
    "help-lines.toml": shapes.HelpLinesFile,
    "evidence.toml": shapes.EvidenceFile,
    "practices.toml": doing.PracticesFile,
    "ideas.toml": doing.IdeasFile,
    "kind-acts.toml": doing.KindActsFile,
    "phrases.toml": doing.PhrasesFile,
    "ground-rules.toml": doing.GroundRulesFile,
    "boundaries.toml": doing.BoundariesFile,
    "listening-hints.toml": doing.ListeningHintsFile,
    "apology.toml": doing.ApologyFile,
    "replies.toml": doing.RepliesFile,
}
FOLDERS: dict[str, type[shapes.Shape]] = {"decks": shapes.Deck, "guide": Chapter, "protocols": Protocol}


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


def names_in(folder: Path, inner: str) -> list[str]:
    """The names of all files in an inner folder, in order, as `decks/partners.toml`."""
    return sorted(f"{inner}/{path.name}" for path in (folder / inner).glob("*.toml"))


def every_file(folder: Path) -> list[str]:
    """The names of all content files that are read."""
    return [*SHAPES, *(name for inner in FOLDERS for name in names_in(folder, inner))]


def shape_of(path: Path) -> type[shapes.Shape] | None:
    """The shape of a content file; None where it is none of ours."""
    return FOLDERS.get(path.parent.name) or SHAPES.get(path.name)


def _place_and_reason(message: str) -> tuple[str, str]:
    """Split "Expected ... - at `$.feelings[3].energy`" into its place and its reason."""
    found = re.fullmatch(r"(?P<reason>.*) - at `\$\.?(?P<path>.*)`", message, re.DOTALL)
    return (found["path"], found["reason"]) if found else ("", message)
