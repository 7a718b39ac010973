"""What a school's dashboard says about a year: the guide's rows, in its order and words. Two queries."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, FilteredRelation, Q

from manage_training.domain.academic_years.models import AcademicYear, Programme
from manage_training.domain.academic_years.years import NoAcademicYear, in_words
from manage_training.domain.accounts.memberships import tutors_of
from manage_training.domain.messages.undelivered import missed_by
from manage_training.domain.partnerships.models import Origin
from manage_training.domain.prepared import Prepared
from manage_training.domain.programmes.models import SHORT_NAMES, Expects
from manage_training.domain.schools.eligibility import Eligibility
from manage_training.domain.schools.models import School
from manage_training.domain.training.count import people_of_year
from manage_training.domain.training.reported import NOBODY_REPORTED, Reported, latest_challenge_of_year, reported_in
from manage_training.domain.training.year_dates import YearDate, dates_of

WHO_ADDS_PEOPLE = {Programme.FULL_INDUCTION, Programme.CORE_INDUCTION}
Known = dict[str, Any]  # what is known of a school's year, as `known_of_each_year` names it


@dataclass(frozen=True)
class Action:
    """Something a row leads to. `leads_to` is a name; the page has its URL, and leaves out what has no page."""

    text: str
    leads_to: str
    about: str  # what a screen reader hears after the text: "Change" + "programme"


@dataclass(frozen=True)
class Row:
    label: str
    values: list[str]
    action: Action | None = None


@dataclass(frozen=True)
class Tab:
    """A year to look at. One that is not set up has no rows yet."""

    start: int
    name: str
    is_set_up: bool


@dataclass(frozen=True)
class Dashboard:
    """All that a school's dashboard shows of one year (rule P6)."""

    tabs: list[Tab]  # newest first; the first is the year to register for
    start: int
    year: str
    year_in_words: str  # "the next academic year", as a question says it today
    expects: Expects | None  # None where the school has not answered for the year
    programme: Programme | None
    version: int  # of the school's answers as they are shown; 0 where there are none
    people: int
    dates: list[YearDate]
    emails_missed: bool  # whether one about the school did not arrive
    provider: Reported = NOBODY_REPORTED
    rows: list[Row] = field(default_factory=list)
    is_set_up_by_report: bool = False  # before the school itself said how it runs its training

    @property
    def is_set_up(self) -> bool:
        """Whether the school has said how it runs its training in the year."""
        return self.programme is not None


def dashboard_of(school: School, today: date, start: int | None = None) -> Dashboard | None:
    """What the dashboard shows of the year that starts in `start`, else of the one to register for (rules P6, T7, Y2).

    None where the school has no such year: it is neither the one to register for, nor did the school answer for it, nor
    does anybody's training there belong to it.
    """
    years: list[Known] = KNOWN_OF_EACH_YEAR(school=school.pk, today=today)
    if not years:
        raise NoAcademicYear(f"No academic year has opened for registration on {today}.")
    to_register_for = years[0]["start"]
    years = [year for year in years if year["start"] == to_register_for or year["answers__pk"] or year["people"]]
    shown = next((year for year in years if start in (None, year["start"])), None)
    if shown is None:
        return None
    programme = shown["answers__programme"]
    year = year_in(shown)
    return Dashboard(
        tabs=[Tab(each["start"], str(year_in(each)), each["answers__programme"] is not None) for each in years],
        start=year.start,
        year=str(year),
        year_in_words=in_words(year, today),
        expects=Expects(shown["answers__expects"]) if shown["answers__pk"] else None,
        programme=Programme(programme) if programme else None,
        version=shown["answers__version"] or 0,
        people=shown["people"],
        provider=reported_in(shown, today),
        dates=dates_of(
            year,
            today,
            with_provider=programme == Programme.FULL_INDUCTION
            or (programme is None and school.eligibility is Eligibility.FUNDED),
            is_confirmed=shown["live__origin"] is not None,
            challenge_by=shown["live__challenge_by"],
        ),
        emails_missed=shown["emails_missed"],
        rows=rows_of(shown, [each["user__name"] for each in NAMES_OF_TUTORS(school=school.pk)]) if programme else [],
        is_set_up_by_report=set_up_by_report(shown),
    )


