from datetime import date

from django.db.models import QuerySet

from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.training.begin_again import training_of
from manage_training.domain.training.models import Role, Status, TrainingPeriod


def those_who_follow(school_year: SchoolYear, since: date) -> QuerySet[TrainingPeriod]:
    """The training that follows the school's choice when it changes for a year on a day; not what somebody withdrew
    from, and neither of other years nor with a provider that somebody carried over (rules P7 and T9).
    """
    return training_of(school_year, since).exclude(status=Status.WITHDRAWN)


def those_with_its_body(school_year: SchoolYear, since: date) -> QuerySet[TrainingPeriod]:
    """The training of the year's early career teachers that goes along when the school changes its appropriate body,
    which is still the one before: not of those who have another (rule P9).
    """
    ects = training_of(school_year, since).filter(placement__role=Role.ECT)
    return ects.filter(appropriate_body=school_year.appropriate_body)


def names_of(periods: QuerySet[TrainingPeriod]) -> list[str]:
    """Whose training that is, each once, for who is about to change it."""
    of = periods.select_related("placement__teacher")
    return sorted({period.placement_id: str(period.placement.teacher) for period in of}.values())
