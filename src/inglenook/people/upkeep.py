"""What is done in quiet moments: putting away what has run out."""

from inglenook.people import drafts
from inglenook.vault import sessions, throttle


def sweep_all() -> None:
    """Put away idle sessions' keys, waits that are over, and drafts nobody came back to."""
    sessions.sweep()
    throttle.sweep()
    drafts.sweep()
