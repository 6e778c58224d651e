"""The product's own settings in a throw-away data directory, with passphrases that are quick to open."""

import os
import tempfile
from pathlib import Path

os.environ["INGLENOOK_DATA"] = os.environ.get("INGLENOOK_TEST_DATA") or tempfile.mkdtemp(prefix="inglenook-")

from inglenook.config.settings import *  # noqa: F403
from inglenook.config.settings import DATABASES, STORAGES
from inglenook.vault.core.passphrase import Hardness

PASSPHRASE_HARDNESS = Hardness(memory_kib=64, passes=1, lanes=1)
SECRET_KEY = "only for tests"
# Pages are tested without building assets; the browser journeys run the real server with its own.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Nothing is collected in tests, but the server looks for the place.
(Path(os.environ["INGLENOOK_DATA"]) / "static").mkdir(mode=0o700, exist_ok=True)
if "DATABASE_URL" not in os.environ:
    DATABASES["default"]["TEST"] = {"NAME": str(Path(os.environ["INGLENOOK_DATA"]) / "test.sqlite3")}
