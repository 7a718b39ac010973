"""Rows on their way into the database: made one at a time, written by COPY many at a time."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

AT_ONCE = 20_000  # rows of the busiest table that wait in memory


class Tables:
    """The rows of several models, whose ids are handed out here, so that rows can refer to rows not yet written."""

    def __init__(self, *in_order: type[models.Model], written: Callable[[int], None]) -> None:
        self.waiting: dict[type[models.Model], list[dict[str, Any]]] = {model: [] for model in in_order}
        self.next_id = {model: highest_id(model) + 1 for model in in_order}
        self.counts = dict.fromkeys(in_order, 0)
        self.written = written
        self.writes = 0

    def add(self, model: type[models.Model], **values: Any) -> int:
        """Put a row behind the others and return its id. Names are those of columns: `school_id`, not `school`."""
        pk = self.next_id[model]
        self.next_id[model] = pk + 1
        self.counts[model] += 1
        self.waiting[model].append({"id": pk} | values)
        return pk

    def write_if_many(self) -> None:
        if max(map(len, self.waiting.values())) >= AT_ONCE:
            self.write()

    def write(self) -> None:
        """Write what waits, each table after those it refers to, and let the database check all its rules on it."""
        with connection.cursor() as cursor:
            for model, rows in self.waiting.items():
                fields = model._meta.concrete_fields
                columns = [str(field.column) for field in fields]
                defaults = [default_of(field) for field in fields]
                table, names = model._meta.db_table, ", ".join(f'"{column}"' for column in columns)
                with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                    for row in rows:
                        pairs = zip(columns, defaults, strict=True)
                        copy.write_row([row.get(column, default) for column, default in pairs])
                self.written(len(rows))
                rows.clear()
            self.writes += 1
            if is_power_of_two(self.writes):
                # Checks that were planned for empty tables would read through ever larger ones, row by row.
                cursor.execute(f"ANALYZE {', '.join(model._meta.db_table for model in self.waiting)}")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    def finish(self) -> None:
        """Write the rest, and let the database hand out ids behind those that were used."""
        self.write()
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(self.waiting)):
                cursor.execute(statement)
            cursor.execute("ANALYZE")


def is_power_of_two(number: int) -> bool:
    return number & (number - 1) == 0


def highest_id(model: type[models.Model]) -> int:
    return model._default_manager.aggregate(highest=models.Max("pk"))["highest"] or 0


def default_of(field: "models.Field[Any, Any]") -> object:
    """What a column holds that a row says nothing of."""
    if field.has_default():
        default = field.get_default()
        return as_json(default) if isinstance(field, models.JSONField) else default
    return "" if isinstance(field, models.CharField | models.TextField) and not field.null else None


def as_json(value: object) -> str:
    """A value as COPY takes it for a JSON column."""
    return json.dumps(value)


def at_noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def days_after(day: date, days: int) -> date:
    return day + timedelta(days=days)
