"""Files for spreadsheets: what people typed stays text there, whatever it looks like (abuse case X2, rule T45)."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

BYTE_ORDER_MARK = "\ufeff"  # else Excel takes a file of UTF-8 for something else
ROWS_AT_ONCE = 250
# What makes a spreadsheet calculate; the last three are the same signs in East Asian width.
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def safe(cell: str) -> str:
    """A cell that a spreadsheet shows as it is: an apostrophe stands before what it would work out."""
    return f"'{cell}" if cell.startswith(STARTS_A_FORMULA) or cell.lstrip().startswith(STARTS_A_FORMULA) else cell


def as_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The text of a CSV file, piece by piece, so that a long one is never held at once."""
    text = StringIO()
    write = csv.writer(text).writerow
    text.write(BYTE_ORDER_MARK)
    write(head)
    for number, row in enumerate(rows, start=1):
        write([safe(cell) if cell else "" for cell in row])
        if number % ROWS_AT_ONCE == 0:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()
