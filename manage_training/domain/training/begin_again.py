from collections.abc import Iterable, Mapping
from copy import copy
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


def with_placements_locked(periods: QuerySet[TrainingPeriod]) -> QuerySet[TrainingPeriod]:
    """The same periods, to be asked for once their placements are locked, in the order of their ids."""
    list(Placement.objects.filter(training__in=periods).order_by("pk").select_for_update(no_key=True).only("pk"))
    return periods


def begin_again(periods: Iterable[TrainingPeriod], on: date, **changes: object) -> int:
    """Let training go on differently from a day on, and return of how many (rule T8).

    What was in force ends the day before and its successor begins on the day. What was to begin on the day or later is
    voided, and its successor takes its days. The caller has locked the placements.
    """
    return begin_each_again(((period, changes) for period in periods), on)


def begin_each_again(changed: Iterable[tuple[TrainingPeriod, Mapping[str, object]]], on: date) -> int:
    """The same where each has changes of its own. Three statements, however many they are."""
    voided: list[int] = []
    ended: list[int] = []
    successors = []
    for period, changes in changed:
        (voided if period.starts_on >= on else ended).append(period.pk)
        successor = copy(period)
        successor._state.adding = True
        successor.pk, successor.starts_on = None, max(period.starts_on, on)
        for field, value in changes.items():
            setattr(successor, field, value)
        successors.append(successor)
    if voided:
        TrainingPeriod.objects.filter(pk__in=voided).update(voided_at=now())
    if ended:
        TrainingPeriod.objects.filter(pk__in=ended).update(finishes_on=on - timedelta(days=1))
    TrainingPeriod.objects.bulk_create(successors)
    return len(successors)
