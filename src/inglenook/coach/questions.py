"""Finds what asks in a message, with a question mark or, as people type, without one."""

from inglenook.coach.language import Language, guess, language
from inglenook.coach.text import Sentence


def questions(message: str, *, code: str = "") -> list[tuple[int, int]]:
    """Return where each sentence that asks something begins and ends in a message.

    `code` is its language (guessed where empty). What is quoted does not count. Raises `LookupError` for a
    language that there is not.
    """
    spoken = language(code or guess(message))
    return [part.around for part in spoken.read(message) if asks(part, spoken)]


def asks(part: Sentence, spoken: Language) -> bool:
    """Tell whether a sentence asks something."""
    known = spoken.asks
    return "?" in part.words or (spoken.holds(part, known.find) and not spoken.holds(part, known.unless))
