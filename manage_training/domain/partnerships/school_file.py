"""A lead provider's list of schools as somebody typed it: one URN in a row, and beside it the delivery partner."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from manage_training.domain.organisations.models import DeliveryPartner
from manage_training.domain.partnerships.report import Claim

SHOWN = 40  # characters of a cell that is wrong
URN, PARTNER = {"urn", "schoolurn", "urnofschool", "establishmenturn"}, {"deliverypartner", "deliverypartnername"}
AS_TEXT = re.compile(r'="([^"]*)"')  # how Excel keeps a number as it was typed
DIGITS = re.compile(r"[\d\s-]+", re.ASCII)
FIND = "Find it on Get Information About Schools"


class Line(NamedTuple):
    """A row of a table: the number of its first line in the file, and its cells."""

    number: int
    cells: list[str]


class Unread(NamedTuple):
    """A row that names no school or no partner, and why."""

    line: int
    typed: str
    reason: str


class NotRead(Exception):
    """What a cell holds cannot be meant; the text says so."""


def claims_in(lines: list[Line], partner: DeliveryPartner | None = None) -> tuple[list[Claim], list[Unread]]:
    """The schools that a file names, and the rows that cannot be read.

    A first row that names its columns may name more than these two, in any order. Without one the URN comes first and
    the delivery partner second, or a single row holds all URNs. `partner` is for rows that name none. Rule B13.
    """
    columns, rows = columns_of(lines)
    partners = {folded(each.name): each for each in DeliveryPartner.objects.all()}
    claims: list[Claim] = []
    unread: list[Unread] = []
    for number, typed, named in cells_of(rows, columns):
        try:
            claims.append(Claim(urn_in(typed), partner_in(named, partners, partner), number))
        except NotRead as reason:
            unread.append(Unread(number, typed[:SHOWN], str(reason)))
    return claims, unread


def columns_of(lines: list[Line]) -> tuple[Mapping[str, int], list[Line]]:
    """Where the two columns are, and the rows without the one that names them."""
    names = [folded(cell) for cell in lines[0].cells] if lines else []
    urn = next((at for at, name in enumerate(names) if name in URN), None)
    if urn is None:
        return {"urn": 0, "partner": 1}, lines
    partner = next((at for at, name in enumerate(names) if name in PARTNER), -1)
    return {"urn": urn, "partner": partner}, lines[1:]


def cells_of(lines: list[Line], columns: Mapping[str, int]) -> Iterable[tuple[int, str, str]]:
    """Each row's line, URN and delivery partner as they were typed."""
    for number, cells in lines:
        if len(lines) == 1 and len(cells) > 1 and all(is_number(cell) for cell in cells if cell):
            yield from ((number, cell, "") for cell in cells if cell)
            return
        yield number, cell_at(columns["urn"], cells), cell_at(columns["partner"], cells)


def cell_at(place: int, cells: list[str]) -> str:
    return cells[place] if 0 <= place < len(cells) else ""


def urn_in(typed: str) -> int:
    """The URN that a cell means: spaces, dashes and leading zeros make no difference."""
    text = AS_TEXT.sub(r"\1", typed).strip()
    shown = f"“{text[:SHOWN]}”"
    if not text:
        raise NotRead(f"The row has no URN. {FIND}")
    if not is_number(text):
        raise NotRead(f"{shown} is not a URN, which has 5 to 7 digits. {FIND}")
    digits = re.sub(r"\D", "", text).lstrip("0")
    if len(digits) == 8:
        raise NotRead(f"{shown} looks like a UKPRN, which has 8 digits. A URN has 5 to 7. {FIND}")
    if not 5 <= len(digits) <= 7:
        raise NotRead(f"{shown} is not a URN, which has 5 to 7 digits. {FIND}")
    return int(digits)


def is_number(text: str) -> bool:
    return DIGITS.fullmatch(text) is not None


def partner_in(
    named: str, partners: Mapping[str, DeliveryPartner], otherwise: DeliveryPartner | None
) -> DeliveryPartner:
    if not named:
        if otherwise is None:
            raise NotRead("The row names no delivery partner. Write its name beside the URN")
        return otherwise
    found = partners.get(folded(named))
    if found is None:
        raise NotRead(f"No delivery partner is called “{named[:SHOWN]}”. Write its name as DfE has it")
    return found


def folded(name: str) -> str:
    """A name without what people type differently: case, spaces and punctuation."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())
