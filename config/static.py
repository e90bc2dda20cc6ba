"""Where pages find static files."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed and compressed; scripts import each other by hashed names too, so that a page never
    runs a new module beside an old one from a cache."""

    support_js_module_import_aggregation = True
