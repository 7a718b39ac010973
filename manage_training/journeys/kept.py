"""How a value stands in a draft: as JSON, with rows as their ids, and back."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from typing import Any

from django.apps import apps
from django.db.models import Model


def keep(value: object) -> Any:
    """The JSON that stands for a value: text, number, yes or no, date, choice, row, or several of them.

    A choice comes back as its plain text, which equals it. Raises `TypeError` for anything else.
    """
    match value:
        case None | bool() | int():
            return value
        case Enum():
            return keep(value.value)
        case str():
            return str(value)
        case date():
            return {"date": value.isoformat()}
        case Model():
            return {"row": value._meta.label_lower, "id": value.pk}
        case Mapping():
            return {"names": {str(name): keep(part) for name, part in value.items()}}
        case Iterable():
            return [keep(part) for part in value]
    raise TypeError(f"A draft cannot keep {value!r}. Keep a row, or text, numbers and dates.")


Rows = dict[tuple[str, Any], Model | None]  # rows in hand, by model and id


def restore(kept: Any, rows: Rows) -> Any:
    """The value that `keep` wrote down. A row comes from `rows`, else from the database; None where it is no more."""
    match kept:
        case {"date": day}:
            return date.fromisoformat(day)
        case {"row": label, "id": pk}:
            if (label, pk) not in rows:
                rows[label, pk] = apps.get_model(label)._default_manager.filter(pk=pk).first()
            return rows[label, pk]
        case {"names": parts}:
            return {name: restore(part, rows) for name, part in parts.items()}
        case list():
            return [restore(part, rows) for part in kept]
    return kept
