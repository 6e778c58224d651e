"""Logs that a stranger may read: where something failed, never what was being said."""

import logging
import traceback
from typing import Any


class PlaceOnly(logging.Formatter):
    """Prints an error's kind and its places in the code, but no message, address, name or value."""

    def format(self, record: logging.LogRecord) -> str:
        line = f"{self.formatTime(record)} {record.levelname} {record.name}"
        if not record.exc_info or record.exc_info[1] is None:
            return f"{line} {record.msg if record.name.startswith('inglenook') else 'noted'}"
        error = record.exc_info[1]
        places = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
        return "\n  ".join([f"{line} {type(error).__name__}", *places])


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": True,
    "formatters": {"place": {"()": PlaceOnly}},
    "handlers": {"screen": {"class": "logging.StreamHandler", "formatter": "place"}},
    "root": {"handlers": ["screen"], "level": "ERROR"},
    "loggers": {
        "django": {"handlers": ["screen"], "level": "ERROR", "propagate": False},
        # Paths of refused requests are nobody's business; the visitor sees the page that says so.
        "django.security": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "inglenook": {"handlers": ["screen"], "level": "INFO", "propagate": False},
    },
}
