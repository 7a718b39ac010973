"""Everything a school's dashboard says about its years, read at once."""

from dataclasses import dataclass, fields
from datetime import date

from django.db.models import Count, F, FilteredRelation, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from manage_training.domain.academic_years.models import AcademicYear, Programme
from manage_training.domain.academic_years.years import NoAcademicYear, opened_among
from manage_training.domain.programmes.models import Expects
from manage_training.domain.schools.models import School
from manage_training.domain.training.models import Placement


@dataclass(frozen=True)
class YearOverview:
    """What is known of a school's training in one academic year. Names are empty and `expects` None where nothing is."""

    year: AcademicYear
    expects: Expects | None
    programme: Programme | None
    materials: str
    appropriate_body: str
    planned_lead_provider: str  # stays, while its delivery partner is still to be confirmed
    lead_provider: str  # of the live partnership
    delivery_partner: str
    people: int  # ECTs and mentors here, or still to come, whose training belongs to the year

    @property
    def is_set_up(self) -> bool:
        """Whether the school has said how it runs its training in this year."""
        return self.programme is not None


def overview(school: School, today: date) -> list[YearOverview]:
    """The school's years, newest first: the one to register for now, and each that it has answered or has people of.

    One query, whatever the number of years and people. Rules P6, P7 and Y2. Raises `NoAcademicYear` before the first.
    """
    years = AcademicYear.objects.annotate(
        answer=FilteredRelation("school_years", condition=Q(school_years__school=school)),
        live=FilteredRelation("partnerships", condition=Q(partnerships__school=school, partnerships__ended_at=None)),
    ).annotate(
        expects=F("answer__expects"),
        programme=F("answer__programme"),
        materials=text("answer__materials__name"),
        appropriate_body=text("answer__appropriate_body__name"),
        planned_lead_provider=text("answer__planned_lead_provider__name"),
        lead_provider=text("live__lead_provider__name"),
        delivery_partner=text("live__delivery_partner__name"),
        people=Coalesce(Subquery(people_of_a_year(school, today), output_field=IntegerField()), 0),
    )
    opened = [summed_up(year) for year in opened_among(years, today)]
    if not opened:
        raise NoAcademicYear(f"No academic year has opened for registration on {today}.")
    return [each for each in opened if each is opened[0] or each.expects or each.people]


def text(name: str) -> Coalesce:
    return Coalesce(F(name), Value(""))


def people_of_a_year(school: School, today: date) -> QuerySet[Placement, dict[str, int]]:
    """How many people of the outer query's year are at the school or will be, each once (rule T7).

    A mentor without training has a year of their own.
    """
    here = Placement.objects.in_force().filter(Q(finishes_on=None) | Q(finishes_on__gte=today), school=school)
    training = Q(training__year=OuterRef("pk"), training__voided_at=None)
    people = here.filter(training | Q(year=OuterRef("pk"))).order_by()
    return people.values("school").annotate(people=Count("teacher", distinct=True)).values("people")  # type: ignore[return-value]


def summed_up(year: AcademicYear) -> YearOverview:
    found = {field.name: getattr(year, field.name) for field in fields(YearOverview) if field.name != "year"}
    found["expects"] = Expects(found["expects"]) if found["expects"] else None
    found["programme"] = Programme(found["programme"]) if found["programme"] else None
    return YearOverview(year=year, **found)
