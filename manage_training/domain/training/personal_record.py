"""All that a school's page about one of its people says."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from manage_training.domain.clock import london_date
from manage_training.domain.events.models import Event
from manage_training.domain.schools.models import School
from manage_training.domain.teachers.models import RecordCheck
from manage_training.domain.training.models import WHO_TRAINS, Placement, Role, TrainingPeriod
from manage_training.domain.training.people import Person, known_of_one, person
from manage_training.domain.training.whats_next import ToDo, whats_next

HOW_THEY_CAME = {"person_registered", "person_joined"}
ON_THE_PAGE = 50  # events; the school's own history has the rest


@dataclass(frozen=True)
class PersonalRecord:
    person: Person
    to_do: list[ToDo]
    training: list[TrainingPeriod]  # at this school, the latest first
    before: list[TrainingPeriod]  # as an early career teacher at other schools, whose names are nobody's business here
    last_check: RecordCheck | None
    events: list[Event]  # the latest first


def personal_record(school: School, pk: int, today: date) -> PersonalRecord | None:
    """The record of a placement at a school; None where the school has none of that id.

    A school sees what belongs to its own time with somebody (abuse cases O6 and O7): of the time before, when and with
    whom they trained; of the time after, nothing (rule V11).
    """
    found = known_of_one(school, pk, today)
    if found is None:
        return None
    periods = TrainingPeriod.objects.in_force().select_related(*WHO_TRAINS)
    training = list(periods.filter(placement=pk).select_related("appropriate_body").order_by("-starts_on"))
    before = periods.filter(
        placement__teacher=found.teacher,
        placement__role=Role.ECT,
        placement__voided_at=None,
        finishes_on__lt=found.starts_on,
    ).exclude(placement__school=school)
    events = events_of(school, found.pk, found.teacher)
    registered_on = next((london_date(each.at) for each in events if each.kind in HOW_THEY_CAME), None)
    return PersonalRecord(
        person(found, today),
        whats_next(
            found,
            registered_on=registered_on,
            body_since=body_since(training, registered_on),
            provider_since=provider_since(training),
        ),
        training,
        list(before.order_by("-starts_on")) if found.is_ect else [],
        RecordCheck.objects.filter(teacher=found.teacher).order_by("-pk").first(),
        events[:ON_THE_PAGE],
    )


def events_of(school: School, placement: int, teacher: int) -> list[Event]:
    """What has happened to somebody at a school, the latest first, also where they are somebody else's mentor."""
    about = Q(subject_kind=Placement._meta.model_name, subject_id=placement) | Q(details__mentor=placement)
    return list(
        Event.objects.filter(about | Q(subject_kind="teacher", subject_id=teacher), school_id=school.pk).order_by("-pk")
    )


def body_since(training: list[TrainingPeriod], registered_on: date | None) -> date | None:
    """Since when somebody has the appropriate body they have: since they were registered, or that changed later."""
    same = [period for period in training if period.appropriate_body_id]
    for number, period in enumerate(same):
        if period.appropriate_body_id != same[0].appropriate_body_id:
            return same[number - 1].starts_on
    return registered_on if same else None


def provider_since(training: list[TrainingPeriod]) -> date | None:
    """Since when it is settled who trains somebody: the partnership's day; carried over, the day they came."""
    for period in training[:1]:
        if period.partnership:
            return london_date(period.partnership.since)
        if period.lead_provider_id:
            return period.starts_on
    return None
