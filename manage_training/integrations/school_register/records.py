"""Taking a CSV file apart into records without believing it: it may be cut off, damaged or written in another encoding.

A record is whole or it is refused with its line number; what is wrong with one line never swallows those after it.
"""

import csv
import hashlib
import re
from collections import deque
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

from manage_training.domain.schools.register import DOWNLOAD_AGAIN, Progress, WrongFile

ENCODING = "cp1252"
AS_UTF_8 = "utf-8"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
AT_ONCE = 500  # records parsed together
LONGEST_RECORD = 10  # lines: an address may hold a line break, a school does not fill a page
BEGINS_A_RECORD = re.compile(rb'"?(\d{5,7})"?,')
CONTROL = bytes({*range(32), 0x7F} - set(b"\t\r\n"))  # a tab or a line break in a cell is a space
NO_CHARACTERS = CONTROL + b"\x81\x8d\x8f\x90\x9d"  # what Windows-1252 leaves undefined

NOT_ENDED = "a quotation mark is opened and not closed"


class Record(NamedTuple):
    line: int
    hash: bytes
    cells: list[str]


class Unparsed(NamedTuple):
    line: int
    hash: bytes
    raw: bytes  # without its line end


class RegisterFile:
    """What the domain asks of each file of the register: its `Report`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.name
        self.columns: list[str] = []
        self.missing: list[str] = []
        self.refused: dict[int, str] = {}
        self.rows = 0
        self.urns: set[int] = set()

    @property
    def hash(self) -> str:
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


class Records:
    """The records of one file, which is read once from beginning to end; `refused` grows meanwhile."""

    def __init__(self, file: BinaryIO, path: Path, *, utf_8_too: bool = False) -> None:
        self.utf_8_too = utf_8_too
        self.refused: dict[int, str] = {}
        self.refused_urns: set[int] = set()  # where the beginning of a damaged line still tells
        self.count = 0
        self.line = 2  # of the file, as an editor counts; the first holds the names of the columns
        self.path = path
        self.lines = iter(file)
        self.put_back: deque[bytes] = deque()
        self.columns = self.header()

    def header(self) -> list[str]:
        raw = next(self.lines, b"").removeprefix(BYTE_ORDER_MARK)
        if not raw.strip():
            raise WrongFile(f"{self.path.name} is empty. {DOWNLOAD_AGAIN}")
        if b"\0" in raw or raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise WrongFile(f"{self.path.name} is not written in Windows-1252, as the register is. {DOWNLOAD_AGAIN}")
        try:
            (cells,) = csv.reader([raw.decode(ENCODING, "replace")], strict=True)
        except (csv.Error, ValueError):
            raise WrongFile(f"The first line does not hold the names of columns. {DOWNLOAD_AGAIN}") from None
        return [cell.strip() for cell in cells]

    def unless_known(
        self, hash_of: Callable[[bytes], bytes], is_known: Callable[[bytes], bool], progress: Progress
    ) -> Iterator[Record]:
        """Every whole record but those that the caller knows by their hash, and so need not be taken apart."""
        batch: list[Unparsed] = []
        read = 0
        last = b""
        while (line := self.next_line()) is not None:
            last = line
            read += len(line)
            raw = line.rstrip(b"\r\n")
            if not raw:
                self.line += 1
                continue
            row_hash = hash_of(raw)
            if is_known(row_hash):
                self.count += 1
                self.line += 1
            else:
                # Never parsed before, so what the rest of the file is made of hangs on where this record ends.
                lines = 1
                if raw.count(b'"') % 2:
                    raw, lines, read = self.whole_record(line, raw, read)
                    row_hash = hash_of(raw)
                if raw and not (lines > 1 and is_known(row_hash)):
                    batch.append(Unparsed(self.line, row_hash, raw))
                self.count += 1
                self.line += lines
            if len(batch) >= AT_ONCE or read > 1_000_000:
                yield from self.parsed(batch)
                progress(read)
                batch, read = [], 0
        self.refuse_if_cut_off(last)
        yield from self.parsed(batch)
        progress(read)

    def next_line(self) -> bytes | None:
        return self.put_back.popleft() if self.put_back else next(self.lines, None)

    def whole_record(self, line: bytes, raw: bytes, read: int) -> tuple[bytes, int, int]:
        """A record with line breaks in its cells: all of it, how many lines it takes and the bytes read.

        Where it does not end soon with the right number of cells, its first line alone is refused: no bytes.
        """
        lines = [line]
        while len(lines) < LONGEST_RECORD and (more := self.next_line()) is not None:
            lines.append(more)
            if BEGINS_A_RECORD.match(more):  # two damaged lines would make one school of two
                break
            if b"".join(lines).count(b'"') % 2 == 0:
                whole = b"".join(lines).rstrip(b"\r\n")
                if len(self.cells_of(whole.decode(ENCODING, "replace")) or ()) == len(self.columns):
                    return whole, len(lines), read + sum(map(len, lines[1:]))
                break
        self.put_back.extendleft(reversed(lines[1:]))
        self.refuse(self.line, raw, NOT_ENDED)
        if len(lines) == 1:
            raise cut_off(self.line)
        return b"", 1, read

    def refuse_if_cut_off(self, last: bytes) -> None:
        """The last line has to end; where it does not, a closed quotation mark shows that its last cell does."""
        raw = last.rstrip(b"\r\n")
        if not raw:
            if self.count == 0:
                raise WrongFile(f"{self.path.name} has the names of columns and no rows. {DOWNLOAD_AGAIN}")
            return
        cells = self.cells_of(raw.decode(ENCODING, "replace"))
        ended = last.endswith(b"\n") or raw.endswith(b'"')
        too_short = cells is not None and len(cells) < len(self.columns) and self.line - 1 not in self.refused
        if not ended or too_short:
            raise cut_off(self.line - 1)

    def parsed(self, batch: list[Unparsed]) -> Iterator[Record]:
        """The records of a batch, each whole: one that is damaged is refused and does not reach into the next."""
        sound = [record for record in batch if self.is_text(record.line, record.raw)]
        texts = [self.text_of(record.raw) for record in sound]
        taken = 0

        def feed() -> Iterator[str]:
            nonlocal taken
            for text in islice(texts, taken, None):
                taken += 1
                yield text

        while taken < len(texts):
            reader = csv.reader(feed(), strict=True)
            while taken < len(texts):
                line, row_hash, raw = sound[taken]
                here = taken + 1
                try:
                    cells = next(reader)
                except (csv.Error, StopIteration):
                    cells = None
                if cells is None or taken != here:
                    self.refuse(line, raw, "a quotation mark stands where none can")
                    taken = here
                    break  # a new reader: this one is in the middle of the damaged record
                if len(cells) == len(self.columns):
                    yield Record(line, row_hash, cells)
                else:
                    self.refuse(line, raw, f"{len(cells)} cells instead of {len(self.columns)}")

    def refuse(self, line: int, raw: bytes, reason: str) -> None:
        self.refused[line] = reason
        if (urn := BEGINS_A_RECORD.match(raw)) and self.columns[0] == "URN":
            self.refused_urns.add(int(urn[1]))

    def is_text(self, line: int, raw: bytes) -> bool:
        no_characters = NO_CHARACTERS
        if not raw.isascii() and reads_as_utf_8(raw):
            if not self.utf_8_too:
                raise WrongFile(
                    f"Line {line} is written in UTF-8; the register is written in Windows-1252. {DOWNLOAD_AGAIN}"
                )
            no_characters = CONTROL
        if len(raw.translate(None, no_characters)) < len(raw):
            self.refuse(line, raw, "a character that no text has")
            return False
        return True

    def text_of(self, raw: bytes) -> str:
        if raw.isascii():  # nearly always, and decoded at once
            return raw.decode("ascii")
        return raw.decode(AS_UTF_8 if self.utf_8_too and reads_as_utf_8(raw) else ENCODING)

    def cells_of(self, text: str) -> list[str] | None:
        try:
            return next(csv.reader([text], strict=True), None)
        except csv.Error:
            return None


def cut_off(line: int) -> WrongFile:
    return WrongFile(f"The file is cut off: it ends in the middle of line {line}. {DOWNLOAD_AGAIN}")


def reads_as_utf_8(raw: bytes) -> bool:
    """Text in Windows-1252 never does by chance: an accented letter would have to be followed by certain symbols."""
    try:
        raw.decode(AS_UTF_8)
    except UnicodeDecodeError:
        return False
    return True
