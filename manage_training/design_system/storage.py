from whitenoise.storage import CompressedManifestStaticFilesStorage


class NamedByContent(CompressedManifestStaticFilesStorage):
    """Static files whose names change with their content, also inside scripts that import each other."""

    support_js_module_import_aggregation = True