def known_of_each_year(school: int, today: date) -> Any:
    """All open years, newest first, each with what the school answered, who trains it and how many people it has."""
    years = AcademicYear.objects.filter(registration_opens_on__lte=today).annotate(
        answers=FilteredRelation("school_years", condition=Q(school_years__school=school)),
        live=FilteredRelation("partnerships", condition=Q(partnerships__school=school, partnerships__ended_at=None)),
        people=people_of_year(school, today),
        emails_missed=Exists(missed_by(school)),
        challenged=latest_challenge_of_year(school),
    )
    return years.order_by("-start").values(
        "start",
        "registration_opens_on",
        "people",
        "emails_missed",
        "answers__pk",
        "answers__expects",
        "answers__programme",
        "answers__version",
        "answers__answered_by",
        "answers__materials__name",
        "answers__appropriate_body__name",
        "answers__planned_lead_provider__name",
        "live__lead_provider__name",
        "live__delivery_partner__name",
        "live__challenge_by",
        "challenged",
        "live__origin",
    )


def names_of_tutors(school: int) -> Any:
    return tutors_of(school).values("user__name")


KNOWN_OF_EACH_YEAR = Prepared(known_of_each_year, school=int, today=date)
NAMES_OF_TUTORS = Prepared(names_of_tutors, school=int)


def set_up_by_report(year: Known) -> bool:
    """As `set_up_year.reported_without_answer` has it (rule P12)."""
    by_report = year["live__origin"] == Origin.REPORTED and year["answers__answered_by"] is None
    return by_report and year["answers__programme"] == Programme.FULL_INDUCTION


def rows_of(year: Known, tutors: list[str]) -> list[Row]:
    """The rows of a year that is set up; which there are depends on the programme (rule P6)."""
    programme = Programme(year["answers__programme"])
    tutor = Row("Induction tutor", tutors or ["Not nominated yet"], change("change_tutor", "induction tutor"))
    chosen = Row("Programme", [SHORT_NAMES[programme]], change("change_programme", "programme"))
    if programme == Programme.NO_EARLY_CAREER_TEACHERS:
        return [tutor, chosen]

    rows = [Row("Length of induction", ["2 years"])]
    if programme in WHO_ADDS_PEOPLE or year["people"]:
        rows.append(Row("ECTs and mentors", [str(year["people"])], Action("Add", "add_person", "an ECT or mentor")))
    rows += [tutor, chosen]
    if programme == Programme.FULL_INDUCTION:
        rows += [Row("Training provider", provider_of(year)), Row("Delivery partner", partner_of(year))]
    if programme == Programme.CORE_INDUCTION:
        materials = year["answers__materials__name"] or "Not chosen yet"
        rows.append(Row("Accredited materials", [materials], change("change_materials", "accredited materials")))
    body = year["answers__appropriate_body__name"] or "Not appointed yet"
    return [*rows, Row("Appropriate body", [body], change("change_appropriate_body", "appropriate body"))]


def provider_of(year: Known) -> list[str]:
    """Who trains the school, else what happens next."""
    known = year["live__lead_provider__name"] or year["answers__planned_lead_provider__name"]
    if known:
        return [known]
    return ["Not confirmed yet", "Choose a training provider as soon as possible. It will confirm this with us."]


def partner_of(year: Known) -> list[str]:
    if known := year["live__delivery_partner__name"]:
        return [known]
    who = year["answers__planned_lead_provider__name"] or "Your training provider"
    return ["Not confirmed yet", f"{who} will tell us who your delivery partner is."]


def change(leads_to: str, about: str) -> Action:
    return Action("Change", leads_to, about)


def year_in(known: Known) -> AcademicYear:
    return AcademicYear(start=known["start"], registration_opens_on=known["registration_opens_on"])
