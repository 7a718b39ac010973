"""How a journey of a school's own team is opened: whose it is, for which school and year."""

from collections.abc import Callable, Mapping

from django.http import Http404
from django.urls import reverse

from manage_training.domain.academic_years.models import AcademicYear
from manage_training.domain.academic_years.years import opened_among
from manage_training.domain.clock import today
from manage_training.domain.programmes.models import SchoolYear
from manage_training.journeys.opening import Opening, Owner
from manage_training.web.access import SchoolRequest


def at_school(request: SchoolRequest, context: Mapping[str, object] | None = None, *, leave: str = "") -> Opening:
    """A journey of the whole team of the school in the URL."""
    return Opening(
        owner=Owner("user", str(request.user.pk)),
        actor=request.actor,
        organisation=f"school {request.school.urn}",
        context={"school": request.school, **(context or {})},
        caption=str(request.school),
        leave=leave or reverse("school:dashboard", args=[request.school.urn]),
    )


def in_year(begin: Callable[[SchoolRequest, AcademicYear], Mapping[str, object]]) -> Callable[..., Opening]:
    """A journey about one academic year of the school. `begin` says what else it starts with.

    Only the start page looks the year up and asks `begin`: from then on the draft knows, and a question costs no query
    for it. A year that has not opened for registration does not exist here (404).
    """

    def opens(request: SchoolRequest, urn: int, start: int) -> Opening:
        leave = reverse("school:year", args=[urn, start])
        if request.resolver_match is None or request.resolver_match.url_name != "start":
            return at_school(request, leave=leave)
        year = next((year for year in opened_among(AcademicYear.objects.all(), today()) if year.start == start), None)
        if year is None:
            raise Http404
        return at_school(request, {"year": year, "year_name": str(year), **begin(request, year)}, leave=leave)

    return opens


def about_answers(request: SchoolRequest, school_year: SchoolYear, **context: object) -> Opening:
    """A journey that changes what the school has answered for a year; `seen` says on top of which version."""
    start = school_year.year_id
    return at_school(
        request,
        {
            "school_year": school_year,
            "year_start": start,
            "year_name": str(school_year.year),
            "seen": school_year.version,
            **context,
        },
        leave=reverse("school:year", args=[request.school.urn, start]),
    )
