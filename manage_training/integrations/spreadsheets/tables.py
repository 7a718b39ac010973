"""Reading a table that somebody has typed or exported: any encoding, separator and line end that spreadsheets write.

What is no table of text, such as a workbook or a page of the web, is refused as a whole with what to do instead. No row
is ever lost: one that cannot be read takes the whole file with it.
"""

import codecs
import csv
import io
from pathlib import Path

from manage_training.domain.partnerships.school_file import Line
from manage_training.domain.schools.register import WrongFile

MOST_BYTES = 10_000_000
csv.field_size_limit(MOST_BYTES)  # a cell that is too long is refused by its row, not with its file
AS_CSV = "Open it in a spreadsheet, save it as “CSV UTF-8”, and use that file."
NOT_A_TABLE = {
    b"PK\x03\x04": "an Excel workbook",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def read_table(path: Path) -> list[Line]:
    """The rows of a file that are not blank, each with the number of its first line. Raises `WrongFile`."""
    if path.stat().st_size > MOST_BYTES:
        raise WrongFile(f"{path.name} has more than {MOST_BYTES // 1_000_000} MB. Divide it into several files.")
    text = text_of(path.read_bytes(), path.name)
    lines = rows_of(text, path.name)
    if not lines:
        raise WrongFile(f"{path.name} is empty. Check that it is the file you meant.")
    return lines


def text_of(raw: bytes, name: str) -> str:
    for beginning, what in NOT_A_TABLE.items():
        if raw.startswith(beginning):
            raise WrongFile(f"{name} is {what}, whatever its name says. {AS_CSV}")
    encoding = next((encoding for mark, encoding in MARKS.items() if raw.startswith(mark)), "")
    if encoding:
        raw = raw.removeprefix(next(mark for mark in MARKS if raw.startswith(mark)))
    elif b"\0" in raw:
        raise WrongFile(f"{name} holds characters that no text has. {AS_CSV}")
    for attempt in [encoding] if encoding else ["utf-8", "cp1252"]:
        try:
            text = raw.decode(attempt)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        if text.lstrip()[:1] == "<":
            raise WrongFile(f"{name} is a page of the web, maybe one that asked you to sign in. Download it again.")
        return text
    raise WrongFile(f"{name} holds characters that no text has. {AS_CSV}")


def rows_of(text: str, name: str) -> list[Line]:
    """The cells of every row, whichever separator the first one has."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(";\t,", key=first.count) if any(each in first for each in ";\t,") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    lines, begins = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append(Line(begins, [" ".join(cell.split()) for cell in cells]))
            begins = reader.line_num + 1
    except csv.Error:
        raise WrongFile(
            f"In line {begins} of {name} a quotation mark opens or closes where none can. Correct that line."
        ) from None
    return lines
