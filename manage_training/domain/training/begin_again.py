from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from manage_training.domain.clock import now
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.training.models import Placement, TrainingPeriod


def training_of(school_year: SchoolYear, since: date) -> QuerySet[TrainingPeriod]:
    """The training at a school that belongs to a year and goes on or begins on a day or later.

    Training of earlier years, and with a provider that somebody carried over, is not the year's to change.
    """
    periods: QuerySet[TrainingPeriod] = TrainingPeriod.objects.in_force().filter(
        Q(finishes_on=None) | Q(finishes_on__gte=since),
        school=school_year.school_id,
        year=school_year.year_id,
        lead_provider=None,
    )
    return periods.order_by("placement_id")


def locked_training_of(school_year: SchoolYear, since: date) -> QuerySet[TrainingPeriod]:
    """The same, for who is about to change it: its placements are locked, in the order of their ids."""
    periods = training_of(school_year, since)
    list(Placement.objects.filter(training__in=periods).order_by("pk").select_for_update(no_key=True).only("pk"))
    return periods


def begin_again(periods: Iterable[TrainingPeriod], on: date, **changes: object) -> int:
    """Let training go on differently from a day on, and return of how many (rule T8).

    What was in force ends the day before and its successor begins on the day. What was to begin on the day or later is
    voided, and its successor takes its days. The caller has locked the placements.
    """
    number = 0
    for period in periods:
        successor_starts_on = max(period.starts_on, on)
        finishes_on = period.finishes_on
        if period.starts_on >= on:
            period.voided_at = now()
        else:
            period.finishes_on = on - timedelta(days=1)
        period.save(update_fields=["voided_at", "finishes_on"])
        period.pk, period.voided_at = None, None
        period._state.adding = True
        period.starts_on, period.finishes_on = successor_starts_on, finishes_on
        for field, value in changes.items():
            setattr(period, field, value)
        period.save(force_insert=True)
        number += 1
    return number
