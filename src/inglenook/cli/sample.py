"""The sample couple's life, written through the same code as anybody's."""

from collections.abc import Iterator

from rich.console import Console


def sign_ins(console: Console) -> Iterator[tuple[str, str]]:
    """Make the sample life if it is not there yet, and yield the names and passphrases to look around with."""
    yield from ()
