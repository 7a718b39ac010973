"""/demo/people: who one can sign in as, and which schools are there to try what begins without anybody."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from manage_training.domain.academic_years.models import AcademicYear, Programme
from manage_training.domain.academic_years.years import opened_among, the_years
from manage_training.domain.accounts.models import Membership, Role, User
from manage_training.domain.accounts.way_in import way_in
from manage_training.domain.clock import today
from manage_training.domain.programmes.models import SHORT_NAMES, Expects, SchoolYear
from manage_training.domain.schools.contacts import contact_of
from manage_training.domain.schools.links import successor_of
from manage_training.domain.schools.models import School

AT_MOST = 100
NOBODY_YET = ["Oakfield Primary School", "Hilltop School", "Old Mill School"]


@dataclass(frozen=True)
class Person:
    user: User
    way_in: str  # the sign-in page with their address filled in
    acts_for: str
    state: list[str]


def show(request: HttpRequest) -> HttpResponse:
    page = {"people": people(), "schools": schools_without_tutor(), "today": today()}
    return render(request, "demo/people.jinja", page)


def people() -> list[Person]:
    """Everybody who acts for somebody, the demo's own first, as they were loaded first."""
    years = opened_among(the_years(), today())[:2]
    answers = Prefetch("school__years", SchoolYear.objects.filter(year__in=years))
    organisations = ("user", "school", "lead_provider", "delivery_partner", "appropriate_body")
    memberships = Membership.objects.in_force().select_related(*organisations).prefetch_related(answers)
    return [
        Person(
            user=each.user,
            way_in=way_in(each.user),
            acts_for=acts_for(each),
            state=[state(each.school, year) for year in years] if each.school else [],
        )
        for each in memberships.order_by("pk")[:AT_MOST]
    ]


def acts_for(membership: Membership) -> str:
    organisation = membership.school or membership.lead_provider or membership.delivery_partner
    name = organisation or membership.appropriate_body or "Department for Education"
    return f"{Role(membership.role).label}, {name}"


def state(school: School, year: AcademicYear) -> str:
    """What a school answered for a year, in few words."""
    answer = next((each for each in school.years.all() if each.year_id == year.pk), None)
    if answer is None:
        return f"{year}: not answered yet"
    if answer.programme is None:
        return f"{year}: expects early career teachers? {Expects(answer.expects).label}"
    return f"{year}: {SHORT_NAMES[Programme(answer.programme)]}"


def schools_without_tutor() -> list[tuple[School, str]]:
    """The demo's schools that nobody signs in for, with what one can try there."""
    schools = School.objects.filter(name__in=NOBODY_YET).exclude(memberships__ended_at=None, memberships__isnull=False)
    return [(school, to_try(school)) for school in schools.prefetch_related("contacts")]


def to_try(school: School) -> str:
    if not school.is_open:
        successor = successor_of(school)
        return f"Closed. Its successor is {successor}." if successor else "Closed."
    if contact := contact_of(school):
        return f"Never registered. Our emails to it go to {contact}"
    return "Never registered, and the register has no email address of it."
