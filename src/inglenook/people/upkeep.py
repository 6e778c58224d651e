"""What is cleared away in quiet moments: at the server's start, and every ten minutes while it runs."""

from inglenook.people import drafts
from inglenook.vault import sessions, throttle


def sweep_all() -> None:
    """Put idle sessions' keys away, and forget old sessions, failed tries and forgotten drafts."""
    sessions.sweep()
    throttle.sweep()
    drafts.sweep()
