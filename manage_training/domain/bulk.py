"""Many rows at once, written and looked for by one value each: binding every cell or id costs more than the database
does, and what Django makes of them three times as much."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, models
from django.db.models.expressions import RawSQL

Row = Mapping[str, Any]


def insert_all(model: type[models.Model], rows: Sequence[Row], *, all_with: Row) -> list[int]:
    """Write a row of a model for each mapping, with what `all_with` says, and return their ids in the same order.

    All name the same columns, as the database calls them; what a column holds is text, a number, a day, an instant or,
    for one of JSON, whatever that can say.
    """
    if not rows:
        return []
    table = model._meta.db_table
    columns = ", ".join(f'"{name}"' for name in [*rows[0], *all_with])
    values = ", ".join([*(f'each."{name}"' for name in rows[0]), *(f'alike."{name}"' for name in all_with)])
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {table} ({columns}) select {values} "  # noqa: S608 - names of our own models
            f"from json_populate_record(null::{table}, %s::json) alike, "
            f"json_populate_recordset(null::{table}, %s::json) each returning id",
            [json.dumps(all_with, default=str), json.dumps(rows, default=str)],
        )
        return [pk for (pk,) in cursor.fetchall()]


def among(ids: Iterable[int]) -> RawSQL:
    """Ids for a filter, such as `school__in=among(ids)`."""
    return RawSQL("select unnest(%s::bigint[])", [list(ids)])
