from jinja2 import Environment


def environment(**options: object) -> Environment:
    """The Jinja environment of every page."""
    return Environment(**options)  # type: ignore[arg-type]
