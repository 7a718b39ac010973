"""Which schools may use the service, and for which of them the Department for Education pays: the register's codes."""

from enum import Enum

from django.db.models import IntegerChoices, Q


class Status(IntegerChoices):
    """The register's own codes."""

    OPEN = 1, "Open"
    CLOSED = 2, "Closed"
    OPEN_BUT_PROPOSED_TO_CLOSE = 3, "Open, but proposed to close"
    PROPOSED_TO_OPEN = 4, "Proposed to open"


class Eligibility(Enum):
    FUNDED = "may use the service, and DfE funds its training"
    NOT_FUNDED = "may use the service, but DfE does not fund its training"
    NOT_ELIGIBLE = "may not use the service"


OPEN = {Status.OPEN, Status.OPEN_BUT_PROPOSED_TO_CLOSE}
DISTRICT_NOT_KNOWN = "9999"  # held by some schools in England
CHILDRENS_CENTRES = {47, 48}
FUNDED_TYPES = {1, 2, 3, 5, 6, 7, 8, 12, 14, 15, 18, 28, *range(31, 37), *range(38, 47), 57} | CHILDRENS_CENTRES
# Independent schools (10, 11) and British schools overseas (37). The Welsh (30) are in the same group of the source's
# table, but its import leaves them out: this is a service for schools in England.
NOT_FUNDED_TYPES = {10, 11, 37}


def eligibility_of(type_code: int, status: int, district: str, section_41: bool) -> Eligibility:
    """Whether a school with these facts may use the service, and whether its training is funded (rules S1 to S4)."""
    in_england = district[:1].upper() == "E" or district == DISTRICT_NOT_KNOWN
    if status not in OPEN or not in_england:
        return Eligibility.NOT_ELIGIBLE
    if type_code in FUNDED_TYPES or section_41:
        return Eligibility.FUNDED
    return Eligibility.NOT_FUNDED if type_code in NOT_FUNDED_TYPES else Eligibility.NOT_ELIGIBLE


def may_be_mailed(type_code: int, status: int, district: str, section_41: bool) -> bool:
    """Whether we may write to a school unasked: never to a children's centre (rule S5)."""
    may_use = eligibility_of(type_code, status, district, section_41) is not Eligibility.NOT_ELIGIBLE
    return may_use and type_code not in CHILDRENS_CENTRES


# The same as `may_be_mailed`, for a query of schools.
MAY_BE_MAILED = (
    Q(status__in=OPEN)
    & (Q(district__istartswith="E") | Q(district=DISTRICT_NOT_KNOWN))
    & (Q(type_code__in=FUNDED_TYPES | NOT_FUNDED_TYPES) | Q(section_41=True))
    & ~Q(type_code__in=CHILDRENS_CENTRES)
)
