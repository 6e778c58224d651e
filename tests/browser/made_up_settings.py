"""The product's settings with two more languages; a test has made them up in the folder beside the data."""

from inglenook.config.settings import *  # noqa: F403
from inglenook.config.settings import DATA, LANGUAGES, LOCALE_PATHS

# Django knows the first as written from the left and the second as written from the right.
LANGUAGES = [*LANGUAGES, ("eo", "Made up"), ("ar", "Made up too")]
LOCALE_PATHS = [DATA.parent / "locale", *LOCALE_PATHS]
