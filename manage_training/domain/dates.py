from datetime import date


def words(day: date) -> str:
    """A day as it is written everywhere in this service: 1 September 2022."""
    return f"{day.day} {day:%B %Y}"
