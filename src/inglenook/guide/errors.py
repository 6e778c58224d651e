"""What is wrong with a content file, and where."""


class ContentError(Exception):
    """Something in a content file is wrong; the message names the file and the place inside."""

    def __init__(self, file: str, path: str, reason: str) -> None:
        super().__init__(f"content/{file}: {path}: {reason}" if path else f"content/{file}: {reason}")
        self.file = file
        self.path = path
        self.reason = reason
