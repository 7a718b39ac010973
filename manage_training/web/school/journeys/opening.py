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

Begins = Callable[[], Mapping[str, object]]


def at_school(request: SchoolRequest, begins_with: Begins = dict, *, leave: str = "") -> Opening:
    """A journey of the whole team of the school in the URL."""
    return Opening(
        owner=Owner("user", str(request.user.pk)),
        actor=request.actor,
        organisation=f"school {request.school.urn}",
        context={"school": request.school},
        begins_with=begins_with,
        caption=str(request.school),
        leave=leave or reverse("school:dashboard", args=[request.school.urn]),
    )


def for_somebody_new(request: SchoolRequest, urn: int) -> Opening:
    """A journey at whose end somebody is at the school: who adds them, and from which year's tab, if from one."""
    year = tab_year(request.GET.get("year", ""))
    return at_school(
        request,
        lambda: {"user_id": request.user.pk, "user_email": request.user.email, "tab_year": year},
        leave=reverse("school:year", args=[urn, year]) if year else reverse("school:people", args=[urn]),
    )


def tab_year(text: str) -> int | None:
    """The year in an address, where it says one."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else None


def in_year(begin: Callable[[SchoolRequest, AcademicYear], Mapping[str, object]]) -> Callable[..., Opening]:
    """A journey about one academic year of the school. `begin` says what else it starts with.

    A year that has not opened for registration does not exist here (404).
    """

    def opens(request: SchoolRequest, urn: int, start: int) -> Opening:
        def begins_with() -> Mapping[str, object]:
            open_now = opened_among(AcademicYear.objects.all(), today())
            year = next((year for year in open_now if year.start == start), None)
            if year is None:
                raise Http404
            return {"year": year, "year_name": str(year), **begin(request, year)}

        return at_school(request, begins_with, leave=reverse("school:year", args=[urn, start]))

    return opens


def about_answers(begin: Callable[[SchoolRequest, int], Mapping[str, object]]) -> Callable[..., Opening]:
    """A journey that changes what the school has answered for a year. `begin` looks that up."""

    def opens(request: SchoolRequest, urn: int, start: int) -> Opening:
        return at_school(request, lambda: begin(request, start), leave=reverse("school:year", args=[urn, start]))

    return opens


def answers_of(school_year: SchoolYear, **more: object) -> dict[str, object]:
    """What such a journey starts with; `seen` says on top of which version the school answers."""
    return {
        "school_year": school_year,
        "year_start": school_year.year_id,
        "year_name": str(school_year.year),
        "seen": school_year.version,
        **more,
    }
