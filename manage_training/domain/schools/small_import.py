"""What the imports of the two small files of the register share: staging rows, and bringing tables to what they say."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.backends.utils import CursorWrapper

from manage_training.domain.schools.models import RegisterImport
from manage_training.domain.schools.outcome import refuse_if_most_is_damaged
from manage_training.domain.schools.register import Report
from manage_training.domain.schools.staging import copy_in


def nothing_more(cursor: CursorWrapper) -> None:
    pass


@dataclass(frozen=True)
class SmallImport:
    """The statements of one: `not_ours` gives line and URN of rows of schools that we do not have, and takes them out;
    `listed` counts, at the end, all that the file is about.
    """

    table: str
    columns: str
    not_ours: str
    take_out: str
    change: str
    add: str
    listed: str

    def write(
        self,
        file: Report,
        lines: Iterable[str],
        done: RegisterImport,
        *,
        before: Callable[[CursorWrapper], None] = nothing_more,
    ) -> None:
        """Do it, in the caller's transaction, and write the counts down. `before` may refuse what has been staged."""
        with connection.cursor() as cursor:
            copy_in(self.table, self.columns, lines)
            cursor.execute(self.not_ours)
            for line, urn in cursor.fetchall():
                file.refused[line] = f"URN {urn} is not a school that we have: import the schools first"
            refuse_if_most_is_damaged(file)
            before(cursor)
            counts = []
            for statement in (self.take_out, self.change, self.add):
                cursor.execute(statement)
                counts.append(cursor.rowcount)
            cursor.execute(self.listed)
            (listed,) = cursor.fetchone()
        taken_out, changed, added = counts
        done.counts = {
            "added": added,
            "changed": changed,
            "taken out": taken_out,
            "untouched": listed - added - changed,
            "refused": len(file.refused),
        }
