"""Static files with hashed names, compressed once."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Renames our modules' imports too, so that each file may be cached for good."""

    support_js_module_import_aggregation = True
