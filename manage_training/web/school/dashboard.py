"""The school's dashboard, "Manage your training": a tab for each academic year. Guide: "Returning schools" 2 and 5."""

from collections.abc import Iterator

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from markupsafe import Markup

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.accounts.memberships import tutors_of
from manage_training.domain.clock import today
from manage_training.domain.programmes.models import SHORT_NAMES
from manage_training.domain.schools.models import School
from manage_training.domain.training.school_overview import YearOverview, overview
from manage_training.web.access import SchoolRequest

WHO_ADD_PEOPLE = {Programme.FULL_INDUCTION, Programme.CORE_INDUCTION}
# Two lines each: how things stand, and what happens next.
PROVIDER_TO_COME = ("Not confirmed yet", "Once you have chosen a training provider, it will confirm this with us.")
PARTNER_TO_COME = ("Not confirmed yet", "Your training provider will tell us who your delivery partner is.")


def show(request: SchoolRequest, urn: int, start: int | None = None) -> HttpResponse:
    """A year's tab; without a year the one to register for now, where a school that was never here is asked first."""
    years = overview(request.school, today())
    shown = next((each for each in years if start in (None, each.year.start)), None)
    if shown is None:
        raise Http404
    if start is None and len(years) == 1 and not shown.is_set_up:
        return redirect("school:choose-programme:start", urn, shown.year.start)
    page = {
        "shown": shown,
        "tabs_of_years": [
            (each.year, reverse("school:year", args=[urn, each.year.start]), each is shown) for each in years
        ],
        "rows": list(rows(request.school, shown)),
    }
    return render(request, "school/dashboard.jinja", page)


Row = tuple[str, object, tuple[str, str, str] | None]  # what it is, what it says, and the link to change it


def rows(school: School, shown: YearOverview) -> Iterator[Row]:
    """The guide's rows in its order; which of them there are depends on the programme (rule P6)."""
    programme, start = shown.programme, shown.year.start
    if programme is None:
        return

    def change(what: str, route: str, *year: int) -> tuple[str, str, str]:
        return "Change", reverse(f"school:{route}:start", args=[school.urn, *year]), what

    expected = programme != Programme.NO_EARLY_CAREER_TEACHERS
    if expected:
        yield "Length of induction", "2 years", None
    if programme in WHO_ADD_PEOPLE or shown.people:
        yield "ECTs and mentors", shown.people, None
    tutors = [str(tutor.user) for tutor in tutors_of(school)]
    yield "Induction tutor", lines(tutors), change("induction tutor", "change-tutor")
    yield "Programme", SHORT_NAMES[programme], change("programme", "change-programme", start)
    if programme == Programme.FULL_INDUCTION:
        provider = shown.lead_provider or shown.planned_lead_provider
        yield "Training provider", provider or lines(PROVIDER_TO_COME), None
        yield "Delivery partner", shown.delivery_partner or lines(PARTNER_TO_COME), None
    if programme == Programme.CORE_INDUCTION:
        materials = change("accredited materials", "change-materials", start)
        yield "Accredited materials", shown.materials or "Not chosen yet", materials
    if expected:
        body = change("appropriate body", "change-appropriate-body", start)
        yield "Appropriate body", shown.appropriate_body or "Not appointed yet", body


def lines(texts: list[str] | tuple[str, ...]) -> Markup:
    return Markup("<br>").join(texts)
