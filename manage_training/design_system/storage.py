from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]  # has none


class NamedByContent(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Static files whose names change with their content, also inside scripts that import each other."""

    support_js_module_import_aggregation = True
