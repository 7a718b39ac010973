"""How a returning school ran its training the last time: what the questions about a new year build on. Rule P10."""

from dataclasses import dataclass

from django.db.models import F, Q

from manage_training.domain.academic_years.models import AcademicYear, Programme
from manage_training.domain.organisations.appropriate_bodies import bodies_for
from manage_training.domain.organisations.models import Agreement, AppropriateBody
from manage_training.domain.partnerships.models import EndedWhy, Partnership
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.programmes.offer import programmes_for
from manage_training.domain.schools.models import School


@dataclass(frozen=True)
class LastTime:
    """The latest earlier year for which a school said how it runs its training, seen from a year to set up."""

    answers: SchoolYear
    pair: Partnership | None  # who trained the school, where a provider can train it in the new year too
    pair_goes_on: bool  # the two have an agreement for the new year
    provider_goes_on: bool  # the provider has one with another delivery partner
    body: AppropriateBody | None  # the appropriate body, where it still takes on the school's new teachers


def last_time(school: School, year: AcademicYear) -> LastTime | None:
    """None for a school that has not said for any earlier year how it runs its training."""
    earlier = SchoolYear.objects.filter(school=school, year__lt=year, programme__isnull=False)
    answers = earlier.select_related("year", "appropriate_body").order_by("-year").first()
    if answers is None:
        return None
    funded = answers.programme == Programme.FULL_INDUCTION in programmes_for(school, year)
    pair = latest_pair(answers) if funded else None
    partners = partners_of(pair, year) if pair else set()
    return LastTime(
        answers=answers,
        pair=pair,
        pair_goes_on=pair is not None and pair.delivery_partner_id in partners,
        provider_goes_on=pair is not None and bool(partners - {pair.delivery_partner_id}),
        body=body_of(answers, school, year),
    )


def who_trains(school_year: SchoolYear) -> Partnership | None:
    """Who trains a school in a year, else who did until it ended, else who did the last time."""
    if there := latest_pair(school_year):
        return there
    last = last_time(school_year.school, school_year.year)
    return last.pair if last else None


def latest_pair(answers: SchoolYear) -> Partnership | None:
    """Who trains the year's people, else who did last; not whom the school said to be wrong."""
    theirs = Partnership.objects.filter(school=answers.school_id, year=answers.year_id)
    right = theirs.filter(Q(ended_at=None) | ~Q(ended_why=EndedWhy.CHALLENGED))
    in_order = right.order_by(F("ended_at").desc(nulls_first=True), "-since")
    return in_order.select_related("lead_provider", "delivery_partner").first()


def partners_of(pair: Partnership, year: AcademicYear) -> set[int]:
    """The delivery partners that a provider has an agreement with for a year."""
    agreed = Agreement.objects.filter(lead_provider=pair.lead_provider_id, year=year)
    return set(agreed.values_list("delivery_partner", flat=True))


def body_of(answers: SchoolYear, school: School, year: AcademicYear) -> AppropriateBody | None:
    body = answers.appropriate_body
    return body if body and bodies_for(school, year.start).filter(pk=body.pk).exists() else None
