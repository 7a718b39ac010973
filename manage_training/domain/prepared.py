"""A query that Django writes once: afterwards only its values change.

Writing a query with joins costs Django several times what PostgreSQL needs to answer it, each time anew. That is worth
it everywhere but for the few queries of nearly every request, which are told once and kept (docs/adr/0011-serving.md).
"""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

Value = int | date | datetime | str | UUID

# What stands for a value while the query is written. No query of ours has such values of its own.
MARKS: dict[type[Value], Callable[[int], Value]] = {
    int: lambda at: 32_700 + at,  # fits the smallest column
    date: lambda at: date(1, 1, 1 + at),
    datetime: lambda at: datetime(1, 1, 2, microsecond=at, tzinfo=UTC),  # a time zone may lie a day further back
    str: lambda at: f"value {at} of a query that is written once",
    UUID: lambda at: UUID(int=at),
}


class Prepared:
    """Wraps a function that returns a `.values(...)` query; called with the same names it returns its rows as dicts.

    What kind of value each name has is said first: `Prepared(query, school=int, today=date)`.
    """

    def __init__(self, query: Callable[..., QuerySet[Any, dict[str, Any]]], **values: type[Value]) -> None:
        self.query = query
        self.marks: dict[str, Value] = {name: MARKS[kind](at) for at, (name, kind) in enumerate(values.items())}

    @cached_property
    def written(self) -> tuple[str, list[Any], dict[int, str], Callable[[list[Any]], Iterable[dict[str, Any]]]]:
        """The statement, what it is asked with, which of that is whose value, and how its rows are read."""
        query = self.query(**self.marks).query
        compiler = query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        places = {at: name for at, param in enumerate(params) for name, mark in self.marks.items() if param == mark}
        if missing := self.marks.keys() - places.values():
            raise TypeError(f"The query does not ask for {sorted(missing)}.")
        names = list(query.selected or ())
        converters = compiler.get_converters([column[0] for column in compiler.select])

        def as_dicts(rows: list[Any]) -> Iterable[dict[str, Any]]:
            converted = compiler.apply_converters(rows, converters) if converters else rows
            return (dict(zip(names, row, strict=True)) for row in converted)

        return sql, list(params), places, as_dicts

    def __call__(self, **values: Value) -> list[dict[str, Any]]:
        sql, params, places, as_dicts = self.written
        filled = params.copy()
        for at, name in places.items():
            # A number keeps its column's type, by which PostgreSQL knows the statement again.
            filled[at] = like(params[at], values[name])
        with connection.cursor() as cursor:
            cursor.execute(sql, filled)
            return list(as_dicts(cursor.fetchall()))


def like(mark: Any, value: Value) -> Any:
    return type(mark)(value) if isinstance(mark, int) and isinstance(value, int) else value
