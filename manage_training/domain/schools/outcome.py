"""What became of an import: written down whether the file was taken in or refused as a whole."""

from collections.abc import Callable

from django.db import connection, transaction

from manage_training.domain.clock import now
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import record
from manage_training.domain.schools.models import RegisterImport
from manage_training.domain.schools.register import DOWNLOAD_AGAIN, IF_CHECKED, Report, WrongFile

MOST_REFUSED_ROWS = 1_000  # written down; a summary counts all of them
# Rows that may be refused one by one; a file with more of them is the wrong file, or damaged, and refused as a whole.
FEW_ROWS, FEW_OF_A_HUNDRED = 10, 2


def take_in(
    file: Report, kind: RegisterImport.Kind, by: Actor, write: Callable[[RegisterImport], None]
) -> RegisterImport:
    """Let `write` do an import's work in one transaction and write down the outcome, also if it raises `WrongFile`."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            # Two imports at once would each compare the file with what the other is about to change.
            cursor.execute("LOCK TABLE schools_registerimport IN EXCLUSIVE MODE")
            done = started(file, kind)
            done.save()
            write(done)
            refuse_if_most_is_damaged(file)
            done.columns = file.columns
            done.refused_rows = sorted(file.refused.items())[:MOST_REFUSED_ROWS]
            done.save()
            record("register_imported", about=done, by=by, **done.counts)
            return done
    except WrongFile as reason:
        with transaction.atomic():
            refused = started(file, kind)
            refused.refused_because = reason.words
            refused.save()
            record("register_refused", about=refused, by=by)
        raise


def started(file: Report, kind: RegisterImport.Kind) -> RegisterImport:
    return RegisterImport(kind=kind, file_name=file.name[:200], file_hash=file.hash, at=now())


def refuse_if_most_is_damaged(file: Report) -> None:
    """Raise `WrongFile` when more rows of a file were refused than slips explain."""
    refused = len(file.refused)
    if refused > FEW_ROWS and refused * 100 > file.rows * FEW_OF_A_HUNDRED:
        examples = "; ".join(f"line {line}: {reason}" for line, reason in sorted(file.refused.items())[:3])
        raise WrongFile(
            f"{refused} of {file.rows} rows cannot be read: the file is damaged or not what it should be ({examples}). "
            f"{DOWNLOAD_AGAIN}"
        )


def refuse_if_much_is_gone(gone: int, ours: int, what: str) -> None:
    if gone > FEW_ROWS and gone * 100 > ours * FEW_OF_A_HUNDRED:
        raise WrongFile(
            f"{gone} of our {ours} {what} are not in the file: it seems to be cut off. {DOWNLOAD_AGAIN} {IF_CHECKED}"
        )
