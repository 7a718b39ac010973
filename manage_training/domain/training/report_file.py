from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from manage_training.domain.academic_years.models import AcademicYear
from manage_training.domain.academic_years.years import registration_year
from manage_training.domain.clock import today
from manage_training.domain.events.actor import Actor
from manage_training.domain.organisations.models import DeliveryPartner, LeadProvider
from manage_training.domain.partnerships.school_file import Line, claims_in
from manage_training.domain.refusal import Refusal
from manage_training.domain.training.follow_partnership import report

Named = TypeVar("Named", LeadProvider, DeliveryPartner)


class RefusedRow(NamedTuple):
    line: int
    reason: str


@dataclass(frozen=True)
class FileReport:
    """What became of a file: for which year, how many schools were reported, and each row that was refused."""

    year: str
    reported: int
    switched: int  # of those, how many had answered otherwise
    refused: list[RefusedRow]


def report_file(
    lines: Iterable[Line], provider: str, *, year: int | None = None, partner: str = "", by: Actor
) -> FileReport:
    """Report the schools of a provider's file for a year, the one to register for unless told. Rule B13.

    `provider` and `partner` are names; the partner is that of rows without one. All good rows are one transaction.
    Raises `Refusal` for a name or a year that we do not have, and where registration for the year has not opened.
    """
    reporter = named(LeadProvider, provider, "lead provider")
    with_all = named(DeliveryPartner, partner, "delivery partner") if partner else None
    for_year = AcademicYear.objects.filter(start=year).first() if year else registration_year(today())
    if for_year is None:
        raise Refusal(f"There is no academic year that starts in {year}. Open it first: manage.py open_registration")
    claims, unread = claims_in(list(lines), with_all)
    done = report(reporter, for_year, claims, by=by)
    refused = [RefusedRow(each.line, each.reason) for each in unread]
    refused += [RefusedRow(each.claim.line, each.reason) for each in done.refused]
    switched = sum(each.switched for each in done.reported)
    return FileReport(str(for_year), len(done.reported), switched, sorted(refused))


def named(kind: type[Named], name: str, called: str) -> Named:
    found = kind.objects.filter(name__iexact=name.strip()).first()
    if found is None:
        known = ", ".join(kind.objects.values_list("name", flat=True))
        raise Refusal(f"There is no {called} called “{name}”. There are: {known}.")
    return found
