from datetime import date

from django.db.models import QuerySet

from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.training.begin_again import training_of
from manage_training.domain.training.models import Status, TrainingPeriod


def those_who_follow(school_year: SchoolYear, since: date) -> QuerySet[TrainingPeriod]:
    """The training that follows the school's choice when it changes for a year on a day; not what somebody withdrew
    from, and neither of other years nor with a provider that somebody carried over (rules P7 and T9).
    """
    return training_of(school_year, since).exclude(status=Status.WITHDRAWN)


def who_follows(school_year: SchoolYear, since: date) -> list[str]:
    """Their names, each once, for who is about to change it."""
    periods = those_who_follow(school_year, since).select_related("placement__teacher")
    return sorted({period.placement_id: str(period.placement.teacher) for period in periods}.values())
