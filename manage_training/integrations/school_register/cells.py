"""What the cells of a register file mean. What a cell cannot mean raises `Unreadable`, with the reason for a person."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from manage_training.domain.messages.addresses import clean_address
from manage_training.domain.refusal import Refusal
from manage_training.domain.schools.register import DOWNLOAD_AGAIN, WrongFile

LOWEST_URN, HIGHEST_URN = 10_000, 9_999_999
DAY_MONTH_YEAR = re.compile(r"(\d\d?)[-/](\d\d?)[-/](\d{4})", re.ASCII)
POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})", re.ASCII)
DISTRICT = re.compile(r"[A-Z]?\d{4,9}|", re.ASCII)
SECTION_41 = {"approved": True, "not approved": False, "not applicable": False, "does not apply": False, "": False}


class Unreadable(Exception):
    """A cell that cannot mean what its column is for; the text says so."""


def positions(columns: Sequence[str], needed: Sequence[str], wanted: Sequence[str] = ()) -> Mapping[str, int]:
    """Where each column stands. Raises `WrongFile` where a needed one is missing, or one we use stands there twice."""
    if missing := [name for name in needed if name not in columns]:
        names = ", ".join(missing)
        raise WrongFile(f"The file has no column {names}. Check that it is the file you meant. {DOWNLOAD_AGAIN}")
    if twice := [name for name in (*needed, *wanted) if columns.count(name) > 1]:
        raise WrongFile(f"The file has the column {', '.join(twice)} more than once. {DOWNLOAD_AGAIN}")
    return {name: columns.index(name) for name in (*needed, *wanted) if name in columns}


def number(text: str, column: str, lowest: int, highest: int) -> int:
    """A code, padded ("02") or bare ("2")."""
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and lowest <= int(text) <= highest):
        raise Unreadable(f"{column} is {shown(text)}, and has to be a number from {lowest} to {highest}")
    return int(text)


def urn(text: str) -> int:
    return number(text, "URN", LOWEST_URN, HIGHEST_URN)


def la_code(text: str) -> int | None:
    """The number of a local authority, or None: 000 does not apply."""
    return (number(text, "LA (code)", 0, 999) or None) if text.strip() else None


def ukprn(text: str) -> str:
    text = text.strip()
    if text and not (len(text) == 8 and text.isascii() and text.isdigit()):
        raise Unreadable(f"UKPRN is {shown(text)}, and has to be a number of 8 digits")
    return text


def name_of_school(text: str) -> str:
    if not (text[:1].isalnum() or any(map(str.isalnum, text))):
        raise Unreadable(f"EstablishmentName is {shown(text)}")
    return words(text, "EstablishmentName", 200)


@lru_cache(maxsize=10_000)
def day(text: str, column: str) -> date | None:
    """A date in either form, 31-08-2021 or 31/08/2021, or None where there is none."""
    text = text.strip()
    if not text:
        return None
    parts = DAY_MONTH_YEAR.fullmatch(text)
    try:
        return date(int(parts[3]), int(parts[2]), int(parts[1])) if parts else no_date(text, column)
    except ValueError:
        return no_date(text, column)


def no_date(text: str, column: str) -> date:
    raise Unreadable(f"{column} is {shown(text)}, and has to be a date like 31-08-2021")


def words(text: str, column: str, longest: int) -> str:
    """Text on one line, single spaces between its words."""
    if len(text) > longest:
        raise Unreadable(f"{column} has {len(text)} characters, and at most {longest} are possible")
    return " ".join(text.split())


def postcode(text: str) -> str:
    """A postcode in capitals with one space, whatever was in between; others, from abroad, as they are."""
    if not text:
        return text
    joined = text.replace(" ", "").upper()
    parts = POSTCODE.fullmatch(joined)
    return f"{parts[1]} {parts[2]}" if parts else words(text, "Postcode", 10).upper()


def address(text: str, column: str) -> str:
    """An address that can be written to, or an empty text where there is none."""
    try:
        return clean_address(text) if text.strip() else ""
    except Refusal:
        raise Unreadable(f"{column} is {shown(text)}, and has to be an email address") from None


def district(text: str) -> str:
    text = text.strip().upper()
    if not DISTRICT.fullmatch(text):
        raise Unreadable(f"DistrictAdministrative (code) is {shown(text)}, and has to be like E07000012 or 9999")
    return text


def section_41(text: str) -> bool:
    answer = SECTION_41.get(text.strip().lower())
    if answer is None:
        raise Unreadable(f"Section41Approved (name) is {shown(text)}, and has to be Approved or Not approved")
    return answer


def shown(text: str) -> str:
    return f"“{text[:40]}”" if text.strip() else "empty"
