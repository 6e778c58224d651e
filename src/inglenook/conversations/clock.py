"""The time as talks count it: in minutes since 1970."""

from datetime import datetime

from django.utils import timezone


def minute(when: datetime | None = None) -> int:
    """Return the minute of a moment, or the one it is now."""
    return int((when or timezone.now()).timestamp()) // 60
