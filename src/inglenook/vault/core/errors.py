"""What can go wrong in the vault. No message ever holds keys, text or anything else that was given in."""


class VaultError(Exception):
    """The base of every error of the vault."""

    default = "The vault refused this."

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.default)


class Tampered(VaultError):
    """Something was changed, moved, or opened with the wrong key: the vault cannot tell which."""

    default = "This was changed, was moved, or needs another key."


class WrongSecret(VaultError):
    """A passphrase or code that does not open what it should."""

    default = "That secret does not open this."


class BadCode(VaultError, ValueError):
    """A code or a row of words that cannot be read.

    `reason` is the kind sentence for the person and may repeat a word they typed. `str()` leaves that word
    out, so that a log never learns it. A translation can be made from `template` and `values`; bin/messages
    collects every template that stands in a call of this class.
    """

    default = "This code cannot be read."

    def __init__(self, template: str, **values: int | str) -> None:
        hidden = {name: "…" if isinstance(value, str) else value for name, value in values.items()}
        super().__init__(template % hidden)
        self.template = template
        self.values = values

    @property
    def reason(self) -> str:
        """Why it cannot be read, to be shown to the person who typed it."""
        return self.template % self.values
